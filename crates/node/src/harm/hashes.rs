//! Lists of hashes: rows that lie sealed, and one index of all of them in memory, rebuilt when a process first needs it and brought up to
//! date by what was added since. A listed hash is a signal and never a proof: whoever meets one looks into it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::kinds::{HashChallenge, SignalReview};
use model::{Id, Kind, KindMeta, Record};
use seal::Place;
use signals::{
    Delta, Digest, DigestKind, HashBook, HashList, Keys, ListId, ListRole, Opinion, Scratch, Signal, Standing,
};

use super::sharing;
use crate::access::{Actor, MatterFacts, load};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::keys::open_text;
use crate::store::matter::{Touch, touch};
use crate::store::{fields, notification};

const REVIEW: &KindMeta = SignalReview::META;
const CHALLENGE: &KindMeta = HashChallenge::META;

/// What an address is called among the kinds of hashes: one that two members write differently is one, and a list gives none of them away.
const ADDRESS: &str = "address";

/// Hashes in one change of a list; a longer one comes in several versions, so that no sealed column grows beyond 64 KiB.
pub(crate) const MOST_AT_ONCE: usize = 800;

#[derive(Default)]
struct Shelf {
    book: Option<HashBook>,
    /// Which list of the node each list of the book is.
    lists: HashMap<Id, ListId>,
    scratch: Scratch,
    delta: i64,
    /// When the newest delta that was read was written: another one under its number means that the former was undone.
    delta_at: i64,
    opinion: i64,
    /// Opinions on hashes that have not come yet: the network keeps no order.
    early: Vec<(Digest, String, Opinion)>,
}

/// Opinions that wait in memory for their hashes; of more, those that come last are heard when the process starts again.
const MOST_EARLY: usize = 10_000;

/// The lists in memory, for as long as this process lives.
#[derive(Default)]
pub(crate) struct Hashes(Mutex<Shelf>);

