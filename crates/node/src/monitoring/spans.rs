//! The same children by months, quarters and years. A longer period tells nothing of its parts that these do not tell themselves: a number
//! of it is shown only where each of its parts is, so that it is their sum and nothing can be taken away from it. Where it is less than the
//! sum, because a child that came twice counts once, those who came again are protected like any other count. What comes later gives way:
//! parts of a period that is told already are not told.

use std::collections::{BTreeMap, BTreeSet};

use model::Id;
use statistics::table::TOTAL;

use super::block::{self, Guard, Held, Place, Verdict};
use super::period::Frequency;
use super::population::{self, Others};
use super::sheet::Sheet;
use super::strata;
use crate::db::Tx;
use crate::error::Result;

/// Numbers of one indicator and period: what is held, and whether it is shown.
pub(crate) type Told = BTreeMap<Place, (f64, bool)>;

/// An indicator of the same children by shorter periods: what it has of each part of a longer one, in order.
#[derive(Debug, Clone)]
pub(crate) struct Finer {
    pub(crate) indicator: Id,
    pub(crate) breakdown: String,
    pub(crate) parts: Vec<Told>,
}

impl Finer {
    fn tells_something(&self) -> bool {
        self.parts.iter().flat_map(BTreeMap::values).any(|(_, shown)| *shown)
    }
}

/// What of a longer period may be told beside its parts; nothing when all of it may.
pub(crate) fn may_tell(
    minimum: u64,
    (breakdown, cells): (&str, &BTreeMap<Place, f64>),
    finer: &[Finer],
) -> Option<BTreeSet<Place>> {
    let finer: Vec<&Finer> = finer.iter().filter(|one| one.tells_something()).collect();
    if finer.is_empty() {
        return None;
    }
    let mut may: BTreeSet<Place> = cells.keys().cloned().collect();
    for one in finer {
        let (mine, theirs) = (strata::dimensions(breakdown), strata::dimensions(&one.breakdown));
        let common: Vec<&str> = mine.iter().copied().filter(|name| theirs.contains(name)).collect();
        let again = again((breakdown, cells), one, &common);
        let open = again.map(|again| open(minimum, &common, &again)).unwrap_or_default();
        let is_open = |at: &Place| {
            let codes = strata::parts(mine.len(), &at.1)?;
            let of = |name: &&str| mine.iter().position(|other| other == name).and_then(|at| codes.get(at));
            let codes: Option<Vec<&str>> = common.iter().map(|name| of(name).copied()).collect();
            Some(open.contains(&(at.0.clone(), strata::joined(&codes?))))
        };
        may.retain(|at| is_open(at) == Some(true));
    }
    Some(may)
}

/// How many the parts have more than the whole, at each place of what both are by and that every part shows. Nothing when somewhere they
/// have less: they are not of the same children then, or not as of the same day.
fn again(
    (breakdown, cells): (&str, &BTreeMap<Place, f64>),
    finer: &Finer,
    common: &[&str],
) -> Option<BTreeMap<Place, (f64, bool)>> {
    let (mine, theirs) = (strata::dimensions(breakdown), strata::dimensions(&finer.breakdown));
    let mut found = BTreeMap::new();
    for ((area, stratum), value) in cells {
        let codes = strata::parts(mine.len(), stratum)?;
        let said =
            |name: &str| mine.iter().position(|other| *other == name).and_then(|at| codes.get(at)).copied();
        if mine.iter().any(|name| !common.contains(name) && said(name) != Some(TOTAL)) {
            continue;
        }
        let there: Vec<&str> = theirs.iter().map(|name| said(name).unwrap_or(TOTAL)).collect();
        let here: Vec<&str> = common.iter().map(|name| said(name).unwrap_or(TOTAL)).collect();
        let at = (area.clone(), strata::joined(&there));
        let parts: Vec<(f64, bool)> = finer.parts.iter().filter_map(|told| told.get(&at).copied()).collect();
        let is_told = parts.len() == finer.parts.len() && parts.iter().all(|(_, shown)| *shown);
        let more = parts.iter().map(|(value, _)| value).sum::<f64>() - value;
        if is_told && more < -0.5 {
            return None;
        }
        found.insert((area.clone(), strata::joined(&here)), (more.max(0.0), is_told));
    }
    Some(found)
}

/// Where the whole may be told: every part is, and those who came again are nobody, or as many as may be told.
fn open(minimum: u64, common: &[&str], again: &BTreeMap<Place, (f64, bool)>) -> BTreeSet<Place> {
    let told = || again.iter().filter(|(_, (_, is_told))| *is_told).map(|(at, _)| at.clone());
    if again.values().all(|(more, _)| *more < 0.5) {
        return told().collect();
    }
    let held = |(at, (more, _)): (&Place, &(f64, bool))| {
        (at.clone(), Held { value: *more, base: None, before: None })
    };
    let cells = again.iter().map(held).collect();
    match block::shield(Guard::Counts(minimum), &strata::named(common), &cells) {
        Verdict::Shows(shown) => told().filter(|at| shown.get(at).is_some_and(Option::is_some)).collect(),
        Verdict::Stays | Verdict::PartsAbove => BTreeSet::new(),
    }
}

