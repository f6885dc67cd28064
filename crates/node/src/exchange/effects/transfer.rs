//! A case that comes from another node for good, or the answer to one that went there.

use model::time::Zone;
use model::{Draft, Id, Kind, KindMeta, Record, Timestamp, Value, kinds};
use seal::exchange::Refusal;
use seal::exchange::message::{CasePart, Fact, TransferCase, TransferDecision, TransferOffer, YesNo};

use super::{Inbound, Judged, gather, lay_before, readable};
use crate::access::{MatterFacts, load};
use crate::acts::people::{CaseOpening, NewChild, open_case_in};
use crate::acts::{moves, open_part};
use crate::db::Tx;
use crate::error::Result;
use crate::exchange::outbox::code;
use crate::exchange::shared::{self, About};
use crate::store::{fields, notification, offer as moving};

const CAME: &KindMeta = kinds::IncomingTransfer::META;

/// A case is offered to us.
pub(super) async fn offered(tx: &mut Tx, inbound: &Inbound<'_>, offer: &TransferOffer) -> Result<Judged> {
    if let Some(known) = inbound.known(tx, About::Transfer, &offer.transfer_id).await? {
        return Ok(Ok(Some(known.matter)));
    }
    let mut record = readable(CAME, told(inbound, offer), tx.now);
    record.set(CAME, "from_member", Value::from(inbound.sender(tx).await?));
    let Some(id) = lay_before(tx, inbound.own.organisation, CAME, (&record, false)).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    inbound.begins(id, &offer.transfer_id).keep(tx, About::Transfer).await?;
    Ok(Ok(Some(id)))
}

fn told(inbound: &Inbound<'_>, offer: &TransferOffer) -> Draft {
    let latest = inbound.payload.expires.saturating_add(60 * model::time::DAY);
    let by = Timestamp::from_millis(offer.respond_by.min(latest));
    let parts: Vec<&str> = offer.parts.iter().map(|part| &**part).collect();
    let mut draft = Draft::default()
        .with("respond_by", by.date(Zone::default()).to_string())
        .with("reason", &*offer.reason)
        .with("child_ref", &*offer.child_ref)
        .with("parts", parts.join(", "))
        .with("consent_basis", &*offer.consent.kind)
        .with("consent_until", offer.consent.until.as_deref().unwrap_or_default());
    for fact in offer.preview.iter() {
        let field = match &*fact.name {
            "child.age_band" => "age_band",
            "child.sex" => "sex",
            "case.region" => "region",
            "case.risk_level" => "risk_level",
            _ => continue,
        };
        draft.set(field, &*fact.value);
    }
    draft
}

/// The answer to a case that we offered.
pub(super) async fn decided(tx: &mut Tx, inbound: &Inbound<'_>, said: &TransferDecision) -> Result<Judged> {
    let Some(known) = inbound.known(tx, About::Transfer, &said.transfer_id).await? else {
        return Ok(Err(Refusal::Schema));
    };
    let reason = said.reason.as_deref().unwrap_or_default();
    let draft = match said.decision {
        YesNo::Accept => Draft::default(),
        YesNo::Decline => Draft::default().with("rejected_reason", reason),
    };
    moves::transfer_answered(tx, known.matter, said.decision == YesNo::Accept, draft).await?;
    Ok(Ok(Some(known.matter)))
}

/// The case itself: from this transaction on the post that said yes answers for the child.
pub(super) async fn came(tx: &mut Tx, inbound: &Inbound<'_>, case: &TransferCase) -> Result<Judged> {
    let Some(known) = inbound.known(tx, About::Transfer, &case.transfer_id).await? else {
        return Ok(Err(Refusal::Schema));
    };
    let facts = load::matter(tx, known.matter, true).await?;
    if facts.kind.slug != CAME.slug || !matches!(facts.state.as_str(), "accepted" | "done") {
        return Ok(Err(Refusal::Schema));
    }
    if facts.state == "done" {
        return Ok(Ok(Some(known.matter)));
    }
    let id = open_case(tx, &facts, case).await?;
    let key = tx.key_for_writing(facts.key).await?;
    let mut record = Record::empty(CAME);
    record.set(CAME, "child_case", Value::from(Some(id)));
    record.set(CAME, "left_out", Value::from(i64::from(case.left_out)));
    fields::change(tx, CAME, known.matter, &key, &record, &["child_case", "left_out"]).await?;
    shared::carry_case(tx, known.matter, &inbound.eid.to_string()).await?;
    moving::reach(tx, known.matter, CAME, "done").await?;
    notification::tell(tx, facts.custodian, "incoming-transfer-came", Some(id)).await?;
    Ok(Ok(Some(known.matter)))
}

