//! A referral to a member on another node: what is told, and what its answers do here.

use model::field::{DataGroup, Groups};
use model::time::{DAY, Zone};
use model::{Date, Draft, Id, Kind, Record, kinds};
use seal::exchange::message::{ConsentSaid, Fact, Recall, RecallScope, ReferralOffer};
use seal::exchange::{Eid, List, Long, Marking, Text};

use super::{answer, serving, standing};
use crate::access::{self, MatterFacts};
use crate::acts::edit::write_change;
use crate::consent::{self, Asked};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, InThread, Outgoing, code};
use crate::exchange::peers;
use crate::exchange::shared::{self, About, Shared};
use crate::held::Reveal;
use crate::keys::lookup_tag;
use crate::store::offer::{self, Offer};
use crate::store::{ShownRecord, fields};

const META: &model::KindMeta = kinds::Referral::META;

/// Facts of person and case that a referral may tell, each in its data group. What finds the child by year counts as identity.
const PERSON: [(&str, DataGroup); 18] = [
    ("name", DataGroup::Identity),
    ("aliases", DataGroup::Identity),
    ("birth_year", DataGroup::Identity),
    ("birth_day", DataGroup::Identity),
    ("nik", DataGroup::Identity),
    ("other_documents", DataGroup::Identity),
    ("address", DataGroup::Contact),
    ("phone", DataGroup::Contact),
    ("disability", DataGroup::Health),
    ("difficulty_seeing", DataGroup::Health),
    ("difficulty_hearing", DataGroup::Health),
    ("difficulty_walking", DataGroup::Health),
    ("difficulty_remembering", DataGroup::Health),
    ("difficulty_self_care", DataGroup::Health),
    ("difficulty_communicating", DataGroup::Health),
    ("marital_status", DataGroup::Family),
    ("schooling", DataGroup::Services),
    ("occupation", DataGroup::Services),
];
const CASE: [(&str, DataGroup); 9] = [
    ("unhcr_id_no", DataGroup::Identity),
    ("un_no", DataGroup::Identity),
    ("icrc_ref_no", DataGroup::Identity),
    ("other_id_type", DataGroup::Identity),
    ("other_id_no", DataGroup::Identity),
    ("circumstances", DataGroup::Incident),
    ("suspects", DataGroup::Suspect),
    ("household", DataGroup::Family),
    ("child_wishes", DataGroup::Services),
];

/// Text of people on the wire.
pub(crate) fn long(text: &str) -> Result<Long> {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    Long::try_from(plain).map_err(|_| Error::Refused("exchange-text-refused"))
}

/// Marks for what one organisation tells another about one child: for it alone, for ten years at most, not passed on unasked.
pub(crate) async fn marking(tx: &mut Tx, organisation: Id, until: Option<Date>) -> Result<Marking> {
    let member = peers::member_id(tx, organisation).await?;
    let most = tx.now.plus(3650 * DAY);
    let until = until.map_or(most, |day| crate::store::matter::end_of(day).min(most)).max(tx.now.plus(DAY));
    let basis = Text::try_from("consent or mandate of the sender")
        .map_err(|_| Error::Refused("exchange-text-refused"))?;
    Ok(Marking::about_a_child(member, "provide_service", basis, until.millis()))
}

/// Queues the offer of a referral whose receiver lives on another node; nothing for others.
pub(super) async fn send_offer(tx: &mut Tx, id: Id) -> Result<()> {
    let offer = offer::load(tx, id).await?;
    let Some(member) = peers::member_of(tx, offer.to.organisation).await? else { return Ok(()) };
    // Before a yes nothing travels that finds the child.
    let queued = tell(tx, &offer, offer::preview(offer.groups), (None, None)).await?;
    let begun = Shared::begun(id, offer.from.organisation, member, Some(queued))?;
    begun.keep(tx, About::Referral).await
}

