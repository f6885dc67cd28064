//! A referral that crosses a border of nodes: offered there, answered and ended here, and the other way round.

use model::field::Groups;
use model::time::Zone;
use model::{Draft, Kind, Timestamp, Value, kinds};
use seal::exchange::message::{Decision, ReferralDecision, ReferralOffer, ReferralOutcome};
use seal::exchange::{List, Message, Refusal, Uuid};

use super::{Inbound, Judged, gather, lay_before, readable};
use crate::access::{MatterFacts, load};
use crate::acts::moves;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::code;
use crate::exchange::shared::{self, About};
use crate::held::Reveal;
use crate::journal::Change;
use crate::store::{fields, notification};

const META: &model::KindMeta = kinds::IncomingReferral::META;

/// What `person` and `case` facts are called in a referral that came.
const FACTS: [(&str, &str); 28] = [
    ("person.name", "child_name"),
    ("person.aliases", "child_aliases"),
    ("person.birth_year", "birth_year"),
    ("person.birth_day", "birth_day"),
    ("person.nik", "nik"),
    ("person.address", "address"),
    ("person.phone", "phone"),
    ("case.household", "household"),
    ("case.circumstances", "circumstances"),
    ("case.suspects", "suspects"),
    ("case.child_wishes", "child_wishes"),
    ("person.disability", "disability"),
    ("person.schooling", "schooling"),
    ("person.other_documents", "other_documents"),
    ("person.marital_status", "marital_status"),
    ("person.occupation", "occupation"),
    ("person.difficulty_seeing", "difficulty_seeing"),
    ("person.difficulty_hearing", "difficulty_hearing"),
    ("person.difficulty_walking", "difficulty_walking"),
    ("person.difficulty_remembering", "difficulty_remembering"),
    ("person.difficulty_self_care", "difficulty_self_care"),
    ("person.difficulty_communicating", "difficulty_communicating"),
    ("case.unhcr_id_no", "unhcr_id_no"),
    ("case.un_no", "un_no"),
    ("case.icrc_ref_no", "icrc_ref_no"),
    ("case.other_id_type", "other_id_type"),
    ("case.other_id_no", "other_id_no"),
    ("referral.reason", "reason"),
];

/// A referral is offered to us, or its details follow after our yes.
pub(super) async fn offered(tx: &mut Tx, inbound: &Inbound<'_>, offer: &ReferralOffer) -> Result<Judged> {
    if let Some(known) = inbound.known(tx, About::Referral, &offer.referral_id).await? {
        let facts = load::matter(tx, known.matter, true).await?;
        if facts.kind.slug == META.slug && facts.state == "accepted" {
            supplement(tx, &facts, offer, !inbound.payload.derived_from.is_empty()).await?;
        }
        return Ok(Ok(Some(known.matter)));
    }
    let mut record = readable(META, told(inbound, offer), tx.now);
    record.set(META, "from_member", Value::from(inbound.sender(tx).await?));
    let Some(id) = lay_before(tx, inbound.own.organisation, META, (&record, offer.urgent)).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    inbound.begins(id, &offer.referral_id).keep(tx, About::Referral).await?;
    Ok(Ok(Some(id)))
}

fn told(inbound: &Inbound<'_>, offer: &ReferralOffer) -> Draft {
    let joined = |list: &[seal::exchange::Code]| {
        list.iter().map(|code| (**code).to_owned()).collect::<Vec<_>>().join(" ")
    };
    let said = |code: &Option<seal::exchange::Code>| code.as_deref().unwrap_or_default().to_owned();
    let by = Timestamp::from_millis(
        offer.respond_by.min(inbound.payload.expires.saturating_add(60 * model::time::DAY)),
    );
    let mut draft = Draft::default()
        .with("service_types", joined(&offer.service_types))
        .with("urgent", offer.urgent.to_string())
        .with("respond_by", by.date(Zone::default()).to_string())
        .with("reason", &*offer.reason)
        .with("child_ref", &*offer.child_ref)
        .with("age_band", said(&offer.age_band))
        .with("sex", said(&offer.sex))
        .with("region", said(&offer.region))
        .with("risk_level", said(&offer.risk))
        .with("consent_basis", &*offer.consent.kind)
        .with("consent_until", said(&offer.consent.until));
    facts(offer, &mut draft);
    draft
}

fn facts(offer: &ReferralOffer, draft: &mut Draft) {
    for fact in offer.extract.iter() {
        let field = FACTS.iter().find(|(name, _)| *name == &*fact.name).map(|(_, field)| *field);
        if let Some(field) = field.filter(|field| *field != "reason") {
            gather(draft, field, &fact.value);
        }
    }
}