async fn open_case(tx: &mut Tx, facts: &MatterFacts, case: &TransferCase) -> Result<Id> {
    let now = tx.now;
    let mut child = readable(kinds::Person::META, gathered("person", &case.extract), now);
    let meta = kinds::Person::META;
    if child.lacks(meta, "name") {
        // A name that stays hidden is asked for by hand.
        child.set(meta, "name", Value::from("?"));
    }
    let mut record = readable(kinds::Case::META, gathered("case", &case.extract), now);
    if record.lacks(kinds::Case::META, "registration_date") {
        let today = now.date(Zone::default()).to_string();
        record.set(kinds::Case::META, "registration_date", Value::from(today));
    }
    let opening = CaseOpening {
        organisation: facts.organisation,
        post: facts.custodian,
        case: record,
        child: NewChild::New(child),
        guardian: None,
        report: None,
    };
    let id = open_case_in(tx, opening).await?;
    let root = load::matter(tx, id, true).await?;
    // The oldest first, as they were written.
    for part in case.parts.iter().rev() {
        open_one(tx, &root, part).await?;
    }
    Ok(id)
}

/// A part that this node knows as a part of a case; others are left aside.
async fn open_one(tx: &mut Tx, root: &MatterFacts, part: &CasePart) -> Result<()> {
    let Some(meta) = kinds::by_slug(&part.kind).filter(|meta| kinds::shared_with(meta).is_some()) else {
        return Ok(());
    };
    if !kinds::parts_of("case").any(|one| one.slug == meta.slug) {
        return Ok(());
    }
    let record = readable(meta, gathered(meta.slug, &part.facts), tx.now);
    let id = open_part(tx, meta, root, &record).await?;
    let first = meta.lifecycle.initial().map_or("", |state| state.name);
    match meta.lifecycle.state(&part.state) {
        Some(state) if state.name != first => moving::reach(tx, id, meta, state.name).await,
        _ => Ok(()),
    }
}

/// Facts of one kind as typed.
fn gathered(kind: &str, facts: &[Fact]) -> Draft {
    let mut draft = Draft::default();
    for fact in facts {
        if let Some(field) = fact.name.strip_prefix(kind).and_then(|rest| rest.strip_prefix('.')) {
            gather(&mut draft, field, &fact.value);
        }
    }
    draft
}

/// Tells the sender what was decided about a case that it offered.
pub(crate) async fn stepped(tx: &mut Tx, facts: &MatterFacts, action: &str, record: &Record) -> Result<()> {
    let Some(known) = shared::of_matter(tx, facts.id).await? else { return Ok(()) };
    let yes = action == "accept";
    let reason = record.told(CAME, "rejected_reason");
    let message = TransferDecision {
        transfer_id: known.number.clone(),
        decision: if yes { YesNo::Accept } else { YesNo::Decline },
        reason: reason.filter(|_| !yes).map(|text| code(&text)).transpose()?,
        post: code(&facts.custodian.to_string())?,
        custody_from: None,
    };
    let marking = moves::marking(tx, known.organisation, None).await?;
    known.answer(tx, facts, message.into(), (marking, None)).await
}

/// An offer that nobody said yes to yet is taken back, with what it told.
pub(super) async fn stop(tx: &mut Tx, id: Id) -> Result<()> {
    let facts = load::matter(tx, id, true).await?;
    if facts.kind.slug != CAME.slug || !facts.is_open() {
        return Ok(());
    }
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, CAME, id, &key, &Record::empty(CAME), &["reason", "child_ref", "parts"]).await?;
    moving::reach(tx, id, CAME, "revoked").await?;
    notification::tell(tx, facts.custodian, "incoming-transfer-revoked", Some(id)).await
}
