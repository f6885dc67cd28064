//! Which indicators count the same children, or children among them: what one of them withholds another could give away, so they are
//! protected together ([`super::family`]).

use std::collections::BTreeMap;

use model::Id;

use super::block::Guard;
use super::sheet::{self, Sheet};
use crate::db::Tx;
use crate::error::{Error, Result};

/// An indicator in its family.
#[derive(Debug, Clone)]
pub(crate) struct Relative {
    pub(crate) sheet: Sheet,
    /// Whose children these are among, from all of them inwards.
    pub(crate) among: Vec<usize>,
}

/// How far declarations are followed.
const DEEP: usize = 8;

/// The families of an organisation, those alone among them; each with all its children first. Those that are no longer in use are in it, for what
/// they showed is known.
pub(crate) async fn families(tx: &mut Tx, organisation: Id) -> Result<Vec<Vec<Relative>>> {
    Ok(of(sheet::of_organisation(tx, organisation).await?))
}

/// The family of one indicator.
pub(crate) async fn family(tx: &mut Tx, sheet: &Sheet) -> Result<Vec<Relative>> {
    let found = families(tx, sheet.organisation).await?.into_iter();
    let mut mine = found.filter(|one| one.iter().any(|one| one.sheet.indicator == sheet.indicator));
    Ok(mine.next().unwrap_or_else(|| vec![Relative { sheet: sheet.clone(), among: Vec::new() }]))
}

/// Whether numbers of it can be of the same children as those of another: counts, and shares of which it is said whose they are.
fn counts_people(sheet: &Sheet) -> bool {
    match sheet.guard() {
        Guard::Counts(_) => sheet.feed == "file" || sheet.is_counted_here(),
        Guard::Rates(..) => sheet.is_share_of_people(),
        Guard::Open => false,
    }
}

/// What may be declared of an indicator: both count people, in the same organisation, by the same periods, and nothing lies within itself.
/// Of a share it may be said whose share it is, and of whom it is true. The same children may be counted by other periods.
///
/// # Errors
/// [`Error::Refused`] with `population-unfit`.
pub(crate) async fn check(tx: &mut Tx, indicator: Id) -> Result<()> {
    let one = sheet::get(tx, indicator).await?;
    let is_count = |sheet: &Sheet| matches!(sheet.guard(), Guard::Counts(_)) && counts_people(sheet);
    for (other, is_same) in [(one.same_as, true), (one.within, false)] {
        let Some(other) = other else { continue };
        let other = sheet::get(tx, other).await.map_err(|_| Error::Refused("population-unfit"))?;
        let same_periods = other.frequency == one.frequency || (is_same && is_count(&one));
        let fits = other.indicator != one.indicator
            && other.organisation == one.organisation
            && same_periods
            && is_count(&other)
            && counts_people(&one);
        if !fits {
            return Err(Error::Refused("population-unfit"));
        }
    }
    if one.same_as.is_some() || one.within.is_some() {
        let all = sheet::of_organisation(tx, one.organisation).await?;
        let all: BTreeMap<Id, &Sheet> = all.iter().map(|one| (one.indicator, one)).collect();
        path(&all, &one).ok_or(Error::Refused("population-unfit"))?;
    }
    Ok(())
}

/// Whom an indicator counts, whatever the periods: what the node counts from one source is one population.
fn base(all: &BTreeMap<Id, &Sheet>, sheet: &Sheet) -> Option<String> {
    let mut base = sheet;
    for _ in 0..DEEP {
        match base.same_as.and_then(|other| all.get(&other)) {
            None if base.is_counted_here() => return Some(base.feed.clone()),
            None => return Some(base.indicator.to_string()),
            Some(other) => base = other,
        }
    }
    None
}

/// The same, by its periods.
fn name(all: &BTreeMap<Id, &Sheet>, sheet: &Sheet) -> Option<String> {
    base(all, sheet).map(|base| format!("{base} {}", sheet.frequency))
}

/// Who counts the same children by other periods.
#[derive(Debug, Clone, Default)]
pub(crate) struct Others(BTreeMap<String, Vec<Sheet>>);

impl Others {
    /// Those that count the same children as an indicator, by other periods.
    pub(crate) fn of<'o>(&'o self, sheet: &'o Sheet) -> impl Iterator<Item = &'o Sheet> {
        let mine = |sheets: &&Vec<Sheet>| sheets.iter().any(|one| one.indicator == sheet.indicator);
        let same = self.0.values().find(mine).into_iter().flatten();
        same.filter(|other| other.frequency != sheet.frequency)
    }
}

/// Who counts the same children by other periods, in an organisation.
pub(crate) async fn others(tx: &mut Tx, organisation: Id) -> Result<Others> {
    let sheets = sheet::of_organisation(tx, organisation).await?;
    let is_count = |one: &&Sheet| matches!(one.guard(), Guard::Counts(_)) && counts_people(one);
    let all: BTreeMap<Id, &Sheet> = sheets.iter().filter(is_count).map(|one| (one.indicator, one)).collect();
    let mut found: BTreeMap<String, Vec<Sheet>> = BTreeMap::new();
    for sheet in all.values() {
        if let Some(base) = base(&all, sheet) {
            found.entry(base).or_default().push((*sheet).clone());
        }
    }
    found.retain(|_, sheets| {
        sheets.iter().any(|one| Some(&one.frequency) != sheets.first().map(|one| &one.frequency))
    });
    Ok(Others(found))
}

/// The names of the populations that an indicator lies in, the widest first and its own last. `None` when they go round in a circle.
fn path(all: &BTreeMap<Id, &Sheet>, sheet: &Sheet) -> Option<Vec<String>> {
    let mut found = vec![name(all, sheet)?];
    while found.len() < DEEP {
        let here = found.last()?.clone();
        let of_here = all.values().filter(|one| name(all, one).as_ref() == Some(&here));
        let wider = of_here.filter_map(|one| one.within).find_map(|wider| all.get(&wider));
        let Some(wider) = wider else {
            found.reverse();
            return Some(found);
        };
        found.push(name(all, wider)?);
    }
    None
}

fn of(sheets: Vec<Sheet>) -> Vec<Vec<Relative>> {
    let all: BTreeMap<Id, &Sheet> =
        sheets.iter().filter(|one| counts_people(one)).map(|one| (one.indicator, one)).collect();
    let mut families: BTreeMap<String, Vec<(Vec<String>, Sheet)>> = BTreeMap::new();
    for sheet in &sheets {
        let alone = || vec![sheet.indicator.to_string()];
        let path = all.get(&sheet.indicator).and_then(|sheet| path(&all, sheet)).unwrap_or_else(alone);
        let root = path.first().cloned().unwrap_or_default();
        let mut sheet = sheet.clone();
        // By other periods it has no numbers here to lean on.
        let leans = sheet.same_as.and_then(|other| all.get(&other));
        sheet.same_as = leans.filter(|other| other.frequency == sheet.frequency).map(|other| other.indicator);
        families.entry(root).or_default().push((path, sheet));
    }
    families.into_values().map(numbered).collect()
}

fn numbered(members: Vec<(Vec<String>, Sheet)>) -> Vec<Relative> {
    let mut names: Vec<String> = members.iter().flat_map(|(path, _)| path.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let number = |name: &String| names.binary_search(name).ok();
    let mut found: Vec<Relative> = members
        .into_iter()
        .map(|(path, sheet)| Relative { among: path.iter().skip(1).filter_map(number).collect(), sheet })
        .collect();
    found.sort_by_key(|one| (one.among.len(), one.sheet.indicator));
    found
}
