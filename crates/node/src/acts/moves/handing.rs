//! A case that goes to a member on another node for good.
//!
//! At no step is a child without a post: the sender answers for the case until the receiver has signed that the whole case lies
//! with it, and the receiver answers from the transaction in which it was stored. While the receipt travels both do.

use model::field::Groups;
use model::{Draft, Id, Kind, KindMeta, Phase, Shape, kinds};
use seal::exchange::message::{CasePart, ConsentSaid, Fact, TransferCase, TransferOffer};
use seal::exchange::{List, MAX_PLAIN, Message, Uuid};

use super::elsewhere::{age_band, child_ref, long, marking, pieces, step_elsewhere};
use super::{answer, serving, standing};
use crate::access;
use crate::consent::{self, Asked};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, InThread, Outgoing, code};
use crate::exchange::peers;
use crate::exchange::shared::{self, About, Shared};
use crate::held::Reveal;
use crate::store::offer::{self, Offer};
use crate::store::{ShownRecord, fields, notification};

const META: &KindMeta = kinds::Transfer::META;
/// Room that the structure around the parts of a case needs.
const ROOM: usize = 4 * 1024;

fn too_much<T>(_: T) -> Error {
    Error::Refused("too-much-at-once")
}

/// Queues the offer of a case whose receiver lives on another node; nothing for others.
pub(super) async fn send_offer(tx: &mut Tx, id: Id) -> Result<()> {
    let offer = offer::load(tx, id).await?;
    let Some(member) = peers::member_of(tx, offer.to.organisation).await? else { return Ok(()) };
    let message = offered(tx, &offer).await?;
    let queued = queue(tx, &offer, message.into(), None).await?;
    let begun = Shared::begun(id, offer.from.organisation, member, Some(queued))?;
    begun.keep(tx, About::Transfer).await
}

async fn queue(tx: &mut Tx, offer: &Offer, message: Message, thread: Option<Uuid>) -> Result<InThread> {
    let until = answer::consent_until(tx, offer.id).await?;
    let marking = marking(tx, offer.from.organisation, until).await?;
    let urgent = matches!(message, Message::Recall(_)).then_some("recall");
    let out = Outgoing {
        organisation: offer.from.organisation,
        post: offer.from.post,
        to: &[offer.to.organisation],
        message,
        marking,
        thread,
        in_reply_to: None,
        derived_from: Vec::new(),
        matter: Some(offer.matter),
        subject: Some(offer.id),
        urgent,
    };
    outbox::queue(tx, out).await
}

/// What a receiver needs to decide, and nothing that finds the child.
async fn offered(tx: &mut Tx, offer: &Offer) -> Result<TransferOffer> {
    let root = access::load::matter(tx, offer.matter, false).await?;
    let transfer = serving::whole(fields::load(tx, META, offer.id, root.key).await?)?;
    let case = read(tx, kinds::Case::META, root.id, root.key, offer::preview(offer.groups)).await?;
    let person = child(tx, &case, root.key, Groups::ALL).await?;
    let mut preview = Vec::new();
    let mut tell = |name: &str, value: String| -> Result<()> {
        if !value.is_empty() {
            preview.push(Fact { group: code("record")?, name: code(name)?, value: long(&value)? });
        }
        Ok(())
    };
    let age = age_band(person.as_ref(), tx.now.date(Default::default()));
    tell("child.age_band", age.unwrap_or_default().to_owned())?;
    tell("child.sex", person.as_ref().map(|person| person.text("sex")).unwrap_or_default())?;
    tell("case.region", case.text("region"))?;
    tell("case.risk_level", case.text("risk_level"))?;
    let mut parts = Vec::new();
    for (meta, _) in parts_of(tx, offer).await? {
        if !parts.contains(&meta.slug) {
            parts.push(meta.slug);
        }
    }
    let parts = parts.into_iter().map(code).collect::<Result<Vec<_>>>()?;
    let due = tx.row("select due_at from matter where id = $1", &[root.id.into()]).await?;
    let due = due.map(|row| row.time_opt(0)).transpose()?.flatten();
    let clocks = due.map(|due| Ok((code("case")?, due.millis()))).into_iter().collect::<Result<Vec<_>>>()?;
    let until = answer::consent_until(tx, offer.id).await?;
    Ok(TransferOffer {
        transfer_id: outbox::uuid(offer.id)?,
        child_ref: code(&child_ref(tx, root.key, offer.to.organisation))?,
        reason: long(&transfer.text("reason"))?,
        preview: List::try_from(preview).map_err(too_much)?,
        consent: ConsentSaid {
            kind: code(&offer.basis)?,
            purpose: code("services")?,
            until: until.map(|day| code(&day.to_string())).transpose()?,
            basis: None,
        },
        parts: List::try_from(parts).map_err(too_much)?,
        clocks: List::try_from(clocks).map_err(too_much)?,
        respond_by: offer.respond_by.millis(),
    })
}