async fn tell(
    tx: &mut Tx,
    offer: &Offer,
    groups: Groups,
    (thread, corrects): (Option<seal::exchange::Uuid>, Option<Eid>),
) -> Result<InThread> {
    let root = access::load::matter(tx, offer.matter, false).await?;
    let (message, until) = message(tx, offer, &root, groups).await?;
    let (urgent, marking) = (message.urgent, marking(tx, offer.from.organisation, until).await?);
    outbox::queue(
        tx,
        Outgoing {
            organisation: offer.from.organisation,
            post: offer.from.post,
            to: &[offer.to.organisation],
            message: message.into(),
            marking,
            thread,
            in_reply_to: None,
            derived_from: corrects.into_iter().collect(),
            matter: Some(offer.matter),
            subject: Some(offer.id),
            urgent: urgent.then_some("urgent"),
        },
    )
    .await
}

/// The case and its child, whole: what is told of them is chosen by whoever calls.
pub(super) async fn subjects(tx: &mut Tx, root: &MatterFacts) -> Result<(ShownRecord, Option<ShownRecord>)> {
    let case =
        fields::load(tx, kinds::Case::META, root.id, root.key).await?.into_inner().reveal(Groups::ALL)?;
    let child: Option<Id> = case.text("child").parse().ok();
    let person = match child {
        // A hidden name stays hidden.
        Some(child) => Some(
            fields::load(tx, kinds::Person::META, child, root.key).await?.into_inner().reveal(Groups::ALL)?,
        ),
        None => None,
    };
    Ok((case, person))
}

async fn message(
    tx: &mut Tx,
    offer: &Offer,
    root: &MatterFacts,
    groups: Groups,
) -> Result<(ReferralOffer, Option<Date>)> {
    let referral = serving::whole(fields::load(tx, META, offer.id, root.key).await?)?;
    let (case, person) = subjects(tx, root).await?;
    let said = |record: Option<&ShownRecord>, name: &str| {
        record
            .map(|record| record.text(name))
            .filter(|text| !text.is_empty())
            .map(|text| code(&text))
            .transpose()
    };
    let (until, basis) = (answer::consent_until(tx, offer.id).await?, offer.basis.clone());
    let types = referral.text("service_types");
    let codes = |texts: Vec<&str>| {
        let codes = texts.into_iter().map(code).collect::<Result<Vec<_>>>()?;
        List::try_from(codes).map_err(|_| Error::Refused("exchange-text-refused"))
    };
    let told = groups.to_text();
    let message = ReferralOffer {
        referral_id: outbox::uuid(offer.id)?,
        child_ref: code(&child_ref(tx, root.key, offer.to.organisation))?,
        age_band: age_band(person.as_ref(), tx.now.date(Zone::default())).map(code).transpose()?,
        sex: said(person.as_ref(), "sex")?,
        region: said(Some(&case), "region")?,
        reason: long(&referral.text("reason"))?,
        service_types: codes(types.split_whitespace().collect())?,
        urgent: referral.text("urgent") == "true",
        risk: said(Some(&case), "risk_level")?,
        data_groups: codes(told.split_whitespace().collect())?,
        consent: ConsentSaid {
            kind: code(&basis)?,
            purpose: code("services")?,
            until: until.map(|day| code(&day.to_string())).transpose()?,
            basis: None,
        },
        extract: extract(person.as_ref(), &case, groups)?,
        respond_by: offer.respond_by.millis(),
    };
    Ok((message, until))
}

/// A name for the child that tells nothing and differs for every receiver.
pub(super) fn child_ref(tx: &Tx, key: Id, receiver: Id) -> String {
    let tag = lookup_tag(&tx.context.keys, "child-ref", &format!("{key} {receiver}"));
    let hex: String = seal::to_hex(&tag).chars().take(12).collect();
    format!("anak-{hex}")
}

/// Code of list `age-band`, by year alone.
pub(super) fn age_band(person: Option<&ShownRecord>, today: Date) -> Option<&'static str> {
    let year: i64 = person?.text("birth_year").parse().ok()?;
    Some(match i64::from(today.year()) - year {
        ..=5 => "age_0_5",
        6..=11 => "age_6_11",
        12..=14 => "age_12_14",
        15..=17 => "age_15_17",
        _ => "age_18",
    })
}