impl Hashes {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A change of a list as it lies sealed: one hash a line, `+pdq:…` or `-md5:…`.
pub(crate) fn written(add: &[Digest], remove: &[Digest]) -> String {
    let line = |sign: char, digest: &Digest| format!("{sign}{}:{}\n", digest.kind().code(), digest.digits());
    let added = add.iter().map(|digest| line('+', digest));
    added.chain(remove.iter().map(|digest| line('-', digest))).collect()
}

/// Reads one hash, `pdq:…`; nothing where it is none. An address, `address: …`, stands on a list as its SHA-256 alone.
pub(crate) fn digest(text: &str) -> Option<Digest> {
    let (kind, digits) = text.trim().split_once(':')?;
    of_kind(kind.trim(), digits)
}

/// Reads the digits of a kind of hash, or an address.
pub(crate) fn of_kind(kind: &str, said: &str) -> Option<Digest> {
    if kind == ADDRESS {
        let whole = signals::links::address(said)?;
        let framed = seal::frame("jejaring/address/1", &[whole.key().as_bytes()]);
        return Digest::parse(DigestKind::Sha256, &seal::to_hex(&seal::sha256(&framed))).ok();
    }
    Digest::parse(DigestKind::of_code(kind)?, said).ok()
}

/// A hash as it travels: `pdq:…`.
pub(crate) fn plain(digest: &Digest) -> String {
    format!("{}:{}", digest.kind().code(), digest.digits())
}

/// A change as it lies sealed, read again.
pub(crate) fn read(content: &str) -> (Vec<Digest>, Vec<Digest>) {
    let of = |sign: char| content.lines().filter_map(move |line| digest(line.strip_prefix(sign)?)).collect();
    (of('+'), of('-'))
}

/// Seals a text of these tables under the node's own key.
pub(crate) fn seal_text(
    tx: &mut Tx,
    table: &'static str,
    row: i64,
    column: &'static str,
    text: &str,
) -> Vec<u8> {
    let (keys, row) = (tx.context.keys.clone(), row.to_string());
    tx.seal(&keys.own, Place { table, row: &row, column }, text)
}

pub(crate) fn open_sealed(
    tx: &Tx,
    table: &'static str,
    row: i64,
    column: &'static str,
    sealed: &[u8],
) -> Result<String> {
    let row = row.to_string();
    open_text(&tx.context.keys.own, Place { table, row: &row, column }, sealed)
}

/// Brings the index up to date. Called before an act writes anything of its own to these tables.
async fn refresh(tx: &mut Tx) -> Result<()> {
    let held = tx.context.hashes.clone();
    undone(tx).await?;
    if held.shelf().book.is_none() {
        let mut drawn = [0; 16];
        tx.entropy.fill(&mut drawn);
        let keys = u128::from_be_bytes(drawn);
        let (high, low) = (u64::try_from(keys >> 64), u64::try_from(keys & u128::from(u64::MAX)));
        let mut shelf = held.shelf();
        if shelf.book.is_none() {
            shelf.book = Some(HashBook::new(Keys(high.unwrap_or_default(), low.unwrap_or_default())));
        }
    }
    lists(tx).await?;
    let (delta, opinion) = {
        let shelf = held.shelf();
        (shelf.delta, shelf.opinion)
    };
    deltas(tx, delta).await?;
    opinions(tx, opinion).await
}

/// Acts share transactions, and one that failed as a whole may have been read already: then everything is read anew.
async fn undone(tx: &mut Tx) -> Result<()> {
    let held = tx.context.hashes.clone();
    let (delta, at) = {
        let shelf = held.shelf();
        (shelf.delta, shelf.delta_at)
    };
    if delta == 0 {
        return Ok(());
    }
    let row = tx.row("select at from hash_delta where number = $1", &[delta.into()]).await?;
    if row.map(|row| row.int(0)).transpose()? != Some(at) {
        *held.shelf() = Shelf::default();
    }
    Ok(())
}

async fn lists(tx: &mut Tx) -> Result<()> {
    let rows = tx
        .rows(
            "select l.id, l.name, l.role, o.member_id from hash_list l join organisation o on o.id = l.organisation_id
             order by l.created_at, l.id",
            &[],
        )
        .await?;
    let held = tx.context.hashes.clone();
    let mut shelf = held.shelf();
    for row in &rows {
        let id = row.id(0)?;
        if shelf.lists.contains_key(&id) {
            continue;
        }
        let role = if row.text(2)? == "warning" { ListRole::Warning } else { ListRole::Signal };
        let list = HashList::new(&row.text(1)?, &row.text(3)?, role);
        let known = shelf.book.as_mut().and_then(|book| book.subscribe(list));
        let known = known.ok_or(Error::Refused("too-many-lists"))?;
        shelf.lists.insert(id, known);
    }
    Ok(())
}

async fn deltas(tx: &mut Tx, from: i64) -> Result<()> {
    let rows = tx
        .rows(
            "select number, list_id, to_version, content, at from hash_delta where number > $1 order by number",
            &[from.into()],
        )
        .await?;
    for row in &rows {
        let (number, list, to) = (row.int(0)?, row.id(1)?, u32::try_from(row.int(2)?).unwrap_or(u32::MAX));
        let (add, remove) = read(&open_sealed(tx, "hash_delta", number, "content", &row.bytes(3)?)?);
        let held = tx.context.hashes.clone();
        let mut shelf = held.shelf();
        if number <= shelf.delta {
            continue;
        }
        let known = shelf.lists.get(&list).copied().ok_or(Error::NotFound)?;
        let delta = Delta { from: to.saturating_sub(1), to, add, remove };
        let book = shelf.book.as_mut().ok_or(Error::NotFound)?;
        book.apply(known, &delta).map_err(|_| Error::Storage("a list of hashes has a gap".into()))?;
        shelf.delta = number;
        shelf.delta_at = row.int(4)?;
    }
    Ok(())
}

async fn opinions(tx: &mut Tx, from: i64) -> Result<()> {
    {
        let held = tx.context.hashes.clone();
        let mut shelf = held.shelf();
        let waiting = std::mem::take(&mut shelf.early);
        for (digest, member, opinion) in waiting {
            heard(&mut shelf, digest, member, opinion);
        }
    }
    let rows = tx
        .rows(
            "select p.number, o.member_id, p.opinion, p.hash from hash_opinion p
             join organisation o on o.id = p.organisation_id where p.number > $1 order by p.number",
            &[from.into()],
        )
        .await?;
    for row in &rows {
        let number = row.int(0)?;
        let said = digest(&open_sealed(tx, "hash_opinion", number, "hash", &row.bytes(3)?)?);
        let opinion = u8::try_from(row.int(2)?).ok().and_then(Opinion::of_number);
        let member = row.text(1)?;
        let held = tx.context.hashes.clone();
        let mut shelf = held.shelf();
        if let (Some(digest), Some(opinion)) = (said, opinion) {
            heard(&mut shelf, digest, member, opinion);
        }
        shelf.opinion = shelf.opinion.max(number);
    }
    Ok(())
}

/// An opinion, if the hash is known; else it waits for it.
fn heard(shelf: &mut Shelf, digest: Digest, member: String, opinion: Opinion) {
    let known = shelf.book.as_mut().is_some_and(|book| book.say(&digest, &member, opinion));
    if !known && shelf.early.len() < MOST_EARLY {
        shelf.early.push((digest, member, opinion));
    }
}

/// What stands on a list that an organisation owns or reads, nearest first, with the lists.
pub(crate) async fn look_up(
    tx: &mut Tx,
    organisation: Id,
    digest: &Digest,
) -> Result<Vec<(Signal, Vec<Id>)>> {
    refresh(tx).await?;
    let readable = readable(tx, organisation).await?;
    let held = tx.context.hashes.clone();
    let mut shelf = held.shelf();
    let Shelf { book, lists, scratch, .. } = &mut *shelf;
    let Some(book) = book.as_ref() else { return Ok(Vec::new()) };
    let found = book.look_up(digest, scratch);
    let here = |list: ListId| lists.iter().find(|(_, held)| **held == list).map(|(id, _)| *id);
    let mine = found.into_iter().filter_map(|signal| {
        let on: Vec<Id> = signal.listings.iter().filter_map(|listing| here(listing.list)).collect();
        let on: Vec<Id> = on.into_iter().filter(|list| readable.contains(list)).collect();
        (!on.is_empty()).then_some((signal, on))
    });
    Ok(mine.collect())
}

/// Lists that an organisation owns or subscribed to.
async fn readable(tx: &mut Tx, organisation: Id) -> Result<Vec<Id>> {
    let rows = tx
        .rows(
            "select l.id from hash_list l where l.organisation_id = $1
               or exists (select 1 from hash_subscription s where s.list_id = l.id and s.organisation_id = $1)
             order by l.id",
            &[organisation.into()],
        )
        .await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Whether every hash stands on a list, and none of the new ones does.
pub(crate) async fn fits(tx: &mut Tx, list: Id, add: &[Digest], remove: &[Digest]) -> Result<()> {
    refresh(tx).await?;
    let held = tx.context.hashes.clone();
    let shelf = held.shelf();
    let (Some(book), known) = (shelf.book.as_ref(), shelf.lists.get(&list)) else {
        return Err(Error::NotFound);
    };
    let stands = |digest: &Digest| {
        let listed = book.held(digest);
        listed.is_some_and(|held| {
            held.listings.iter().any(|listing| Some(&listing.list) == known && listing.stands())
        })
    };
    if !remove.iter().all(stands) {
        return Err(Error::Refused("hash-not-listed"));
    }
    if add.iter().any(|digest| remove.contains(digest)) {
        return Err(Error::Refused("hash-both-ways"));
    }
    if add.iter().any(stands) { Err(Error::Refused("hash-listed-already")) } else { Ok(()) }
}

/// The next number of a table, taken within the act's transaction; whoever takes the same one at once must repeat.
pub(crate) async fn next(tx: &mut Tx, sql: &'static str) -> Result<i64> {
    let row = tx.row(sql, &[]).await?;
    Ok(row.map(|row| row.int_opt(0)).transpose()?.flatten().unwrap_or_default() + 1)
}

/// Of these hashes those that stand on a list.
pub(crate) async fn standing(tx: &mut Tx, list: Id, digests: &[Digest]) -> Result<Vec<Digest>> {
    refresh(tx).await?;
    let held = tx.context.hashes.clone();
    let shelf = held.shelf();
    let (Some(book), known) = (shelf.book.as_ref(), shelf.lists.get(&list)) else {
        return Err(Error::NotFound);
    };
    let stands = |digest: &&Digest| {
        book.held(digest).is_some_and(|held| {
            held.listings.iter().any(|listing| Some(&listing.list) == known && listing.stands())
        })
    };
    Ok(digests.iter().filter(stands).copied().collect())
}

/// How hashes stand among those who said something of them, once a member of this node has said what it thinks. Asked before that is written.
pub(super) async fn stand_with(
    tx: &mut Tx,
    organisation: Id,
    digests: &[Digest],
    thinks: Option<Opinion>,
) -> Result<Vec<(Digest, Standing)>> {
    refresh(tx).await?;
    let row = tx.row("select member_id from organisation where id = $1", &[organisation.into()]).await?;
    let member = row.ok_or(Error::NotFound)?.text(0)?;
    let held = tx.context.hashes.clone();
    let shelf = held.shelf();
    let stands = |digest: &Digest| {
        let said = shelf.book.as_ref().and_then(|book| book.held(digest)).map(|held| held.opinions);
        let others = said.into_iter().flatten();
        let others = others.filter(|(by, _)| thinks.is_none() || *by != member).map(|(_, opinion)| opinion);
        (*digest, Standing::of(others.chain(thinks)))
    };
    Ok(digests.iter().map(stands).collect())
}

/// Lists that ever carried a hash.
pub(crate) async fn lists_of(tx: &mut Tx, digest: &Digest) -> Result<Vec<Id>> {
    refresh(tx).await?;
    let held = tx.context.hashes.clone();
    let shelf = held.shelf();
    let listed = shelf.book.as_ref().and_then(|book| book.held(digest));
    let on =
        |list: &ListId| listed.iter().flat_map(|held| &held.listings).any(|listing| listing.list == *list);
    let mut found: Vec<Id> = shelf.lists.iter().filter(|(_, list)| on(list)).map(|(id, _)| *id).collect();
    found.sort_unstable();
    Ok(found)
}

/// Writes a change of a list that is kept here, and tells members on other nodes who read it.
pub(crate) async fn change(
    tx: &mut Tx,
    list: Id,
    post: Id,
    (add, remove): (&[Digest], &[Digest]),
    provenance: &str,
) -> Result<i64> {
    fits(tx, list, add, remove).await?;
    let version = write(tx, list, post, (add, remove), provenance).await?;
    sharing::changed(tx, list, version, (add, remove), provenance).await?;
    Ok(version)
}

/// Writes a change that fits. What was taken back stays as a tombstone, and reviews that rest on it end.
pub(crate) async fn write(
    tx: &mut Tx,
    list: Id,
    post: Id,
    (add, remove): (&[Digest], &[Digest]),
    provenance: &str,
) -> Result<i64> {
    let number = next(tx, "select max(number) from hash_delta").await?;
    let row = tx.row("select version from hash_list where id = $1", &[list.into()]).await?;
    let version = row.ok_or(Error::NotFound)?.int(0)?;
    tx.run_one(
        "update hash_list set version = version + 1 where id = $1 and version = $2",
        &[list.into(), version.into()],
    )
    .await?;
    let (now, content) = (tx.now, written(add, remove));
    let content = seal_text(tx, "hash_delta", number, "content", &content);
    let provenance = seal_text(tx, "hash_delta", number, "provenance", provenance);
    tx.run(
        "insert into hash_delta (number, list_id, to_version, post_id, at, content, provenance)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            number.into(),
            list.into(),
            (version + 1).into(),
            post.into(),
            now.into(),
            content.into(),
            provenance.into(),
        ],
    )
    .await?;
    for digest in remove {
        recalled(tx, digest).await?;
    }
    Ok(version + 1)
}

/// A hash was taken back: whoever reviews a match of it is told, and the review ends.
async fn recalled(tx: &mut Tx, digest: &Digest) -> Result<()> {
    let rows = tx
        .rows("select id from matter where kind = 'signal-review' and state <> 'recalled' order by id", &[])
        .await?;
    for row in &rows {
        let facts = load::matter(tx, row.id(0)?, true).await?;
        let record =
            fields::load(tx, REVIEW, facts.id, facts.key).await?.into_inner().reveal_all()?.to_record();
        let same = record.to_text(REVIEW, "hash") == digest.digits()
            && record.to_text(REVIEW, "hash_kind") == digest.kind().code();
        if !same {
            continue;
        }
        if facts.state == "raised" {
            let state = Some(("recalled", model::Phase::Closed.code()));
            touch(tx, &facts, Touch { state, ..Touch::default() }).await?;
        }
        notification::tell(tx, facts.custodian, "hash-recalled", Some(facts.id)).await?;
    }
    Ok(())
}

/// Writes down what an organisation of this node thinks of a hash, and tells whoever shares the lists that carry it.
pub(crate) async fn say(
    tx: &mut Tx,
    by: (Id, Id),
    digest: &Digest,
    opinion: Opinion,
    reason: &str,
) -> Result<()> {
    let lists = lists_of(tx, digest).await?;
    record(tx, by, digest, opinion, reason).await?;
    sharing::thinks(tx, by, &lists, (digest, opinion), reason).await
}

/// Writes down what an organisation thinks of a hash.
pub(crate) async fn record(
    tx: &mut Tx,
    (organisation, post): (Id, Id),
    digest: &Digest,
    opinion: Opinion,
    reason: &str,
) -> Result<()> {
    let number = next(tx, "select max(number) from hash_opinion").await?;
    let (now, hash) = (tx.now, format!("{}:{}", digest.kind().code(), digest.digits()));
    let hash = seal_text(tx, "hash_opinion", number, "hash", &hash);
    let reason = seal_text(tx, "hash_opinion", number, "reason", reason);
    tx.run(
        "insert into hash_opinion (number, organisation_id, post_id, opinion, at, hash, reason)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            number.into(),
            organisation.into(),
            post.into(),
            i64::from(opinion.number()).into(),
            now.into(),
            hash.into(),
            reason.into(),
        ],
    )
    .await?;
    Ok(())
}

