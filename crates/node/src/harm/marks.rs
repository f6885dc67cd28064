//! What content reports and cases name, as keys in memory. Nothing searchable lies at rest: the keys are made from sealed records when a
//! process first needs them, and later from those that changed. They are never shown.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::kinds::{self, ContentReport};
use model::{Id, Kind, KindMeta, Record, Timestamp};
use signals::links::{self, Identifier, IdentifierKind};
use signals::{Digest, DigestKind};

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::store::fields;

/// Something that a record names.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Mark {
    /// A number, an account, a place, an address.
    Named(Identifier),
    /// A hash.
    Hashed(Digest),
}

/// Where something is named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Where {
    /// The record that names it.
    pub(crate) matter: Id,
    /// Its root: the case or the content report.
    pub(crate) root: Id,
    /// When it was opened.
    pub(crate) opened_at: Timestamp,
    /// What its root is.
    pub(crate) kind: &'static str,
}

/// Reports about transactions, of which nobody without that duty may learn, not even that there is one.
const MONEY: &str = kinds::TransactionReport::META.slug;

#[derive(Default)]
struct Known {
    /// What each record named at which version.
    records: HashMap<Id, (i64, Vec<Mark>)>,
    places: HashMap<Mark, BTreeSet<Where>>,
    /// The newest change that was read.
    read_to: i64,
}

/// Everything named, for as long as this process lives.
#[derive(Default)]
pub(crate) struct Marks(Mutex<Known>);

/// Changes that another process had not committed yet when this one last looked are looked for again.
const AGAIN: i64 = 600_000;

impl Marks {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn forget(&mut self, record: Id) {
        let Some((_, marks)) = self.records.remove(&record) else { return };
        for mark in marks {
            if let Some(places) = self.places.get_mut(&mark) {
                places.retain(|place| place.matter != record);
            }
        }
    }

    fn learn(&mut self, place: &Where, version: i64, marks: Vec<Mark>) {
        self.forget(place.matter);
        for mark in &marks {
            self.places.entry(mark.clone()).or_default().insert(place.clone());
        }
        self.records.insert(place.matter, (version, marks));
    }
}

/// Reads what changed since the last look. What this very instant writes is left for the next look: it may still be undone.
async fn refresh(tx: &mut Tx) -> Result<()> {
    let marks = tx.context.marks.clone();
    let (since, now) = (marks.known().read_to - AGAIN, tx.now);
    let rows = tx
        .rows(
            "select id, kind, root_id, key_id, version, opened_at, changed_at, state from matter
             where kind in ('content-report', 'identifier', 'overlap-query', 'transaction-report') and changed_at >= $1 and changed_at < $2
             order by changed_at, id",
            &[since.into(), now.into()],
        )
        .await?;
    for row in &rows {
        let (id, version) = (row.id(0)?, row.int(4)?);
        let known = {
            let mut inner = marks.known();
            inner.read_to = inner.read_to.max(row.int(6)?);
            inner.records.get(&id).map(|(version, _)| *version)
        };
        if known == Some(version) {
            continue;
        }
        let meta = kinds::by_slug(&row.text(1)?).ok_or(Error::NotFound)?;
        let record = fields::load(tx, meta, id, row.id(3)?).await?.into_inner().reveal_all()?.to_record();
        let named = if row.text(7)? == "wrong" { Vec::new() } else { of_record(meta, &record) };
        let kind = if meta.slug == kinds::Identifier::META.slug { kinds::Case::META.slug } else { meta.slug };
        let place = Where { matter: id, root: row.id(2)?, opened_at: row.time(5)?, kind };
        marks.known().learn(&place, version, named);
    }
    Ok(())
}

/// Records that name one of these things, other than those of a root; with what they share.
pub(crate) async fn others(tx: &mut Tx, marks: &[Mark], than: Id) -> Result<BTreeMap<Mark, Vec<Where>>> {
    refresh(tx).await?;
    let held = tx.context.marks.clone();
    let known = held.known();
    let mut found = BTreeMap::new();
    for mark in marks {
        let places = known.places.get(mark).into_iter().flatten();
        let places: Vec<Where> =
            places.filter(|place| place.root != than && place.kind != MONEY).cloned().collect();
        if !places.is_empty() {
            found.insert(mark.clone(), places);
        }
    }
    Ok(found)
}

