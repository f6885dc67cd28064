//! Sending: an envelope is sealed, signed and queued in the transaction of the act that sends it.

use model::Id;
use seal::exchange::{
    Code, Delivery, Directory, Draft, Eid, Marking, MemberId, MemberStatus, Message, Refusal, USUAL_LIFE,
    Uuid,
};

use super::{bytes, directory, keys, peers};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Name of the message that takes something back.
const RECALL: &str = "recall";

/// What is sent.
pub(crate) struct Outgoing<'a> {
    /// The sending organisation and the post that acts.
    pub(crate) organisation: Id,
    pub(crate) post: Id,
    /// Receiving organisations on other nodes.
    pub(crate) to: &'a [Id],
    pub(crate) message: Message,
    pub(crate) marking: Marking,
    /// The conversation; a new one when there is none.
    pub(crate) thread: Option<Uuid>,
    pub(crate) in_reply_to: Option<Eid>,
    pub(crate) derived_from: Vec<Eid>,
    /// The root matter and the part that this is about.
    pub(crate) matter: Option<Id>,
    pub(crate) subject: Option<Id>,
    pub(crate) urgent: Option<&'static str>,
}

/// An envelope and the conversation that it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct InThread {
    pub(crate) eid: Eid,
    pub(crate) thread: Uuid,
}

/// Queues an envelope.
///
/// # Errors
/// [`Error::Refused`] `no-directory`, `directory-expired`, `no-exchange-keys`, `peer-not-active`, `peer-takes-no-such-kind`,
/// `exchange-text-refused`.
pub(crate) async fn queue(tx: &mut Tx, out: Outgoing<'_>) -> Result<InThread> {
    let directory = directory::required(tx).await?;
    if !directory.is_valid_at(tx.now.millis()) && out.urgent.is_none() {
        return Err(Error::Refused("directory-expired"));
    }
    let from = peers::member_id(tx, out.organisation).await?;
    let signer = keys::signing(tx, out.organisation).await?;
    let mut to = Vec::with_capacity(out.to.len());
    for organisation in out.to {
        let member = peers::member_of(tx, *organisation).await?.ok_or(Error::Refused("peer-not-active"))?;
        to.push((*organisation, recipient(&directory, member, out.message.kind(), tx.now.millis())?));
    }
    let (thread, (seq, prev)) = match &out.thread {
        Some(thread) => (thread.clone(), before(tx, out.organisation, thread).await?),
        // Nothing can have gone before in a conversation that begins.
        None => (uuid(tx.new_id())?, (1, None)),
    };
    let (mid, now) = (tx.new_id(), tx.now);
    let draft = Draft {
        mid: uuid(mid)?,
        from,
        from_post: code(&out.post.to_string())?,
        to: to.iter().map(|(_, one)| one.clone()).collect(),
        group: None,
        thread: thread.clone(),
        seq: seq.unsigned_abs(),
        prev,
        in_reply_to: out.in_reply_to,
        created: now.millis(),
        expires: now.plus(USUAL_LIFE).millis(),
        urgent: out.urgent.map(code).transpose()?,
        derived_from: out.derived_from.clone(),
        marking: out.marking.clone(),
    };
    let delivery = draft.seal(&out.message, &signer, &mut *tx.entropy).map_err(unsendable)?;
    if delivery.sealed.len() > out.message.limit() + 4096 {
        return Err(Error::Refused("too-much-at-once"));
    }
    store(tx, &out, (mid, &thread, seq), &delivery).await?;
    let eid = delivery.eid();
    for (organisation, (member, ..)) in &to {
        outgoing(tx, eid, *organisation, member).await?;
    }
    Ok(InThread { eid, thread })
}

