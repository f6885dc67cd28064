//! Lists of hashes of members on other nodes: what changed in one that is shared with us, and what readers of ours say about it. A hash that
//! came is something to look into; reviews that rest on one that was taken back end here as they do there.

use model::Id;
use seal::exchange::message::{HashAnswer, HashDelta, HashWord, HashWordKind};
use seal::exchange::{ReceiptState, Refusal};
use signals::{Digest, Opinion};

use super::{Inbound, Judged};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::peers;
use crate::exchange::receipts::{self, Said};
use crate::exchange::shared::About;
use crate::harm::{challenges, hashes, sharing};
use crate::store::notification;

/// Changes of one list that wait for those before them.
const MOST_EARLY: i64 = 2_500;

/// A list of another node as it is known here.
struct Copy {
    id: Id,
    version: i64,
    /// The post that stands for its owner.
    post: Id,
}

fn read(hash: &[seal::exchange::message::OneHash]) -> Option<Vec<Digest>> {
    hash.iter().map(|one| hashes::digest(one)).collect()
}

/// What changed in a list that is shared with a member of this node.
pub(super) async fn changed(tx: &mut Tx, inbound: &Inbound<'_>, delta: &HashDelta) -> Result<Judged> {
    let known = model::codes::list("hash-list-role").is_some_and(|list| list.get(&delta.role).is_some());
    let forward = delta.to == delta.from || delta.to == delta.from.saturating_add(1);
    let empty = delta.add.is_empty() && delta.remove.is_empty();
    let Some((add, remove)) = read(&delta.add).zip(read(&delta.remove)) else {
        return Ok(Err(Refusal::Schema));
    };
    let both = add.iter().any(|digest| remove.contains(digest));
    if !known || !forward || both || (delta.to == delta.from && !empty) {
        return Ok(Err(Refusal::Schema));
    }
    let Some(copy) = copy(tx, inbound, delta).await? else { return Ok(Err(Refusal::Schema)) };
    if delta.ends {
        end(tx, inbound, copy.id).await?;
    } else {
        open(tx, inbound, copy.id).await?;
        // What carries opinions alone waits for no version and holds none up.
        if delta.to != delta.from {
            take(tx, &copy, delta).await?;
        }
    }
    opinions(tx, inbound, delta).await?;
    let (to, said) = (&inbound.payload.from, Said::state(ReceiptState::Decided));
    let receipt = receipts::give(tx, inbound.own, to, inbound.eid, said).await?;
    receipts::tell(tx, to, &receipt).await?;
    Ok(Ok(None))
}

/// The copy of a list, begun when its owner first tells of it.
async fn copy(tx: &mut Tx, inbound: &Inbound<'_>, delta: &HashDelta) -> Result<Option<Copy>> {
    let from = &inbound.payload.from;
    let Some(owner) = peers::organisation_of(tx, from).await? else { return Ok(None) };
    let (id, now) = (tx.new_id(), tx.now);
    let name: String = delta.name.chars().take(80).collect();
    tx.run(
        "insert into hash_list (id, organisation_id, name, role, version, created_at, shared_id)
         values ($1, $2, $3, $4, 0, $5, $6) on conflict do nothing",
        &[id.into(), owner.into(), name.into(), (*delta.role).into(), now.into(), (*delta.list_id).into()],
    )
    .await?;
    let row = tx
        .row(
            "select l.id, l.version, p.post_id from hash_list l join exchange_peer p on p.organisation_id = l.organisation_id
             where l.organisation_id = $1 and l.shared_id = $2",
            &[owner.into(), (*delta.list_id).into()],
        )
        .await?;
    // Two lists of one name: the second is not known here.
    row.map(|row| Ok(Copy { id: row.id(0)?, version: row.int(1)?, post: row.id(2)? })).transpose()
}