/// What was agreed to be told: group, kind, field and text.
pub(super) fn told(
    person: Option<&ShownRecord>,
    case: &ShownRecord,
    groups: Groups,
) -> Vec<(DataGroup, &'static str, &'static str, String)> {
    let sources = [("person", person, PERSON.as_slice()), ("case", Some(case), CASE.as_slice())];
    let of = |(kind, record, fields): (
        &'static str,
        Option<&ShownRecord>,
        &'static [(&'static str, DataGroup)],
    )| {
        let fields = fields.iter().filter(|(_, group)| groups.has(*group));
        let told = |record: &ShownRecord| {
            fields.map(|(name, group)| (*group, kind, *name, record.text(name))).collect::<Vec<_>>()
        };
        record.map(told).unwrap_or_default()
    };
    sources.into_iter().flat_map(of).collect()
}

/// The same on the wire; long texts in several pieces of one name.
fn extract(person: Option<&ShownRecord>, case: &ShownRecord, groups: Groups) -> Result<List<Fact, 200>> {
    let mut facts = Vec::new();
    for (group, kind, name, text) in told(person, case, groups) {
        for piece in pieces(&text) {
            facts.push(Fact {
                group: code(group.code())?,
                name: code(&format!("{kind}.{name}"))?,
                value: long(piece)?,
            });
        }
    }
    List::try_from(facts).map_err(|_| Error::Refused("too-much-at-once"))
}

/// Pieces of at most 4,000 bytes that together are the text.
pub(super) fn pieces(mut text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    while !text.is_empty() {
        let mut at = text.len().min(4_000);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let (piece, rest) = text.split_at(at);
        pieces.push(piece);
        text = rest;
    }
    pieces
}

/// What another node answered takes the step that a receiver here would take. Too late, it changes nothing. An outcome that
/// overtook the yes says yes as well.
pub(crate) async fn answered_elsewhere(tx: &mut Tx, referral: Id, action: &str, draft: Draft) -> Result<()> {
    let facts = access::load::matter(tx, referral, true).await?;
    if facts.kind.slug != META.slug {
        return Ok(());
    }
    if action == "finish" && facts.state == "in_progress" {
        step_elsewhere(tx, META, referral, "accept", Draft::default()).await?;
    }
    if step_elsewhere(tx, META, referral, action, draft).await? && action == "accept" {
        let trace = tx.trace.clone();
        tell_rest(tx, referral).await?;
        tx.trace = trace;
    }
    Ok(())
}

/// Takes a step that somebody on another node decided on; answers whether it could still be taken.
pub(super) async fn step_elsewhere(
    tx: &mut Tx,
    meta: &'static model::KindMeta,
    id: Id,
    action: &str,
    mut draft: Draft,
) -> Result<bool> {
    let facts = access::load::matter(tx, id, true).await?;
    let step = meta.lifecycle.step(action).ok_or(Error::NotFound)?;
    if !step.from.contains(&facts.state.as_str()) {
        return Ok(false);
    }
    let old = serving::whole(fields::load(tx, meta, id, facts.key).await?)?.to_record();
    let today = tx.now.date(Zone::default());
    let new = match draft.apply(meta, today, &[], &old) {
        Ok(new) => new,
        Err(problems) => {
            // A code of another country's list does not stop an answer.
            for problem in problems {
                draft.0.remove(&problem.field);
            }
            draft.apply(meta, today, &[], &old).map_err(Error::Invalid)?
        }
    };
    write_change(tx, &facts, &old, &new, Some(step)).await?;
    let trace = tx.trace.clone();
    answer::after(tx, &facts, step).await?;
    tx.trace = trace;
    Ok(true)
}

/// A referral before and after an answer that came from outside the network.
pub(super) async fn with_answer(
    tx: &mut Tx,
    facts: &MatterFacts,
    step: &model::Step,
    draft: &Draft,
) -> Result<(Record, Record)> {
    let old = serving::whole(fields::load(tx, META, facts.id, facts.key).await?)?.to_record();
    let today = tx.now.date(Zone::default());
    let new = draft.apply(META, today, step.needs, &old).map_err(Error::Invalid)?;
    Ok((old, new))
}

