//! `import-observations`: rows of a file become observations. Each row is told what became of it; rows that stand are kept although others
//! do not, unless somebody only wants to know.

use std::collections::BTreeMap;

use model::{Id, Timestamp, regions};
use serde::Deserialize;
use statistics::table::TOTAL;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::monitoring::block::{COUNTRY, Guard, Place};
use crate::monitoring::observation::{self, Became, Given, News};
use crate::monitoring::population::Relative;
use crate::monitoring::rule::number_of_file;
use crate::monitoring::sheet::{self, Sheet};
use crate::monitoring::{population, strata};

/// Takes rows in.
#[derive(Debug, Clone, Default)]
pub struct ImportObservations {
    /// The rows.
    pub rows: Vec<ObservationRow>,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// A row as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ObservationRow {
    /// Number of the row in the file.
    #[serde(skip)]
    pub number: u32,
    /// Reference of the indicator.
    pub indicator: String,
    /// Code or name of the area; the country when nothing stands there.
    pub area: String,
    /// Code of the stratum, codes of several things joined by a full stop; all of them when nothing stands there.
    pub stratum: String,
    /// Period.
    pub period: String,
    /// The number.
    pub value: String,
    /// Of a rate: how many stand behind it.
    pub base: String,
    /// Lower end of its interval.
    pub low: String,
    /// Upper end.
    pub high: String,
    /// Status, a code of SDMX.
    pub status: String,
    /// Source; that of the indicator when nothing stands there.
    pub source: String,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObservationOutcome {
    /// It was kept, or would be.
    Kept,
    /// It is here already.
    Same,
    /// It could not be read: what is wrong.
    Wrong(&'static str),
    /// It was read but not kept: why.
    Left(&'static str),
}

/// What became of all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ObservationsDone {
    /// Number of the row, and what became of it.
    pub rows: Vec<(u32, ObservationOutcome)>,
    /// Whether anything was kept.
    pub kept: bool,
}

impl ObservationsDone {
    /// How many rows came to this.
    #[must_use]
    pub fn count(&self, what: ObservationOutcome) -> usize {
        self.rows.iter().filter(|(_, outcome)| *outcome == what).count()
    }
}

/// Rows in one act.
const MOST: usize = 20_000;

/// Statuses of observations (SDMX, CL_OBS_STATUS), normal first.
const STATUSES: [&str; 6] = ["A", "B", "E", "F", "P", "U"];

#[async_trait::async_trait]
impl Act for ImportObservations {
    type Facts = Timestamp;
    type Output = ObservationsDone;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "import-observations"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "import", "indicator", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<ObservationsDone> {
        let act = permit.act();
        if act.rows.len() > MOST {
            return Err(Error::Refused("too-many-observations"));
        }
        let organisation = permit.organisation()?;
        let known = sheet::in_use(tx, organisation).await?;
        let known: BTreeMap<String, Sheet> =
            known.into_iter().map(|one| (one.reference.clone(), one)).collect();
        let mut outcomes: BTreeMap<usize, ObservationOutcome> = BTreeMap::new();
        let mut blocks: BTreeMap<(String, String), BTreeMap<Place, (usize, Given)>> = BTreeMap::new();
        for (at, row) in act.rows.iter().enumerate() {
            match read(row, &known) {
                Ok((block, place, given)) => {
                    if let Some((earlier, _)) = blocks.entry(block).or_default().insert(place, (at, given)) {
                        outcomes.insert(earlier, ObservationOutcome::Wrong("twice"));
                    }
                }
                Err(wrong) => {
                    outcomes.insert(at, ObservationOutcome::Wrong(wrong));
                }
            }
        }
        let families = population::families(tx, organisation).await?;
        let mut news: BTreeMap<(usize, String), Blocks> = BTreeMap::new();
        for ((reference, period), cells) in blocks {
            let Some(sheet) = known.get(&reference) else { continue };
            let of = |family: &Vec<Relative>| family.iter().any(|one| one.sheet.indicator == sheet.indicator);
            let family = families.iter().position(of).unwrap_or(usize::MAX);
            news.entry((family, period)).or_default().insert(sheet.indicator, cells);
        }
        let mut kept = false;
        for ((family, period), blocks) in news {
            let Some(family) = families.get(family) else { continue };
            for (at, became) in take(tx, (family, &period), blocks, act.dry_run).await? {
                let outcome = outcome(became);
                kept |= outcome == ObservationOutcome::Kept;
                outcomes.insert(at, outcome);
            }
        }
        tx.trace.kind = Some("indicator");
        let number = |at: usize| act.rows.get(at).map_or(0, |row| row.number);
        let rows = outcomes.into_iter().map(|(at, outcome)| (number(at), outcome)).collect();
        Ok(ObservationsDone { rows, kept: kept && !act.dry_run })
    }

    fn again(_: Option<Id>) -> Option<ObservationsDone> {
        Some(ObservationsDone { rows: Vec::new(), kept: true })
    }
}

/// Numbers of indicators, each with its row.
type Blocks = BTreeMap<Id, BTreeMap<Place, (usize, Given)>>;

fn outcome(became: Became) -> ObservationOutcome {
    match became {
        Became::Kept => ObservationOutcome::Kept,
        Became::Same => ObservationOutcome::Same,
        Became::Stays => ObservationOutcome::Left("change-too-small"),
        Became::PartsAbove => ObservationOutcome::Left("parts-above-total"),
        Became::First => ObservationOutcome::Left("population-first"),
        Became::Differs => ObservationOutcome::Left("population-differs"),
    }
}

/// Takes what came of one family in one period; what became of each row.
async fn take(
    tx: &mut Tx,
    (family, period): (&[Relative], &str),
    blocks: Blocks,
    dry: bool,
) -> Result<Vec<(usize, Became)>> {
    let (mut rows, mut news) = (BTreeMap::new(), BTreeMap::new());
    for (id, cells) in blocks {
        rows.insert(id, cells.values().map(|(at, _)| *at).collect::<Vec<_>>());
        let given: News = cells.into_iter().map(|(place, (_, given))| (place, given)).collect();
        news.insert(id, given);
    }
    let became = match family {
        // Rates and places are each protected for itself.
        [one] if !matches!(one.sheet.guard(), Guard::Counts(_)) => {
            let mut became = BTreeMap::new();
            for (id, given) in news {
                became.insert(id, observation::take(tx, &one.sheet, period, given, dry).await?);
            }
            became
        }
        _ => observation::take_family(tx, family, period, news, dry).await?,
    };
    let of = |(id, became): (Id, Became)| {
        rows.get(&id).into_iter().flatten().map(move |at| (*at, became)).collect::<Vec<_>>()
    };
    Ok(became.into_iter().flat_map(of).collect())
}

type Taken = ((String, String), Place, Given);

fn read(row: &ObservationRow, known: &BTreeMap<String, Sheet>) -> std::result::Result<Taken, &'static str> {
    let sheet = known.get(row.indicator.trim()).ok_or("indicator")?;
    if sheet.feed != "file" {
        return Err("counted-here");
    }
    let period = sheet.frequency().read(&row.period).ok_or("period")?;
    let place = (area(&row.area).ok_or("area")?, strata::read(&sheet.strata, &row.stratum).ok_or("stratum")?);
    let some = |written: &str, wrong| match written.trim() {
        "" => Ok(None),
        text => number_of_file(text).map(Some).ok_or(wrong),
    };
    let value = some(&row.value, "value")?.ok_or("value")?;
    let (low, high) = (some(&row.low, "interval")?, some(&row.high, "interval")?);
    if low.is_some_and(|low| low > value) || high.is_some_and(|high| high < value) {
        return Err("interval");
    }
    let base = some(&row.base, "base")?;
    let negative =
        value < 0.0 && ["number", "percent", "per_100k", "days", "places"].contains(&sheet.unit.as_str());
    let whole = sheet.unit != "number" || (value.fract() == 0.0 && value < 4e9);
    let share = sheet.unit != "percent" || value <= 100.0;
    if negative || !whole || !share || base.is_some_and(|base| base < 0.0) || value.abs() >= 1e15 {
        return Err("value");
    }
    let status = Some(row.status.trim()).filter(|status| !status.is_empty()).unwrap_or("A");
    if !STATUSES.contains(&status) {
        return Err("status");
    }
    let source = Some(row.source.trim()).filter(|source| !source.is_empty()).unwrap_or(&sheet.source);
    let source: String = source.chars().take(300).collect();
    let given = Given { value, base, low, high, status: status.to_owned(), source };
    Ok(((sheet.reference.clone(), period), place, given))
}

/// The country, or a province by its code, its ISO code or its name.
fn area(written: &str) -> Option<String> {
    let written = written.trim();
    if ["", COUNTRY, "IDN", "Indonesia", TOTAL].contains(&written) {
        return Some(COUNTRY.to_owned());
    }
    let by_code =
        regions::provinces().find(|province| province.code == written || province.iso == Some(written));
    let by_name = || match regions::find_as_spelt(written).as_slice() {
        [one] if one.parent.is_none() => Some(*one),
        _ => None,
    };
    by_code.or_else(by_name).map(|province| province.code.to_owned())
}