/// Transaction reports that name one of these things, oldest first.
pub(crate) async fn in_money(tx: &mut Tx, mark: &Mark) -> Result<Vec<Id>> {
    refresh(tx).await?;
    let held = tx.context.marks.clone();
    let known = held.known();
    let places = known.places.get(mark).into_iter().flatten();
    Ok(places.filter(|place| place.kind == MONEY).map(|place| place.root).collect())
}

/// Everything that cases name, with where.
pub(crate) async fn named(tx: &mut Tx) -> Result<Vec<(Identifier, Vec<Where>)>> {
    refresh(tx).await?;
    let held = tx.context.marks.clone();
    let known = held.known();
    let mut found = Vec::new();
    for (mark, places) in &known.places {
        let Mark::Named(identifier) = mark else { continue };
        let of_cases: Vec<Where> =
            places.iter().filter(|place| place.kind == kinds::Case::META.slug).cloned().collect();
        if !of_cases.is_empty() {
            found.push((identifier.clone(), of_cases));
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// How many roots name anything at all: what shares are reckoned of.
pub(crate) fn all_roots(tx: &Tx) -> usize {
    let known = tx.context.marks.known();
    let seen = known.places.values().flatten().filter(|place| place.kind != MONEY);
    let roots: BTreeSet<Id> = seen.map(|place| place.root).collect();
    roots.len()
}

/// What a record names.
pub(crate) fn of_record(meta: &'static KindMeta, record: &Record) -> Vec<Mark> {
    if meta.slug == MONEY {
        return parties(&record.to_text(meta, "parties"))
            .into_iter()
            .map(|(_, _, it)| Mark::Named(it))
            .collect();
    }
    if meta.slug != kinds::ContentReport::META.slug {
        let said = |name: &str| record.to_text(meta, name);
        let named = identifier(&said("kind"), &said("value"), &said("holder"));
        return named.map(Mark::Named).into_iter().collect();
    }
    let said = |name: &str| record.to_text(meta, name);
    let mut marks: Vec<Mark> = Vec::new();
    marks.extend(links::address(&said("address")).map(Mark::Named));
    marks.extend(links::handle(&said("platform"), &said("account")).map(Mark::Named));
    for (name, kind) in ContentReport::HASHES {
        let digest = DigestKind::of_code(kind).and_then(|kind| Digest::parse(kind, &said(name)).ok());
        marks.extend(digest.map(Mark::Hashed));
    }
    marks
}

/// What the parties of a transaction report name that can be compared, one a line: `account: BANK NUMBER`, `phone: NUMBER`, `wallet: …`. With
/// kind and value as they are written.
pub(crate) fn parties(lines: &str) -> Vec<(&'static str, String, Identifier)> {
    let read = |line: &str| {
        let (kind, value) = line.split_once(':')?;
        let value = value.trim();
        let (holder, number) = match kind.trim() {
            "account" => value.rsplit_once(' ').unwrap_or(("", value)),
            "phone" | "wallet" => ("", value),
            _ => return None,
        };
        let found = identifier(kind.trim(), number, holder)?;
        Some((found.kind().code(), value.to_owned(), found))
    };
    lines.lines().filter_map(read).collect()
}

/// What somebody typed as an identifier of a kind, as a key; nothing where it is none.
pub(crate) fn identifier(kind: &str, value: &str, holder: &str) -> Option<Identifier> {
    match kind {
        "phone" => links::phone(value),
        "account" => links::iban(value).or_else(|| links::account(holder, value)),
        "handle" => links::handle(holder, value),
        "wallet" => links::wallet(value),
        "url" => links::address(value),
        "vehicle" => links::vehicle(value),
        "vessel" => links::imo(value).or_else(|| links::named(IdentifierKind::Vessel, value)),
        "venue" => links::named(IdentifierKind::Venue, value),
        "employer" => links::named(IdentifierKind::Employer, value),
        "recruiter" => links::named(IdentifierKind::Recruiter, value),
        _ => None,
    }
}
