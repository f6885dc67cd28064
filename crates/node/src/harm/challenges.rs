//! Challenges of hashes on somebody else's list: each is a matter of whoever raised it until the owner's answer has come, at once where both live
//! on this node, else by the exchange.

use model::kinds::{HashChallenge, RaisedChallenge};
use model::time::Zone;
use model::{Id, Kind, KindMeta, Record, Value};
use seal::exchange::message::{HashAnswer, HashWordKind};
use seal::exchange::{Long, Message, ReceiptState};
use signals::Digest;

use super::sharing::{self, Told, Went};
use crate::access::{MatterFacts, load};
use crate::acts::{moves, open_for_node};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::receipts::{self, Said};
use crate::exchange::shared::{self, About, Shared};
use crate::exchange::{indicators, keys, peers};
use crate::store::matter::{Touch, touch};
use crate::store::{fields, notification};

const RAISED: &KindMeta = RaisedChallenge::META;
const CAME: &KindMeta = HashChallenge::META;

/// Says to the owner of a list that a hash stands on it wrongly, and waits for the answer.
pub(super) async fn raise(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    list: &Told,
    (digest, reason): (&Digest, &str),
) -> Result<()> {
    let owner = tx.row("select name from organisation where id = $1", &[list.owner.into()]).await?;
    let owner = owner.ok_or(Error::NotFound)?.text(0)?;
    let mut record = Record::empty(RAISED);
    record.set(RAISED, "list", Value::from(list.name.as_str()));
    record.set(RAISED, "owner", Value::from(owner.chars().take(200).collect::<String>()));
    record.set(RAISED, "hash_kind", Value::from(digest.kind().code()));
    record.set(RAISED, "hash", Value::from(digest.digits()));
    record.set(RAISED, "grounds", Value::from(reason));
    let raised = open_for_node(tx, RAISED, (organisation, post), None, &record).await?;
    let said = (HashWordKind::Challenge, std::slice::from_ref(digest), reason);
    let went = list.word(tx, (organisation, post), said, Some(raised)).await?;
    let member = peers::member_id(tx, list.owner).await?;
    let sent = match went {
        Went::There(sent) => Some(sent),
        Went::Here(laid) => {
            let asker = peers::member_id(tx, organisation).await?;
            for came in laid {
                let mut there = Shared::begun(raised, list.owner, asker.clone(), None)?;
                there.matter = came;
                there.keep(tx, About::Challenge).await?;
            }
            None
        }
    };
    Shared::begun(raised, organisation, member, sent)?.keep(tx, About::Challenge).await
}

/// Whoever has the list has decided: the answer goes back to whoever raised the challenge.
pub(super) async fn decided(tx: &mut Tx, facts: &MatterFacts, upheld: bool, record: &Record) -> Result<()> {
    let Some(other) = shared::of_matter(tx, facts.id).await? else { return Ok(()) };
    let reason = moves::long(record.text(CAME, "decision"))?;
    let Some(sent) = &other.sent else {
        let raised: Id = other.number.parse().map_err(|_| Error::Sealed)?;
        return heard(tx, raised, upheld, &reason).await;
    };
    let said = HashAnswer { challenge_id: other.number.clone(), upheld, reason };
    let marking = sharing::marking(tx, other.organisation, None).await?;
    match other.answer(tx, facts, Message::from(said), (marking, None)).await {
        Ok(()) => {}
        // Whoever has left the network, or knows no answers, keeps nobody from putting a list right.
        Err(Error::Refused("peer-not-active" | "peer-takes-no-such-kind")) => return Ok(()),
        Err(error) => return Err(error),
    }
    let own = keys::own(tx).await?.into_iter().find(|own| own.organisation == other.organisation);
    let own = own.ok_or(Error::Refused("no-exchange-keys"))?;
    let decided = Said { post: Some(facts.custodian), ..Said::state(ReceiptState::Decided) };
    let receipt = receipts::give(tx, &own, &other.member, sent.eid, decided).await?;
    receipts::tell(tx, &other.member, &receipt).await
}

/// The owner's answer, at whoever raised the challenge. It changes nothing where nobody waits for it any more.
async fn heard(tx: &mut Tx, raised: Id, upheld: bool, reason: &Long) -> Result<()> {
    let facts = load::matter(tx, raised, true).await?;
    if facts.kind.slug != RAISED.slug || facts.state != "waiting" {
        return Ok(());
    }
    let mut record = Record::empty(RAISED);
    record.set(RAISED, "answer", Value::from(&**reason));
    record.set(RAISED, "answered_on", Value::from(tx.now.date(Zone::default()).to_string()));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, RAISED, raised, &key, &record, &["answer", "answered_on"]).await?;
    let state = Some((if upheld { "upheld" } else { "rejected" }, model::Phase::Closed.code()));
    touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
    notification::tell(tx, facts.custodian, "challenge-answered", Some(raised)).await
}

/// The same, from another node. Answers the challenge; nothing where none is known by that number, or where the words hold an address.
pub(crate) async fn came(tx: &mut Tx, known: Option<Shared>, said: &HashAnswer) -> Result<Option<Id>> {
    let Some(known) = known.filter(|_| !indicators::holds_address(&said.reason)) else { return Ok(None) };
    heard(tx, known.matter, said.upheld, &said.reason).await?;
    Ok(Some(known.matter))
}
