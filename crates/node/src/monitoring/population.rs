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

/// Whether numbers of it can be of the same children as those of another.
fn counts_people(sheet: &Sheet) -> bool {
    matches!(sheet.guard(), Guard::Counts(_)) && (sheet.feed == "file" || sheet.is_counted_here())
}

/// What may be declared of an indicator: both count people, in the same organisation, by the same periods, and nothing lies within itself.
///
/// # Errors
/// [`Error::Refused`] with `population-unfit`.
pub(crate) async fn check(tx: &mut Tx, indicator: Id) -> Result<()> {
    let one = sheet::get(tx, indicator).await?;
    for other in [one.same_as, one.within].into_iter().flatten() {
        let other = sheet::get(tx, other).await.map_err(|_| Error::Refused("population-unfit"))?;
        let fits = other.indicator != one.indicator
            && other.organisation == one.organisation
            && other.frequency == one.frequency
            && counts_people(&other)
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

/// The name of whom an indicator counts: what the node counts from one source by one period is one population.
fn name(all: &BTreeMap<Id, &Sheet>, sheet: &Sheet) -> Option<String> {
    let mut base = sheet;
    for _ in 0..DEEP {
        match base.same_as.and_then(|other| all.get(&other)) {
            None if base.is_counted_here() => return Some(format!("{} {}", base.feed, base.frequency)),
            None => return Some(base.indicator.to_string()),
            Some(other) => base = other,
        }
    }
    None
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
        families.entry(root).or_default().push((path, sheet.clone()));
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
