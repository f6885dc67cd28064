//! A case that comes from another node for good, or the answer to one that went there.

use model::time::Zone;
use model::{Draft, Id, Kind, KindMeta, Record, Timestamp, Value, kinds};
use seal::exchange::message::{CasePart, Fact, TransferCase, TransferDecision, TransferOffer, YesNo};
use seal::exchange::{Refusal, Uuid};

use super::Inbound;
use super::referral::sender;
use crate::access::{MatterFacts, load};
use crate::acts::people::{CaseOpening, NewChild, open_case_in};
use crate::acts::{moves, open_for_node, open_part};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, Outgoing, code};
use crate::exchange::{keys, peers};
use crate::store::{duty, fields, notification, offer as moving};

const CAME: &KindMeta = kinds::IncomingTransfer::META;

struct Known {
    transfer: Id,
    shared: Uuid,
    member: String,
    organisation: Id,
    thread: String,
    offer: String,
}

const KNOWN: &str =
    "select transfer_id, shared_id, member_id, organisation_id, thread_id, offer_eid from exchange_transfer";

fn read(row: &crate::db::Row) -> Result<Known> {
    Ok(Known {
        transfer: row.id(0)?,
        shared: Uuid::try_from(row.text(1)?).map_err(|_| Error::Sealed)?,
        member: row.text(2)?,
        organisation: row.id(3)?,
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

/// A case is offered to us.
pub(super) async fn offered(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    offer: &TransferOffer,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    if let Some(known) = known(tx, inbound, &offer.transfer_id).await? {
        return Ok(Ok(Some(known.transfer)));
    }
    let Some(receiver) = duty::receiver(tx, Some(inbound.own.organisation)).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    let mut record = filled(CAME, told(inbound, offer), tx.now);
    record.set(CAME, "from_member", Value::from(sender(tx, inbound).await?));
    let id = open_for_node(tx, CAME, (receiver.organisation, receiver.post), None, &record).await?;
    tx.run(
        "insert into exchange_transfer (transfer_id, shared_id, member_id, organisation_id, thread_id, offer_eid)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            id.into(),
            (*offer.transfer_id).into(),
            inbound.payload.from.as_str().into(),
            inbound.own.organisation.into(),
            (*inbound.payload.thread).into(),
            inbound.eid.to_string().into(),
        ],
    )
    .await?;
    notification::tell(tx, receiver.post, "incoming-transfer", Some(id)).await?;
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

/// A record of what this node can read: a code of another country's list does not stop a case.
fn filled(meta: &KindMeta, mut draft: Draft, now: Timestamp) -> Record {
    let (today, empty) = (now.date(Zone::default()), Record::empty(meta));
    draft.0.retain(|name, _| meta.field(name).is_some_and(|(_, field)| !field.computed));
    for _ in 0..2 {
        match draft.apply(meta, today, &[], &empty) {
            Ok(record) => return record,
            Err(problems) => {
                for problem in problems {
                    draft.0.remove(&problem.field);
                }
            }
        }
    }
    empty
}

/// The answer to a case that we offered.
pub(super) async fn decided(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    said: &TransferDecision,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    let Some(known) = known(tx, inbound, &said.transfer_id).await? else { return Ok(Err(Refusal::Schema)) };
    let reason = said.reason.as_deref().unwrap_or_default();
    let draft = match said.decision {
        YesNo::Accept => Draft::default(),
        YesNo::Decline => Draft::default().with("rejected_reason", reason),
    };
    moves::transfer_answered(tx, known.transfer, said.decision == YesNo::Accept, draft).await?;
    Ok(Ok(Some(known.transfer)))
}

/// The case itself: from this transaction on the post that said yes answers for the child.
pub(super) async fn came(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    case: &TransferCase,
) -> Result<std::result::Result<Option<Id>, Refusal>> {
    let Some(known) = known(tx, inbound, &case.transfer_id).await? else { return Ok(Err(Refusal::Schema)) };
    let facts = load::matter(tx, known.transfer, true).await?;
    if facts.kind.slug != CAME.slug || !matches!(facts.state.as_str(), "accepted" | "done") {
        return Ok(Err(Refusal::Schema));
    }
    if facts.state == "done" {
        return Ok(Ok(Some(known.transfer)));
    }
    let id = open_case(tx, &facts, case).await?;
    let key = tx.key_for_writing(facts.key).await?;
    let mut record = Record::empty(CAME);
    record.set(CAME, "child_case", Value::from(Some(id)));
    record.set(CAME, "left_out", Value::from(i64::from(case.left_out)));
    fields::change(tx, CAME, known.transfer, &key, &record, &["child_case", "left_out"]).await?;
    tx.run_one(
        "update exchange_transfer set case_eid = $2 where transfer_id = $1",
        &[known.transfer.into(), inbound.eid.to_string().into()],
    )
    .await?;
    moving::reach(tx, known.transfer, CAME, "done").await?;
    notification::tell(tx, facts.custodian, "incoming-transfer-came", Some(id)).await?;
    Ok(Ok(Some(known.transfer)))
}

async fn open_case(tx: &mut Tx, facts: &MatterFacts, case: &TransferCase) -> Result<Id> {
    let now = tx.now;
    let mut child = filled(kinds::Person::META, gathered("person", &case.extract), now);
    let meta = kinds::Person::META;
    if child.get(meta, "name").is_none_or(Value::is_missing) {
        // A name that stays hidden is asked for by hand.
        child.set(meta, "name", Value::from("?"));
    }
    let mut record = filled(kinds::Case::META, gathered("case", &case.extract), now);
    if record.get(kinds::Case::META, "registration_date").is_none_or(Value::is_missing) {
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
    let record = filled(meta, gathered(meta.slug, &part.facts), tx.now);
    let id = open_part(tx, meta, root, &record).await?;
    let first = meta.lifecycle.initial().map_or("", |state| state.name);
    match meta.lifecycle.state(&part.state) {
        Some(state) if state.name != first => moving::reach(tx, id, meta, state.name).await,
        _ => Ok(()),
    }
}

/// Facts of one kind as typed; a long text comes in several facts of one name.
fn gathered(kind: &str, facts: &[Fact]) -> Draft {
    let mut draft = Draft::default();
    for fact in facts {
        let field = fact.name.strip_prefix(kind).and_then(|rest| rest.strip_prefix('.'));
        if let Some(field) = field {
            let before = draft.0.get(field).cloned().unwrap_or_default();
            draft.set(field, format!("{before}{}", &*fact.value));
        }
    }
    draft
}

/// Tells the sender what was decided about a case that it offered.
pub(crate) async fn stepped(tx: &mut Tx, facts: &MatterFacts, action: &str, record: &Record) -> Result<()> {
    let mut sql = crate::db::Sql::from(KNOWN);
    sql.push(" where transfer_id = $1");
    let row = tx.row(sql, &[facts.id.into()]).await?;
    let Some(known) = row.as_ref().map(read).transpose()? else { return Ok(()) };
    let yes = action == "accept";
    let reason = record.get(CAME, "rejected_reason").map(Value::to_text).filter(|text| !text.is_empty());
    let message = TransferDecision {
        transfer_id: known.shared,
        decision: if yes { YesNo::Accept } else { YesNo::Decline },
        reason: reason.filter(|_| !yes).map(|text| code(&text)).transpose()?,
        post: code(&facts.custodian.to_string())?,
        custody_from: None,
    };
    let to = peers::organisation_of(tx, &keys::member(&known.member)?).await?;
    let to = to.ok_or(Error::Refused("peer-not-active"))?;
    let marking = moves::marking(tx, known.organisation, None).await?;
    outbox::queue(
        tx,
        Outgoing {
            organisation: known.organisation,
            post: facts.custodian,
            to: &[to],
            message: message.into(),
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