/// A review has ended: its word is an opinion that others see.
pub(super) async fn reviewed(
    tx: &mut Tx,
    actor: &Actor,
    facts: &MatterFacts,
    action: &str,
    record: &Record,
) -> Result<()> {
    let opinion = match action {
        "confirm" => Opinion::PositiveClass,
        "reject" => Opinion::NegativeClass,
        _ => Opinion::InvestigationSeed,
    };
    let hash = format!("{}:{}", record.to_text(REVIEW, "hash_kind"), record.to_text(REVIEW, "hash"));
    let digest = digest(&hash).ok_or(Error::Sealed)?;
    let post = actor.holdings_at(tx.now).find(|holding| holding.organisation == facts.organisation);
    let post = post.map_or(facts.custodian, |holding| holding.post);
    say(tx, (facts.organisation, post), &digest, opinion, record.text(REVIEW, "grounds")).await
}

/// A challenge is right: the hash is taken back from the list that it names.
pub(super) async fn upheld(tx: &mut Tx, actor: &Actor, facts: &MatterFacts, record: &Record) -> Result<()> {
    let said = |name: &str| record.to_text(CHALLENGE, name);
    let digest = digest(&format!("{}:{}", said("hash_kind"), said("hash"))).ok_or(Error::Sealed)?;
    let row = tx
        .row(
            "select id from hash_list where organisation_id = $1 and name = $2",
            &[facts.organisation.into(), said("list").into()],
        )
        .await?;
    let list = row.ok_or(Error::Refused("no-such-list"))?.id(0)?;
    let post = actor.holdings_at(tx.now).find(|holding| holding.organisation == facts.organisation);
    let post = post.map_or(facts.custodian, |holding| holding.post);
    if standing(tx, list, &[digest]).await?.is_empty() {
        // It was taken back meanwhile: the challenge is right all the same.
        return Ok(());
    }
    change(tx, list, post, (&[], &[digest]), &facts.code).await.map(drop)
}