/// The details after our yes. A correction says everything anew, also what is no longer there.
async fn supplement(tx: &mut Tx, known: &MatterFacts, offer: &ReferralOffer, corrects: bool) -> Result<()> {
    let mut draft = Draft::default();
    facts(offer, &mut draft);
    let record = readable(META, draft, tx.now);
    let told = FACTS.iter().map(|(_, field)| *field).filter(|field| *field != "reason");
    let mut names: Vec<&'static str> = told.filter(|name| corrects || !record.lacks(META, name)).collect();
    if corrects {
        let old = fields::load(tx, META, known.id, known.key).await?;
        let old = old.into_inner().reveal(Groups::ALL)?.to_record();
        names.retain(|name| old.get(META, name) != record.get(META, name));
        // The receiver sees what stood there before.
        let before = |name: &&'static str| Change { field: (*name).to_owned(), old: old.to_text(META, name) };
        tx.trace.detail.changes = names.iter().map(before).collect();
    }
    let key = tx.key_for_writing(known.key).await?;
    fields::change(tx, META, known.id, &key, &record, &names).await?;
    let notice = if corrects { "incoming-referral-corrected" } else { "incoming-referral-told" };
    notification::tell(tx, known.custodian, notice, Some(known.id)).await
}

/// The answer to what we offered. An answer that comes too late changes nothing.
pub(super) async fn decided(tx: &mut Tx, inbound: &Inbound<'_>, said: &ReferralDecision) -> Result<Judged> {
    let Some(known) = inbound.known(tx, About::Referral, &said.referral_id).await? else {
        return Ok(Err(Refusal::Schema));
    };
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let mut draft = Draft::default().with("answer_note", text(said.note.as_deref()));
    let action = match said.decision {
        Decision::Accept => {
            draft.set("first_contact_by", text(said.first_contact_by.as_deref()));
            "accept"
        }
        Decision::Decline => {
            draft.set("rejected_reason", text(said.reason.as_deref()));
            "reject"
        }
        Decision::Redirect => {
            draft.set("redirect_to", text(said.redirect_to.as_deref()));
            "redirect"
        }
    };
    moves::answered_elsewhere(tx, known.matter, action, draft).await?;
    Ok(Ok(Some(known.matter)))
}

/// What became of what we offered.
pub(super) async fn ended(tx: &mut Tx, inbound: &Inbound<'_>, said: &ReferralOutcome) -> Result<Judged> {
    let Some(known) = inbound.known(tx, About::Referral, &said.referral_id).await? else {
        return Ok(Err(Refusal::Schema));
    };
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let services: Vec<String> = said.services_given.iter().map(|code| (**code).to_owned()).collect();
    let draft = Draft::default()
        .with("outcome", &*said.outcome)
        .with("outcome_on", text(said.on.as_deref()))
        .with("services_given", services.join(" "))
        .with("remaining_needs", text(said.remaining_needs.as_deref()))
        .with("outcome_note", text(said.note.as_deref()));
    moves::answered_elsewhere(tx, known.matter, "finish", draft).await?;
    Ok(Ok(Some(known.matter)))
}

/// Tells the sender what became of a referral that came here.
pub(crate) async fn answered(
    tx: &mut Tx,
    facts: &MatterFacts,
    action: &str,
    record: &model::Record,
) -> Result<()> {
    let Some(known) = shared::of_matter(tx, facts.id).await? else { return Ok(()) };
    let message = answer(facts, &known.number, action, record)?;
    let marking = moves::marking(tx, known.organisation, None).await?;
    known.answer(tx, facts, message, (marking, None)).await
}

fn answer(facts: &MatterFacts, shared: &Uuid, action: &str, record: &model::Record) -> Result<Message> {
    let text = |name: &str| record.told(META, name);
    let coded = |name: &str| text(name).map(|text| code(&text)).transpose();
    let long = |name: &str| text(name).map(|text| moves::long(&text)).transpose();
    if action == "finish" {
        let given = text("services_given").unwrap_or_default();
        let given = given.split_whitespace().map(code).collect::<Result<Vec<_>>>()?;
        return Ok(ReferralOutcome {
            referral_id: shared.clone(),
            outcome: code(&text("outcome").unwrap_or_default())?,
            on: coded("outcome_on")?,
            services_given: List::try_from(given).map_err(|_| Error::Refused("exchange-text-refused"))?,
            remaining_needs: long("remaining_needs")?,
            note: long("outcome_note")?,
        }
        .into());
    }
    let decision = match action {
        "accept" => Decision::Accept,
        "redirect" => Decision::Redirect,
        _ => Decision::Decline,
    };
    Ok(ReferralDecision {
        referral_id: shared.clone(),
        decision,
        reason: coded("rejected_reason")?,
        redirect_to: text("redirect_to").and_then(|text| text.try_into().ok()),
        post: code(&facts.custodian.to_string())?,
        first_contact_by: coded("first_contact_by")?,
        note: long("answer_note")?,
    }
    .into())
}