/// The member of this node may read it from now on; whoever keeps lists for it is told once.
async fn open(tx: &mut Tx, inbound: &Inbound<'_>, list: Id) -> Result<()> {
    let (own, now) = (inbound.own.organisation, tx.now);
    let new = tx
        .run(
            "insert into hash_access (list_id, organisation_id, since_at) values ($1, $2, $3)
             on conflict (list_id, organisation_id) do nothing",
            &[list.into(), own.into(), now.into()],
        )
        .await?;
    match sharing::keeper(tx, own).await? {
        Some(post) if new == 1 => notification::tell(tx, post, "hash-list-shared", None).await,
        _ => Ok(()),
    }
}

/// The owner shares it no more: nothing on it is met here any longer.
async fn end(tx: &mut Tx, inbound: &Inbound<'_>, list: Id) -> Result<()> {
    let key = [list.into(), inbound.own.organisation.into()];
    tx.run("delete from hash_access where list_id = $1 and organisation_id = $2", &key).await?;
    tx.run("delete from hash_subscription where list_id = $1 and organisation_id = $2", &key).await?;
    if let Some(post) = sharing::keeper(tx, inbound.own.organisation).await? {
        notification::tell(tx, post, "hash-list-ended", None).await?;
    }
    Ok(())
}

/// Takes a change if it is the next one, with those that were waiting for it; one that comes early waits, one that is known does nothing.
async fn take(tx: &mut Tx, copy: &Copy, delta: &HashDelta) -> Result<()> {
    let (from, to) = (i64::from(delta.from), i64::from(delta.to));
    if to <= copy.version {
        return Ok(());
    }
    if from > copy.version {
        return wait(tx, copy.id, delta).await;
    }
    put(tx, copy, delta).await?;
    let mut version = to;
    while let Some((number, next)) = early(tx, copy.id, version).await? {
        tx.run_one("delete from hash_early where number = $1", &[number.into()]).await?;
        put(tx, copy, &next).await?;
        version += 1;
    }
    Ok(())
}

async fn put(tx: &mut Tx, copy: &Copy, delta: &HashDelta) -> Result<()> {
    let (add, remove) = (read(&delta.add), read(&delta.remove));
    let (add, remove) = add.zip(remove).ok_or(Error::Sealed)?;
    // What does not fit the list as it stands here says nothing: an owner's mistake stops no later change.
    let there = hashes::standing(tx, copy.id, &add).await?;
    let add: Vec<Digest> = add.into_iter().filter(|digest| !there.contains(digest)).collect();
    let remove = hashes::standing(tx, copy.id, &remove).await?;
    let why = delta.provenance.as_deref().unwrap_or("-");
    hashes::write(tx, copy.id, copy.post, (&add, &remove), why).await.map(drop)
}

async fn wait(tx: &mut Tx, list: Id, delta: &HashDelta) -> Result<()> {
    let row = tx.row("select count(*) from hash_early where list_id = $1", &[list.into()]).await?;
    if row.map_or(Ok(0), |row| row.int(0))? >= MOST_EARLY {
        return Err(Error::Refused("too-much-at-once"));
    }
    let number = hashes::next(tx, "select max(number) from hash_early").await?;
    let text = serde_json::to_string(delta).map_err(|_| Error::Storage("a change of a list".into()))?;
    let sealed = hashes::seal_text(tx, "hash_early", number, "content", &text);
    tx.run(
        "insert into hash_early (number, list_id, from_version, content) values ($1, $2, $3, $4)
         on conflict (list_id, from_version) do nothing",
        &[number.into(), list.into(), i64::from(delta.from).into(), sealed.into()],
    )
    .await
    .map(drop)
}