async fn read(tx: &mut Tx, meta: &'static KindMeta, id: Id, key: Id, groups: Groups) -> Result<ShownRecord> {
    fields::load(tx, meta, id, key).await?.into_inner().reveal(groups)
}

async fn child(tx: &mut Tx, case: &ShownRecord, key: Id, groups: Groups) -> Result<Option<ShownRecord>> {
    match case.text("child").parse::<Id>() {
        // A hidden name stays hidden.
        Ok(child) => read(tx, kinds::Person::META, child, key, groups).await.map(Some),
        Err(_) => Ok(None),
    }
}

/// Parts of the case that go along: those whose data group was agreed on, the newest first.
async fn parts_of(tx: &mut Tx, offer: &Offer) -> Result<Vec<(&'static KindMeta, Id)>> {
    let rows = tx
        .rows(
            "select kind, id from matter where root_id = $1 and id <> $1 order by id desc",
            &[offer.matter.into()],
        )
        .await?;
    let mut found = Vec::new();
    for row in &rows {
        let Some(meta) = kinds::by_slug(&row.text(0)?) else { continue };
        if kinds::shared_with(meta).is_some_and(|group| offer.groups.has(group)) {
            found.push((meta, row.id(1)?));
        }
    }
    Ok(found)
}

/// What a record says, as facts; links mean nothing on another node.
fn facts(kind: &str, record: &ShownRecord) -> Result<Vec<Fact>> {
    let mut facts = Vec::new();
    for (field, _) in record.fields() {
        if field.computed || matches!(field.shape, Shape::Link(_)) {
            continue;
        }
        let text = record.text(field.name);
        for piece in pieces(&text) {
            facts.push(Fact {
                group: code(field.group.code())?,
                name: code(&format!("{kind}.{}", field.name))?,
                value: long(piece)?,
            });
        }
    }
    Ok(facts)
}

/// The answer of the receiver. A yes sends the case, if what it rests on still stands. Too late, it changes nothing.
pub(crate) async fn transfer_answered(tx: &mut Tx, id: Id, yes: bool, draft: Draft) -> Result<()> {
    let facts = access::load::matter(tx, id, true).await?;
    if facts.kind.slug != META.slug || facts.state != "in_progress" {
        return Ok(());
    }
    if !yes {
        return step_elsewhere(tx, META, id, "reject", draft).await.map(drop);
    }
    let offer = offer::load(tx, id).await?;
    let root = access::load::matter(tx, offer.matter, true).await?;
    let asked =
        Asked { case: offer.matter, recipient: offer.to.organisation, groups: offer.groups, services: false };
    let stands = offer.basis == "override" || consent::allows(tx, asked).await?.is_ok();
    if !stands || !root.is_open() || root.organisation != offer.from.organisation {
        return standing::stop(tx, &offer, "revoked", "consent-withdrawn").await;
    }
    if shared::under_way(tx, id).await? {
        return Ok(());
    }
    let known = shared::of_matter(tx, id).await?.ok_or(Error::NotFound)?;
    let message = whole(tx, &offer).await?;
    let queued = queue(tx, &offer, message.into(), known.thread()).await?;
    shared::carry_case(tx, id, &queued.eid.to_string()).await?;
    notification::tell(tx, offer.from.post, "transfer-said-yes", Some(id)).await
}

