//! A referral that crosses a border of nodes: offered there, answered and ended here, and the other way round.

use model::time::Zone;
use model::{Draft, Id, Kind, Timestamp, Value, kinds};
use seal::exchange::message::{Decision, ReferralDecision, ReferralOffer, ReferralOutcome};
use seal::exchange::{List, Message, Refusal, Uuid};

use super::Inbound;
use crate::access::{MatterFacts, load};
use crate::acts::{moves, open_for_node};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, Outgoing, code};
use crate::exchange::peers;
use crate::store::{duty, fields, notification};

const META: &model::KindMeta = kinds::IncomingReferral::META;

/// What `person` and `case` facts are called in a referral that came.
const FACTS: [(&str, &str); 14] = [
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
    ("referral.reason", "reason"),
];

/// A referral is offered to us, or its details follow after our yes.
pub(super) async fn offered(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    offer: &ReferralOffer,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    if let Some(known) = known(tx, inbound, &offer.referral_id).await? {
        let facts = load::matter(tx, known.referral, true).await?;
        if facts.kind.slug == META.slug && facts.state == "accepted" {
            supplement(tx, &facts, offer).await?;
        }
        return Ok(Ok(Some(known.referral)));
    }
    let Some(receiver) = duty::receiver(tx, Some(inbound.own.organisation)).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    let mut record = parsed(told(inbound, offer), tx.now);
    record.set(META, "from_member", Value::from(sender(tx, inbound).await?));
    let id = open_for_node(tx, META, (receiver.organisation, receiver.post), None, &record).await?;
    if offer.urgent {
        tx.run_one("update matter set priority = 'urgent' where id = $1", &[id.into()]).await?;
    }
    remember(tx, inbound, (id, &offer.referral_id)).await?;
    notification::tell(tx, receiver.post, "incoming-referral", Some(id)).await?;
    Ok(Ok(Some(id)))
}