async fn early(tx: &mut Tx, list: Id, from: i64) -> Result<Option<(i64, HashDelta)>> {
    let row = tx
        .row(
            "select number, content from hash_early where list_id = $1 and from_version = $2",
            &[list.into(), from.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let number = row.int(0)?;
    let text = hashes::open_sealed(tx, "hash_early", number, "content", &row.bytes(1)?)?;
    Ok(Some((number, serde_json::from_str(&text).map_err(|_| Error::Sealed)?)))
}

/// What members think, as the owner of the list has it. Nobody else's word about ourselves counts.
async fn opinions(tx: &mut Tx, inbound: &Inbound<'_>, delta: &HashDelta) -> Result<()> {
    for said in &*delta.said {
        let Some(by) = peers::organisation_of(tx, &said.by).await? else { continue };
        let row = tx
            .row("select post_id from exchange_peer where organisation_id = $1", &[by.into()])
            .await?
            .ok_or(Error::NotFound)?;
        let opinion = Opinion::of_number(said.value.into());
        if let (Some(digest), Some(opinion)) = (hashes::digest(&said.hash), opinion) {
            let why = format!("{}", inbound.payload.from);
            hashes::record(tx, (by, row.id(0)?), &digest, opinion, &why).await?;
        }
    }
    Ok(())
}

/// A proposal or a challenge of a list of ours waits for whoever keeps it, under its number until it is answered.
async fn laid(
    tx: &mut Tx,
    inbound: &Inbound<'_>,
    (name, word): (&str, &HashWord),
    digests: &[Digest],
) -> Result<Judged> {
    if let Some(number) = &word.challenge_id {
        let fits = match word.word {
            HashWordKind::Challenge => digests.len() == 1,
            _ => !digests.is_empty(),
        };
        match inbound.known(tx, About::Challenge, number).await? {
            _ if !fits => return Ok(Err(Refusal::Schema)),
            Some(known) => return Ok(Ok(Some(known.matter))),
            None => {}
        }
    }
    let sender = inbound.sender(tx).await?;
    let said = (word.word, digests, &*word.reason);
    let Some(laid) = sharing::lay(tx, (inbound.own.organisation, name), &sender, said).await? else {
        return Ok(Err(Refusal::KindNotAccepted));
    };
    if let (Some(number), [matter]) = (&word.challenge_id, laid.as_slice()) {
        inbound.begins(*matter, number).keep(tx, About::Challenge).await?;
    }
    Ok(Ok(laid.first().copied()))
}

/// The owner of a list has answered a proposal or a challenge of ours.
pub(super) async fn answered(tx: &mut Tx, inbound: &Inbound<'_>, said: &HashAnswer) -> Result<Judged> {
    let known = inbound.known(tx, About::Challenge, &said.challenge_id).await?;
    Ok(challenges::came(tx, known, said).await?.map(Some).ok_or(Refusal::Schema))
}

/// What a reader of a list of ours says about it.
pub(super) async fn said(tx: &mut Tx, inbound: &Inbound<'_>, word: &HashWord) -> Result<Judged> {
    let (own, from) = (inbound.own.organisation, &inbound.payload.from);
    let Some(by) = peers::organisation_of(tx, from).await? else { return Ok(Err(Refusal::Schema)) };
    let row = tx
        .row(
            "select l.id, l.name, p.post_id from hash_list l
               join hash_share s on s.list_id = l.id and s.organisation_id = $3
               join exchange_peer p on p.organisation_id = s.organisation_id
             where l.id = $1 and l.organisation_id = $2",
            &[(*word.list_id).into(), own.into(), by.into()],
        )
        .await?;
    let (Some(row), Some(digests)) = (row, read(&word.hashes)) else { return Ok(Err(Refusal::Schema)) };
    let (list, name, post): (Id, _, Id) = (row.id(0)?, row.text(1)?, row.id(2)?);
    if crate::exchange::indicators::holds_address(&word.reason) {
        return Ok(Err(Refusal::Schema));
    }
    let opinion = match word.word {
        HashWordKind::No => Opinion::NegativeClass,
        HashWordKind::Seed => Opinion::InvestigationSeed,
        HashWordKind::Yes => Opinion::PositiveClass,
        HashWordKind::Submit | HashWordKind::Challenge => {
            return laid(tx, inbound, (&name, word), &digests).await;
        }
    };
    for digest in &digests {
        if hashes::lists_of(tx, digest).await?.contains(&list) {
            hashes::record(tx, (by, post), digest, opinion, &word.reason).await?;
            sharing::relay(tx, list, by, &[(*digest, opinion)]).await?;
        }
    }
    Ok(Ok(None))
}
