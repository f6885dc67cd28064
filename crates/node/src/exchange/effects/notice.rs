//! A notice about content to a member on another node, and its answer. What the sender shows as done is the word of the one addressed, in an
//! envelope that they signed.

use model::{Id, Kind, kinds};
use seal::exchange::message::{Notice, NoticeAnswer, NoticeResult, Recall, RecallScope};
use seal::exchange::{Marking, Message, ReceiptState, Refusal};

use super::{Inbound, Judged};
use crate::access::MatterFacts;
use crate::acts::moves;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, Outgoing};
use crate::exchange::receipts::{self, Said};
use crate::exchange::shared::{self, About, Shared};
use crate::exchange::{indicators, keys, peers};
use crate::harm::answers;

const SENT: &model::KindMeta = kinds::ContentNotice::META;

/// What is told about content is told so that it goes, on the legal basis that the notice names.
async fn marking(tx: &mut Tx, organisation: Id, basis: Option<&str>) -> Result<Marking> {
    let mut marking = moves::marking(tx, organisation, None).await?;
    marking.purpose = seal::exchange::Code::try_from("protect_child").into_iter().collect();
    if let Some(basis) = basis {
        let basis = format!("outgoing-basis:{basis}");
        marking.legal_basis =
            basis.as_str().try_into().map_err(|_| Error::Refused("exchange-marking-refused"))?;
    }
    Ok(marking)
}

/// Sends a notice, or says it once more.
pub(crate) async fn send(
    tx: &mut Tx,
    facts: &MatterFacts,
    to: Id,
    (mut notice, urgent): (Notice, bool),
) -> Result<()> {
    let member = peers::member_of(tx, to).await?.ok_or(Error::Refused("peer-not-active"))?;
    let own = peers::member_id(tx, facts.organisation).await?;
    // Whoever may not see addresses neither sends nor gets one.
    if !(indicators::sees_addresses(&own) && answers::reads_address(&member)) {
        notice.address = None;
    }
    let known = shared::of_matter(tx, facts.id).await?;
    let marking = marking(tx, facts.organisation, Some(&notice.legal_basis)).await?;
    let out = Outgoing {
        organisation: facts.organisation,
        post: facts.custodian,
        to: &[to],
        message: notice.into(),
        marking,
        thread: known.as_ref().and_then(Shared::thread),
        in_reply_to: None,
        derived_from: Vec::new(),
        matter: Some(facts.root),
        subject: Some(facts.id),
        urgent: urgent.then_some("urgent"),
    };
    let sent = outbox::queue(tx, out).await?;
    if known.is_none() {
        Shared::begun(facts.id, facts.organisation, member, Some(sent))?.keep(tx, About::Notice).await?;
    }
    Ok(())
}

/// A notice that came, or came again.
pub(super) async fn came(tx: &mut Tx, inbound: &Inbound<'_>, notice: &Notice) -> Result<Judged> {
    if let Some(known) = inbound.known(tx, About::Notice, &notice.notice_id).await? {
        answers::again(tx, known.matter, i64::from(notice.times) - 1).await?;
        return Ok(Ok(Some(known.matter)));
    }
    let (from, urgent) = (inbound.sender(tx).await?, inbound.payload.urgent.is_some());
    let seen =
        indicators::sees_addresses(&inbound.payload.from) && answers::reads_address(&inbound.own.member);
    let laid = answers::lay(tx, inbound.own.organisation, (from, urgent, seen), notice).await?;
    let Some(matter) = laid else { return Ok(Err(Refusal::KindNotAccepted)) };
    inbound.begins(matter, &notice.notice_id).keep(tx, About::Notice).await?;
    Ok(Ok(Some(matter)))
}

/// The one addressed here has answered: its word goes back, and with it a receipt that says that the notice was carried out. Answers whether
/// the sender lives on another node.
pub(crate) async fn answer(
    tx: &mut Tx,
    facts: &MatterFacts,
    result: NoticeResult,
    words: &str,
) -> Result<bool> {
    let Some(known) = shared::of_matter(tx, facts.id).await? else { return Ok(false) };
    let Some(sent) = &known.sent else { return Ok(false) };
    let note = (!words.is_empty()).then(|| moves::long(words)).transpose()?;
    let said = NoticeAnswer { notice_id: known.number.clone(), result, note };
    let marking = marking(tx, known.organisation, None).await?;
    known.answer(tx, facts, Message::from(said), (marking, None)).await?;
    if matches!(result, NoticeResult::Removed | NoticeResult::Unavailable) {
        let own = keys::own(tx).await?.into_iter().find(|own| own.organisation == known.organisation);
        let own = own.ok_or(Error::Refused("no-exchange-keys"))?;
        let decided = Said { post: Some(facts.custodian), ..Said::state(ReceiptState::Decided) };
        let receipt = receipts::give(tx, &own, &known.member, sent.eid, decided).await?;
        receipts::tell(tx, &known.member, &receipt).await?;
    }
    Ok(true)
}

/// An answer that came: the word of the one addressed ends the notice. It changes nothing when nobody waits for it any more.
pub(super) async fn answered(tx: &mut Tx, inbound: &Inbound<'_>, said: &NoticeAnswer) -> Result<Judged> {
    let Some(known) = inbound.known(tx, About::Notice, &said.notice_id).await? else {
        return Ok(Err(Refusal::Schema));
    };
    let words = said.note.as_deref().unwrap_or_default();
    // An address has no place in words that everybody with the notice reads.
    if indicators::holds_address(words) {
        return Ok(Err(Refusal::Schema));
    }
    answers::heard(tx, known.matter, said.result, words).await?;
    Ok(Ok(Some(known.matter)))
}

/// The sender does not wait any more: what was told goes there, too.
pub(crate) async fn withdrawn(tx: &mut Tx, notice: Id) -> Result<()> {
    let Some(known) = shared::of_matter(tx, notice).await? else { return Ok(()) };
    let Some(sent) = &known.sent else { return Ok(()) };
    let facts = crate::access::load::matter(tx, notice, false).await?;
    if facts.kind.slug != SENT.slug {
        return Ok(());
    }
    let recall = Recall {
        eid: sent.eid,
        scope: RecallScope::Withdraw,
        reason: moves::long("withdrawn")?,
        replacement: None,
    };
    let marking = marking(tx, known.organisation, None).await?;
    match known.answer(tx, &facts, recall.into(), (marking, Some("recall"))).await {
        // Whoever has left the network meanwhile cannot be reached any more.
        Ok(()) | Err(Error::Refused("peer-not-active")) => Ok(()),
        Err(error) => Err(error),
    }
}