/// The name of the organisation that sends, as the directory has it, with its member id.
pub(super) async fn sender(tx: &mut Tx, inbound: &Inbound<'_>) -> Result<String> {
    let from = &inbound.payload.from;
    let row = tx
        .row(
            "select name from organisation where member_id in ($1, $2) order by member_id desc limit 1",
            &[from.as_str().into(), from.organisation().as_str().into()],
        )
        .await?;
    let name = row.map(|row| row.text(0)).transpose()?;
    Ok(name.map_or_else(|| from.to_string(), |name| format!("{name} ({from})")))
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

/// A long text comes in several facts of one name.
fn facts(offer: &ReferralOffer, draft: &mut Draft) {
    for fact in offer.extract.iter() {
        let field = FACTS.iter().find(|(name, _)| *name == &*fact.name).map(|(_, field)| *field);
        if let Some(field) = field.filter(|field| *field != "reason") {
            let before = draft.0.get(field).cloned().unwrap_or_default();
            draft.set(field, format!("{before}{}", &*fact.value));
        }
    }
}

/// The record, without what this node cannot read: a code of another country's list does not stop a referral.
fn parsed(mut draft: Draft, now: Timestamp) -> model::Record {
    let today = now.date(Zone::default());
    for _ in 0..2 {
        match draft.parse(META, today) {
            Ok(record) => return record,
            Err(problems) => {
                for problem in problems {
                    draft.0.remove(&problem.field);
                }
            }
        }
    }
    model::Record::empty(META)
}

async fn supplement(tx: &mut Tx, known: &MatterFacts, offer: &ReferralOffer) -> Result<()> {
    let mut draft = Draft::default();
    facts(offer, &mut draft);
    let record = parsed(draft, tx.now);
    let filled = |name: &&'static str| record.get(META, name).is_some_and(|value| !value.is_missing());
    let names: Vec<&'static str> = FACTS.iter().map(|(_, field)| *field).filter(filled).collect();
    let key = tx.key_for_writing(known.key).await?;
    fields::change(tx, META, known.id, &key, &record, &names).await?;
    notification::tell(tx, known.custodian, "incoming-referral-told", Some(known.id)).await
}

/// A referral that both sides know.
struct Known {
    referral: Id,
    shared: Uuid,
    organisation: Id,
    member: String,
    thread: String,
    offer: String,
}

const KNOWN: &str =
    "select referral_id, shared_id, organisation_id, member_id, thread_id, offer_eid from exchange_referral";

fn read(row: &crate::db::Row) -> Result<Known> {
    Ok(Known {
        referral: row.id(0)?,
        shared: Uuid::try_from(row.text(1)?).map_err(|_| Error::Sealed)?,
        organisation: row.id(2)?,
        member: row.text(3)?,
        thread: row.text(4)?,
        offer: row.text(5)?,
    })
}

async fn known(tx: &mut Tx, inbound: &Inbound<'_>, shared: &Uuid) -> Result<Option<Known>> {
    let mut sql = crate::db::Sql::from(KNOWN);
    sql.push(" where organisation_id = $1 and member_id = $2 and shared_id = $3");
    let from = inbound.payload.from.as_str();
    let row = tx.row(sql, &[inbound.own.organisation.into(), from.into(), (**shared).into()]).await?;
    row.as_ref().map(read).transpose()
}

async fn remember(tx: &mut Tx, inbound: &Inbound<'_>, (id, shared): (Id, &Uuid)) -> Result<()> {
    let row = [
        id.into(),
        (**shared).into(),
        inbound.payload.from.as_str().into(),
        inbound.own.organisation.into(),
        (*inbound.payload.thread).into(),
        inbound.eid.to_string().into(),
    ];
    tx.run(
        "insert into exchange_referral (referral_id, shared_id, member_id, organisation_id, thread_id, offer_eid)
         values ($1, $2, $3, $4, $5, $6)",
        &row,
    )
    .await?;
    Ok(())
}

/// The answer to what we offered. An answer that comes too late changes nothing.
pub(super) async fn decided(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    said: &ReferralDecision,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    let Some(known) = known(tx, inbound, &said.referral_id).await? else { return Ok(Err(Refusal::Schema)) };
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
    moves::answered_elsewhere(tx, known.referral, action, draft).await?;
    Ok(Ok(Some(known.referral)))
}

/// What became of what we offered.
pub(super) async fn ended(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    said: &ReferralOutcome,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    let Some(known) = known(tx, inbound, &said.referral_id).await? else { return Ok(Err(Refusal::Schema)) };
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let services: Vec<String> = said.services_given.iter().map(|code| (**code).to_owned()).collect();
    let draft = Draft::default()
        .with("outcome", &*said.outcome)
        .with("outcome_on", text(said.on.as_deref()))
        .with("services_given", services.join(" "))
        .with("remaining_needs", text(said.remaining_needs.as_deref()))
        .with("outcome_note", text(said.note.as_deref()));
    moves::answered_elsewhere(tx, known.referral, "finish", draft).await?;
    Ok(Ok(Some(known.referral)))
}

/// Tells the sender what became of a referral that came here.
pub(crate) async fn answered(
    tx: &mut Tx,
    facts: &MatterFacts,
    action: &str,
    record: &model::Record,
) -> Result<()> {
    let mut sql = crate::db::Sql::from(KNOWN);
    sql.push(" where referral_id = $1");
    let row = tx.row(sql, &[facts.id.into()]).await?;
    let Some(known) = row.as_ref().map(read).transpose()? else { return Ok(()) };
    let message = answer(facts, &known.shared, action, record)?;
    let member = crate::exchange::keys::member(&known.member)?;
    let to = peers::organisation_of(tx, &member).await?.ok_or(Error::Refused("peer-not-active"))?;
    let marking = moves::marking(tx, known.organisation, None).await?;
    outbox::queue(
        tx,
        Outgoing {
            organisation: known.organisation,
            post: facts.custodian,
            to: &[to],
            message,
            marking,
            thread: Uuid::try_from(known.thread).ok(),
            in_reply_to: Some(outbox::eid(&known.offer)?),
            derived_from: Vec::new(),
            matter: Some(facts.id),
            subject: Some(facts.id),
            urgent: None,
        },
    )
    .await?;
    Ok(())
}

fn answer(facts: &MatterFacts, shared: &Uuid, action: &str, record: &model::Record) -> Result<Message> {
    let text = |name: &str| record.get(META, name).map(Value::to_text).filter(|text| !text.is_empty());
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