/// What was told of a referral is told again as it stands now, and the newest of what was told before is marked as out of date.
///
/// # Errors
/// [`Error::Refused`] `not-sent-elsewhere` when the receiver lives on this node, and sees every change at once.
pub(super) async fn correct(tx: &mut Tx, referral: Id, reason: &str) -> Result<()> {
    let offer = offer::load(tx, referral).await?;
    let known = shared::of_matter(tx, referral).await?.ok_or(Error::Refused("not-sent-elsewhere"))?;
    let row = tx
        .row(
            "select eid from exchange_sent where subject_id = $1 and kind = 'referral.offer' order by seq desc, eid limit 1",
            &[referral.into()],
        )
        .await?;
    let before = outbox::eid(&row.ok_or(Error::Refused("not-sent-elsewhere"))?.text(0)?)?;
    let Some(again) = tell_agreed(tx, &offer, Some(before)).await? else { return Ok(()) };
    let (scope, replacement) = (RecallScope::Correct, Some(again.eid));
    recall(tx, &offer, &known, Recall { eid: before, scope, reason: long(reason)?, replacement }).await
}

/// After a yes everything that was agreed on is told.
async fn tell_rest(tx: &mut Tx, referral: Id) -> Result<()> {
    let offer = offer::load(tx, referral).await?;
    tell_agreed(tx, &offer, None).await.map(drop)
}

/// Tells everything that was agreed on, if it still may be; otherwise the referral ends.
async fn tell_agreed(tx: &mut Tx, offer: &Offer, corrects: Option<Eid>) -> Result<Option<InThread>> {
    if offer.basis != "override" {
        let asked = Asked {
            case: offer.matter,
            recipient: offer.to.organisation,
            groups: offer.groups,
            services: true,
        };
        if consent::allows(tx, asked).await?.is_err() {
            standing::stop(tx, offer, "revoked", "consent-withdrawn").await?;
            return Ok(None);
        }
    }
    let mut groups = offer.groups;
    if consent::guardian_is_suspect(tx, offer.matter).await? {
        groups = consent::without_contact(groups);
    }
    let thread = shared::of_matter(tx, offer.id).await?.and_then(|known| known.thread());
    tell(tx, offer, groups, (thread, corrects)).await.map(Some)
}

/// Says of one message that it no longer holds.
async fn recall(tx: &mut Tx, offer: &Offer, known: &Shared, recall: Recall) -> Result<()> {
    let marking = marking(tx, offer.from.organisation, None).await?;
    let queued = outbox::queue(
        tx,
        Outgoing {
            organisation: offer.from.organisation,
            post: offer.from.post,
            to: &[offer.to.organisation],
            message: recall.into(),
            marking,
            thread: known.thread(),
            in_reply_to: None,
            derived_from: Vec::new(),
            matter: Some(offer.matter),
            subject: Some(offer.id),
            urgent: Some("recall"),
        },
    )
    .await;
    match queued {
        // Who has left the network is told nothing more; here it ends all the same, or time would stand still.
        Ok(_) | Err(Error::Refused("peer-not-active")) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Takes back every offer that was sent to another node; nothing for others.
pub(super) async fn take_back(tx: &mut Tx, offer: &Offer, reason: &str) -> Result<()> {
    let Some(known) = shared::of_matter(tx, offer.id).await? else { return Ok(()) };
    let sent = tx
        .rows(
            "select eid from exchange_sent where subject_id = $1 and kind in ('referral.offer', 'transfer.offer')
             order by seq, eid",
            &[offer.id.into()],
        )
        .await?;
    for row in &sent {
        let recall = Recall {
            eid: outbox::eid(&row.text(0)?)?,
            scope: RecallScope::Withdraw,
            reason: long(reason)?,
            replacement: None,
        };
        self::recall(tx, offer, &known, recall).await?;
    }
    Ok(())
}