fn recipient(
    directory: &Directory,
    member: MemberId,
    kind: &str,
    now: i64,
) -> Result<(MemberId, Code, seal::exchange::SealingPublic)> {
    let listed = directory.member(&member).ok_or(Error::Refused("peer-not-active"))?;
    // What is taken back waits until a suspended member may be reached again: time takes back, too, and cannot be refused.
    let reachable = match listed.status {
        MemberStatus::Active => true,
        MemberStatus::Suspended => kind == RECALL,
        MemberStatus::Withdrawn => false,
    };
    if !reachable || directory.member_revoked(&member, now) {
        return Err(Error::Refused("peer-not-active"));
    }
    if !listed.takes(kind) {
        return Err(Error::Refused("peer-takes-no-such-kind"));
    }
    let (kid, key) = listed.sealing_at(now).ok_or(Error::Refused("peer-not-active"))?;
    Ok((member, kid, key))
}

/// Number of the next envelope in a thread, and the one before.
async fn before(tx: &mut Tx, organisation: Id, thread: &str) -> Result<(i64, Option<Eid>)> {
    let row = tx
        .row(
            "select seq, eid from exchange_sent where organisation_id = $1 and thread_id = $2
             order by seq desc, eid limit 1",
            &[organisation.into(), thread.into()],
        )
        .await?;
    match row {
        Some(row) => Ok((row.int(0)? + 1, Some(eid(&row.text(1)?)?))),
        None => Ok((1, None)),
    }
}

async fn store(
    tx: &mut Tx,
    out: &Outgoing<'_>,
    (mid, thread, seq): (Id, &Uuid, i64),
    delivery: &Delivery,
) -> Result<()> {
    let (eid, now) = (delivery.eid().to_string(), tx.now);
    let marking = serde_json::to_string(&out.marking).map_err(|_| Error::Storage("marking".into()))?;
    tx.run(
        "insert into exchange_sent (eid, mid, organisation_id, post_id, kind, thread_id, seq, in_reply_to, matter_id,
           subject_id, urgent, marking, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            eid.as_str().into(),
            mid.into(),
            out.organisation.into(),
            out.post.into(),
            out.message.kind().into(),
            (**thread).into(),
            seq.into(),
            out.in_reply_to.map(|eid| eid.to_string()).into(),
            out.matter.into(),
            out.subject.into(),
            out.urgent.is_some().into(),
            marking.into(),
            now.into(),
            now.plus(USUAL_LIFE).into(),
        ],
    )
    .await?;
    bytes::keep_envelope(tx, &eid, &delivery.envelope.to_bytes(), &delivery.sealed).await
}

async fn outgoing(tx: &mut Tx, eid: Eid, organisation: Id, member: &MemberId) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into exchange_outbox (id, eid, to_organisation, to_member, state, attempts, next_at, changed_at)
         values ($1, $2, $3, $4, 'queued', 0, $5, $5)",
        &[id.into(), eid.to_string().into(), organisation.into(), member.as_str().into(), now.into()],
    )
    .await?;
    Ok(())
}

/// What a receiver would refuse is refused here, before it leaves.
fn unsendable(refusal: Refusal) -> Error {
    match refusal {
        Refusal::MediaRefused | Refusal::Schema => Error::Refused("exchange-text-refused"),
        Refusal::MarkingUnknown => Error::Refused("exchange-marking-refused"),
        _ => Error::Refused("too-much-at-once"),
    }
}

/// An id of this node on the wire.
pub(crate) fn uuid(id: Id) -> Result<Uuid> {
    Uuid::try_from(id.to_string()).map_err(|_| Error::Storage("an id is no UUID".into()))
}

/// A code on the wire.
pub(crate) fn code(text: &str) -> Result<Code> {
    Code::try_from(text).map_err(|_| Error::Refused("exchange-text-refused"))
}

/// A content address as it lies in the database.
pub(crate) fn eid(text: &str) -> Result<Eid> {
    text.parse().map_err(|_| Error::Storage("a stored content address is none".into()))
}

/// Whether anything is due to be sent: read before an act is performed, so that a quiet night leaves no entries.
pub(crate) async fn any_due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    let row = tx
        .row(
            "select 1 from exchange_outbox where state in ('queued', 'sending', 'waiting_receipt', 'waiting_retry')
               and next_at <= $1 and pulled_at is null
             union all
             select 1 from exchange_notice where told_at is null and next_at <= $1 and attempts < 20
             limit 1",
            &[now.into()],
        )
        .await?;
    Ok(row.is_some())
}