/// What is kept of an indicator and a period.
async fn told(tx: &mut Tx, indicator: Id, period: &str) -> Result<Told> {
    let rows = tx
        .rows(
            "select area, stratum, held, shown from observation where indicator_id = $1 and period = $2 order by area, stratum",
            &[indicator.into(), period.into()],
        )
        .await?;
    let one = |row: &crate::db::Row| {
        let shown = row.real_opt(3)?.is_some();
        Ok(((row.text(0)?, row.text(1)?), (row.real_opt(2)?.unwrap_or_default(), shown)))
    };
    rows.iter().map(one).collect()
}

/// The same children by shorter periods, within a period of an indicator.
pub(crate) async fn finer(tx: &mut Tx, others: &Others, sheet: &Sheet, period: &str) -> Result<Vec<Finer>> {
    let mut found = Vec::new();
    for other in others.of(sheet) {
        let Some(parts) = sheet.frequency().parts(period, other.frequency()) else { continue };
        let mut one =
            Finer { indicator: other.indicator, breakdown: other.strata.clone(), parts: Vec::new() };
        for part in parts {
            one.parts.push(told(tx, other.indicator, &part).await?);
        }
        found.push(one);
    }
    Ok(found)
}

/// A longer period that is told already.
pub(crate) struct Longer {
    pub(crate) sheet: Sheet,
    pub(crate) period: String,
    pub(crate) told: Told,
}

/// The same children by longer periods around a period of an indicator, as far as something of them is told.
pub(crate) async fn longer(tx: &mut Tx, others: &Others, sheet: &Sheet, period: &str) -> Result<Vec<Longer>> {
    let mut found = Vec::new();
    for other in others.of(sheet) {
        let Some(around) = sheet.frequency().around(period, other.frequency()) else { continue };
        let told = told(tx, other.indicator, &around).await?;
        if told.values().any(|(_, shown)| *shown) {
            found.push(Longer { sheet: other.clone(), period: around, told });
        }
    }
    Ok(found)
}

/// Whether what longer periods tell may still be told when parts of them change to this.
pub(crate) async fn still(
    tx: &mut Tx,
    others: &Others,
    longer: &[Longer],
    (period, news): (&str, &BTreeMap<Id, Told>),
) -> Result<bool> {
    for one in longer {
        let mut finer = finer(tx, others, &one.sheet, &one.period).await?;
        for part in &mut finer {
            let of = others.of(&one.sheet).find(|other| other.indicator == part.indicator);
            let parts = of.and_then(|other| one.sheet.frequency().parts(&one.period, other.frequency()));
            let at = parts.and_then(|parts| parts.iter().position(|name| name == period));
            if let (Some(at), Some(news)) = (at, news.get(&part.indicator))
                && let Some(told) = part.parts.get_mut(at)
            {
                *told = news.clone();
            }
        }
        let cells = one.told.iter().map(|(at, (value, _))| (at.clone(), *value)).collect();
        let minimum = u64::try_from(one.sheet.minimum).unwrap_or(11);
        let may = may_tell(minimum, (&one.sheet.strata, &cells), &finer);
        let is_told = || one.told.iter().filter(|(_, (_, shown))| *shown).map(|(at, _)| at);
        if may.is_some_and(|may| is_told().any(|at| !may.contains(at))) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Those of an organisation that count the same children by other periods.
pub(crate) async fn others(tx: &mut Tx, organisation: Id) -> Result<Others> {
    population::others(tx, organisation).await
}

impl Frequency {
    /// The periods of a shorter kind that a period is made of.
    fn parts(self, period: &str, shorter: Self) -> Option<Vec<String>> {
        let many = self.holds(shorter)?;
        let first = self.number(period)? * many;
        Some((first..first + many).map(|part| shorter.name(part)).collect())
    }

    /// The period of a longer kind that a period lies in.
    fn around(self, period: &str, longer: Self) -> Option<String> {
        let many = longer.holds(self)?;
        Some(longer.name(self.number(period)?.div_euclid(many)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn periods_hold_one_another() {
        let parts = |period, shorter| {
            Frequency::parts(
                if period == "2026" { Frequency::Year } else { Frequency::Quarter },
                period,
                shorter,
            )
        };
        assert_eq!(parts("2026", Frequency::Quarter).unwrap(), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]);
        assert_eq!(parts("2026-Q3", Frequency::Month).unwrap(), ["2026-07", "2026-08", "2026-09"]);
        assert_eq!(parts("2026", Frequency::Month).unwrap().len(), 12);
        assert_eq!(parts("2026", Frequency::Year), None, "nothing is a part of itself");
        assert_eq!(Frequency::Month.around("2026-09", Frequency::Quarter).as_deref(), Some("2026-Q3"));
        assert_eq!(Frequency::Month.around("2026-12", Frequency::Year).as_deref(), Some("2026"));
        assert_eq!(Frequency::Year.around("2026", Frequency::Month), None);
    }
}