async fn whole(tx: &mut Tx, offer: &Offer) -> Result<TransferCase> {
    let root = access::load::matter(tx, offer.matter, false).await?;
    let case = read(tx, kinds::Case::META, root.id, root.key, offer.groups).await?;
    let mut extract = facts("case", &case)?;
    if let Some(person) = child(tx, &case, root.key, offer.groups).await? {
        extract.extend(facts("person", &person)?);
    }
    let size = |facts: &[Fact]| serde_json::to_vec(facts).map_or(usize::MAX, |bytes| bytes.len());
    let mut room = MAX_PLAIN.saturating_sub(ROOM).saturating_sub(size(&extract));
    let (mut parts, mut left_out) = (Vec::new(), 0);
    for (meta, id) in parts_of(tx, offer).await? {
        let facts_of = facts(meta.slug, &read(tx, meta, id, root.key, offer.groups).await?)?;
        let needs = size(&facts_of) + 200;
        if needs > room || parts.len() >= 200 {
            left_out += 1;
            continue;
        }
        room -= needs;
        let state = access::load::matter(tx, id, false).await?.state;
        let facts = List::try_from(facts_of).map_err(too_much)?;
        parts.push(CasePart { kind: code(meta.slug)?, state: code(&state)?, facts });
    }
    Ok(TransferCase {
        transfer_id: outbox::uuid(offer.id)?,
        extract: List::try_from(extract).map_err(too_much)?,
        parts: List::try_from(parts).map_err(too_much)?,
        left_out,
    })
}

/// The receiver signed that the case lies with it: only now does the sender stop answering for it. A closed copy of its own work
/// stays.
pub(crate) async fn handed_over(tx: &mut Tx, eid: &str) -> Result<()> {
    let Some(id) = shared::of_case(tx, eid).await? else { return Ok(()) };
    let facts = access::load::matter(tx, id, true).await?;
    // A receipt that comes after the time for it still says where the child is.
    if facts.kind.slug != META.slug || !matches!(facts.state.as_str(), "in_progress" | "expired") {
        return Ok(());
    }
    let offer = offer::load(tx, id).await?;
    let root = access::load::matter(tx, offer.matter, true).await?;
    if !root.is_open() || root.organisation != offer.from.organisation {
        return Ok(());
    }
    offer::reach(tx, id, META, "accepted").await?;
    offer::end(tx, id).await?;
    for open in offer::open_of(tx, offer.matter).await? {
        standing::stop(tx, &open, "revoked", "transfer-accepted").await?;
    }
    close(tx, offer.matter).await?;
    let custodian = access::load::matter(tx, offer.matter, false).await?.custodian;
    for post in
        [Some(offer.from.post), (custodian != offer.from.post).then_some(custodian)].into_iter().flatten()
    {
        notification::tell(tx, post, "transfer-accepted", Some(id)).await?;
    }
    Ok(())
}

/// What is open in the case is the receiver's from now on: nothing of it falls due here.
async fn close(tx: &mut Tx, case: Id) -> Result<()> {
    let rows = tx
        .rows(
            "select id, kind from matter where root_id = $1 and id <> $1 and phase = $2 order by id",
            &[case.into(), Phase::Open.code().into()],
        )
        .await?;
    for row in &rows {
        let Some(meta) = kinds::by_slug(&row.text(1)?) else { continue };
        let closed =
            |name: &&&str| meta.lifecycle.state(name).is_some_and(|state| state.phase == Phase::Closed);
        if let Some(state) = ["cancelled", "withdrawn", "ended", "closed"].iter().find(closed) {
            offer::reach(tx, row.id(0)?, meta, state).await?;
        }
    }
    offer::reach(tx, case, kinds::Case::META, "transferred").await
}
