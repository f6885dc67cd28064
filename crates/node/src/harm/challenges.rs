//! What is said to the owner of somebody else's list: that hashes should stand on it, or that one stands there wrongly. Each is a matter of whoever
//! raised it until the owner's answer has come, at once where both live on this node, else by the exchange.

use model::kinds::RaisedChallenge;
use model::time::Zone;
use model::{Id, Kind, KindMeta, Record, Value};
use seal::exchange::message::{HashAnswer, HashStanding, HashWordKind, StandingValue};
use seal::exchange::{List, Message, ReceiptState, Text};
use signals::Digest;

use super::hashes;
use super::proposals::Stands;
use super::sharing::{self, Told, Went};
use crate::access::{MatterFacts, load};
use crate::acts::{moves, open_for_node};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::receipts::{self, Said};
use crate::exchange::shared::{self, About, Shared};
use crate::exchange::{indicators, keys, outbox, peers};
use crate::store::matter::{Touch, touch};
use crate::store::{fields, notification};

const RAISED: &KindMeta = RaisedChallenge::META;
const SUBMIT: &str = "submit";

/// Proposes hashes to the owner of a list, or says that one stands on it wrongly, and waits for the answer.
pub(super) async fn raise(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    list: &Told,
    (word, digests, reason): (HashWordKind, &[Digest], &str),
) -> Result<()> {
    let owner = tx.row("select name from organisation where id = $1", &[list.owner.into()]).await?;
    let owner = owner.ok_or(Error::NotFound)?.text(0)?;
    let mut record = Record::empty(RAISED);
    let mut set = |name: &str, value: Value| record.set(RAISED, name, value);
    set("list", Value::from(list.name.as_str()));
    set("owner", Value::from(owner.chars().take(200).collect::<String>()));
    set("grounds", Value::from(reason));
    match (word, digests) {
        (HashWordKind::Challenge, [digest]) => {
            set("word", Value::from("challenge"));
            set("hash_kind", Value::from(digest.kind().code()));
            set("hash", Value::from(digest.digits()));
        }
        _ => {
            let all: Vec<String> = digests.iter().map(hashes::plain).collect();
            set("word", Value::from(SUBMIT));
            set("hashes", Value::from(all.join("\n")));
        }
    }
    let raised = open_for_node(tx, RAISED, (organisation, post), None, &record).await?;
    let went = list.word(tx, (organisation, post), (word, digests, reason), Some(raised)).await?;
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

/// Whoever has the list has decided: the answer goes back to whoever raised it.
pub(super) async fn decided(
    tx: &mut Tx,
    facts: &MatterFacts,
    (upheld, stands): (bool, &[Stands]),
    record: &Record,
) -> Result<()> {
    let Some(other) = shared::of_matter(tx, facts.id).await? else { return Ok(()) };
    let words = record.text(facts.kind, "decision");
    let said = HashAnswer {
        challenge_id: outbox::uuid(facts.id)?,
        upheld,
        reason: moves::long(if words.trim().is_empty() { "-" } else { words })?,
        standing: travelling(stands)?,
    };
    let Some(sent) = &other.sent else {
        let raised: Id = other.number.parse().map_err(|_| Error::Sealed)?;
        return heard(tx, raised, &said).await;
    };
    let said = HashAnswer { challenge_id: other.number.clone(), ..said };
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

fn travelling(stands: &[Stands]) -> Result<List<HashStanding, 200>> {
    let unfit = || Error::Refused("exchange-text-refused");
    let one = |(digest, standing): &Stands| {
        let hash = Text::try_from(hashes::plain(digest)).map_err(|_| unfit())?;
        let value = StandingValue::try_from(standing.number()).map_err(|_| unfit())?;
        Ok(HashStanding { hash, value })
    };
    let all: Result<Vec<HashStanding>> = stands.iter().map(one).collect();
    List::try_from(all?).map_err(|_| unfit())
}

/// The owner's answer, at whoever raised it. It changes nothing where nobody waits for it any more.
async fn heard(tx: &mut Tx, raised: Id, said: &HashAnswer) -> Result<()> {
    let facts = load::matter(tx, raised, true).await?;
    if facts.kind.slug != RAISED.slug || facts.state != "waiting" {
        return Ok(());
    }
    let known = fields::load(tx, RAISED, raised, facts.key).await?.into_inner().reveal_all()?.to_record();
    let submitted = known.text(RAISED, "word") == SUBMIT;
    let mut record = Record::empty(RAISED);
    record.set(RAISED, "answer", Value::from(&*said.reason));
    record.set(RAISED, "answered_on", Value::from(tx.now.date(Zone::default()).to_string()));
    if submitted {
        record.set(RAISED, "standing", Value::from(standing(&known, said)));
    }
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, RAISED, raised, &key, &record, &["answer", "answered_on", "standing"]).await?;
    let (state, told) = match (submitted, said.upheld) {
        (true, true) => ("taken", "submission-answered"),
        (true, false) => ("declined", "submission-answered"),
        (false, true) => ("upheld", "challenge-answered"),
        (false, false) => ("rejected", "challenge-answered"),
    };
    touch(tx, &facts, Touch { state: Some((state, model::Phase::Closed.code())), ..Touch::default() })
        .await?;
    notification::tell(tx, facts.custodian, told, Some(raised)).await
}

/// How the hashes that were proposed stand, one a line; of others nothing is taken.
fn standing(known: &Record, said: &HashAnswer) -> Option<String> {
    let proposed: Vec<Digest> = known.to_text(RAISED, "hashes").lines().filter_map(hashes::digest).collect();
    let ours = said.standing.iter().filter_map(|one| {
        let digest = hashes::digest(&one.hash).filter(|digest| proposed.contains(digest))?;
        Some(format!("{}: {}", hashes::plain(&digest), u8::from(one.value)))
    });
    let lines: Vec<String> = ours.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The same, from another node. Answers what was raised; nothing where none is known by that number, or where the words hold an address.
pub(crate) async fn came(tx: &mut Tx, known: Option<Shared>, said: &HashAnswer) -> Result<Option<Id>> {
    let Some(known) = known.filter(|_| !indicators::holds_address(&said.reason)) else { return Ok(None) };
    heard(tx, known.matter, said).await?;
    Ok(Some(known.matter))
}
