//! Observations that the node counts itself: each child once, in the place of its first case of the period. A period is counted when it is
//! over, and again only when what it is counted from has changed.

use std::collections::{BTreeMap, BTreeSet};

use model::time::Zone;
use model::{Date, Id};
use statistics::table::TOTAL;

use super::block::{COUNTRY, Place};
use super::observation::{self, Given, News};
use super::period::Frequency;
use super::population::{self, Relative};
use super::sheet::{self, Sheet};
use super::strata;
use crate::db::Tx;
use crate::error::Result;
use crate::figures::{self, CaseFact, Facts};

/// Years that are counted.
const YEARS: i32 = 5;

/// Who or what is counted, once: when, where, in which stratum.
struct One {
    who: Id,
    on: Date,
    region: Option<String>,
    /// A code for each thing that is broken down by; nothing where it is not known.
    stratum: Vec<Option<String>>,
}

/// What an indicator is counted from, as it stands: the same words, the same numbers.
async fn mark(tx: &mut Tx, organisation: Id) -> Result<String> {
    let row = tx
        .row(
            "select count(*), coalesce(max(changed_at), 0), cast(coalesce(sum(version), 0) as bigint) from matter
             where organisation_id = $1 and kind <> 'indicator' and kind <> 'rule-alert' and kind <> 'alert-rule'",
            &[organisation.into()],
        )
        .await?;
    let people = tx
        .row(
            "select count(*), coalesce(max(changed_at), 0), cast(coalesce(sum(version), 0) as bigint) from k_person
             where organisation_id = $1",
            &[organisation.into()],
        )
        .await?;
    let merges = tx.row("select count(*), count(undone_at) from person_merge", &[]).await?;
    let mut words = Vec::new();
    for (row, width) in [(row, 3), (people, 3), (merges, 2)] {
        let Some(row) = row else { continue };
        for at in 0..width {
            words.push(row.int(at)?.to_string());
        }
    }
    let year = tx.now.date(Zone::Wib).to_string();
    // A period that has ended since is something new.
    Ok(format!("{} {}", year.get(..7).unwrap_or_default(), words.join(" ")))
}

/// Counts an indicator, if what it is counted from is not what it was.
pub(crate) async fn count(tx: &mut Tx, sheet: &Sheet) -> Result<()> {
    let today = tx.now.date(Zone::Wib);
    let mark = mark(tx, sheet.organisation).await?;
    let family = match sheet.is_counted_here() {
        true => population::family(tx, sheet).await?,
        false => vec![Relative { sheet: sheet.clone(), among: Vec::new() }],
    };
    // From one source they are counted at once.
    let mine: Vec<&Sheet> =
        family.iter().map(|one| &one.sheet).filter(|one| one.feed == sheet.feed).collect();
    let in_use = || mine.iter().filter(|one| one.is_in_use());
    if in_use().any(|one| one.input_mark != mark) {
        match sheet.feed.as_str() {
            "linkage_release" => releases(tx, sheet).await?,
            "services_listed" => listings(tx, sheet, today).await?,
            _ => people(tx, (&family, &mine), today).await?,
        }
    }
    for one in in_use() {
        sheet::looked(tx, one.indicator, &mark, &today.to_string()).await?;
    }
    Ok(())
}

/// Counts those of a family that have one source: the same children, each indicator by its own parts.
async fn people(tx: &mut Tx, (family, mine): (&[Relative], &[&Sheet]), today: Date) -> Result<()> {
    let Some(first) = mine.first() else { return Ok(()) };
    let facts = match first.feed.as_str() {
        "reports_received" | "content_notices" => None,
        _ => {
            let organisation = first.organisation;
            let of = figures::load(tx, |b| {
                b.text(" and p.organisation_id = ").value(organisation);
            });
            Some(of.await?)
        }
    };
    let mut news: BTreeMap<i32, BTreeMap<Id, News>> = BTreeMap::new();
    for sheet in mine {
        let ones = match &facts {
            Some(facts) => of_cases(sheet, facts),
            None => received(tx, sheet).await?,
        };
        for (period, ones) in by_period(sheet.frequency(), today, ones) {
            news.entry(period).or_default().insert(sheet.indicator, cells(sheet, ones.into_values()));
        }
    }
    for (period, news) in news {
        observation::take_family(tx, family, &first.frequency().name(period), news, false).await?;
    }
    Ok(())
}

/// Each once in a period that is over, where and when it was first.
fn by_period(frequency: Frequency, today: Date, ones: Vec<One>) -> BTreeMap<i32, BTreeMap<Id, One>> {
    let now = frequency.of(today);
    let from = frequency.of(today)
        - YEARS * (frequency.of(Date::constant(2001, 1, 1)) - frequency.of(Date::constant(2000, 1, 1)));
    let mut by_period: BTreeMap<i32, BTreeMap<Id, One>> = BTreeMap::new();
    for one in ones {
        let period = frequency.of(one.on);
        if period < now && period >= from {
            let of_period = by_period.entry(period).or_default();
            let earlier =
                of_period.get(&one.who).is_some_and(|kept| (kept.on, &kept.region) <= (one.on, &one.region));
            if !earlier {
                of_period.insert(one.who, one);
            }
        }
    }
    by_period
}

fn cells(sheet: &Sheet, ones: impl Iterator<Item = One>) -> BTreeMap<Place, Given> {
    let mut counts: BTreeMap<Place, f64> = BTreeMap::new();
    let known = strata::all(&sheet.strata);
    // What the node counts it knows: where nobody was counted there is a zero, not a gap.
    for area in [COUNTRY].into_iter().chain(model::regions::provinces().map(|province| province.code)) {
        for stratum in &known {
            counts.insert((area.to_owned(), stratum.clone()), 0.0);
        }
    }
    for one in ones {
        let province = one.region.as_deref().and_then(model::regions::province_of).map(|region| region.code);
        for area in [Some(COUNTRY), province].into_iter().flatten() {
            for stratum in sums(&one.stratum) {
                // One of an unknown part is in the sums only.
                if let Some(n) = counts.get_mut(&(area.to_owned(), stratum)) {
                    *n += 1.0;
                }
            }
        }
    }
    let given = |value| Given {
        value,
        base: None,
        low: None,
        high: None,
        status: "A".to_owned(),
        source: sheet.source.clone(),
    };
    counts.into_iter().map(|(at, value)| (at, given(value))).collect()
}

/// Every stratum that somebody of these codes is in: each code, or all of them.
fn sums(codes: &[Option<String>]) -> Vec<String> {
    let pick = |few: usize| {
        let code = |(at, code): (usize, &Option<String>)| match code {
            Some(code) if few >> at & 1 == 1 => Some(code.clone()),
            None if few >> at & 1 == 1 => None,
            _ => Some(TOTAL.to_owned()),
        };
        codes.iter().enumerate().map(code).collect::<Option<Vec<_>>>()
    };
    (0..1_usize << codes.len()).filter_map(pick).map(|codes| strata::joined(&codes)).collect()
}

fn of_cases(sheet: &Sheet, facts: &Facts) -> Vec<One> {
    let one = |case: &CaseFact, who: Id, on: Option<Date>| {
        Some(One { who, on: on?, region: case.region.clone(), stratum: stratum(sheet, case, on?) })
    };
    match sheet.feed.as_str() {
        "cases_closed" => facts.cases.iter().filter_map(|case| one(case, case.case, case.closed)).collect(),
        "children_served" => {
            let by_id: BTreeMap<Id, &CaseFact> = facts.cases.iter().map(|case| (case.case, case)).collect();
            let delivered =
                facts.parts.iter().filter(|part| part.kind == "service" && part.state == "delivered");
            let served = delivered.filter_map(|part| {
                let case = by_id.get(&part.case)?;
                one(case, case.child, part.done)
            });
            served.collect()
        }
        _ => facts.cases.iter().filter_map(|case| one(case, case.child, case.registered)).collect(),
    }
}

fn stratum(sheet: &Sheet, case: &CaseFact, on: Date) -> Vec<Option<String>> {
    let code = |dimension: &str| match dimension {
        "sex" => case.sex.clone(),
        "age_band" => band(i64::from(on.year()) - case.born?),
        _ => None,
    };
    strata::dimensions(&sheet.strata).into_iter().map(code).collect()
}

fn band(age: i64) -> Option<String> {
    let band = match age {
        ..0 => return None,
        0..=5 => "age_0_5",
        6..=11 => "age_6_11",
        12..=14 => "age_12_14",
        15..=17 => "age_15_17",
        18.. => "age_18",
    };
    Some(band.to_owned())
}

/// Reports, or notices of content. A report that was screened out or turned out to be another one is in no figure.
async fn received(tx: &mut Tx, sheet: &Sheet) -> Result<Vec<One>> {
    let kind = if sheet.feed == "content_notices" { "content-notice" } else { "report" };
    let rows = tx
        .rows(
            "select m.id, m.opened_at, m.region from matter m left join k_report k on k.id = m.id
             where m.kind = $1 and m.organisation_id = $2 and m.state not in ('duplicate', 'withdrawn')
               and coalesce(k.triage_outcome, '') <> 'screened_out'
             order by m.id",
            &[kind.into(), sheet.organisation.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let on = row.time(1)?.date(Zone::Wib);
            Ok(One { who: row.id(0)?, on, region: row.text_opt(2)?, stratum: Vec::new() })
        })
        .collect()
}

/// Services in the public directory, as they stand in this period. They count nobody.
async fn listings(tx: &mut Tx, sheet: &Sheet, today: Date) -> Result<()> {
    let rows = tx
        .rows(
            "select p.id, p.region from public_listing p join matter m on m.id = p.id where m.organisation_id = $1 order by p.id",
            &[sheet.organisation.into()],
        )
        .await?;
    let ones = rows
        .iter()
        .map(|row| Ok(One { who: row.id(0)?, on: today, region: row.text_opt(1)?, stratum: Vec::new() }))
        .collect::<Result<Vec<_>>>()?;
    let frequency = sheet.frequency();
    let cells = cells(sheet, ones.into_iter());
    observation::take(tx, sheet, &frequency.name(frequency.of(today)), cells, false).await.map(drop)
}

/// Published releases of the table of provinces: what they show, and nothing of what they withhold.
async fn releases(tx: &mut Tx, sheet: &Sheet) -> Result<()> {
    let rows = tx
        .rows(
            "select t.id, t.period from release_table t join matter m on m.id = t.id
             where t.organisation_id = $1 and t.name = 'province_sex' and m.state = 'published'
             order by t.laid_out_at desc, t.id desc",
            &[sheet.organisation.into()],
        )
        .await?;
    let mut told: BTreeSet<String> = BTreeSet::new();
    for row in &rows {
        let (id, period) = (row.id(0)?, row.text(1)?);
        let Some(period) = sheet.frequency().read(&period).filter(|period| !told.contains(period)) else {
            continue;
        };
        told.insert(period.clone());
        let cells = crate::store::counting::releases::cells(tx, id).await?;
        let table = crate::counting::ReleaseTable::ProvinceSex;
        let published = crate::counting::kept(table, 11, false, &cells)?;
        let mut news = BTreeMap::new();
        for cell in 0..published.layout().len() {
            let codes = published.layout().codes(cell);
            let ([area, stratum], statistics::publish::Shown::Count(n)) =
                (codes.as_slice(), published.shown(cell))
            else {
                continue;
            };
            let place = |code: &str| model::regions::get(code).is_some();
            let area = if *area == TOTAL { COUNTRY } else { area };
            let wanted =
                *stratum == TOTAL || (sheet.strata == "sex" && strata::codes("sex").contains(stratum));
            if wanted && (area == COUNTRY || place(area)) {
                let value = f64::from(u32::try_from(n).unwrap_or(u32::MAX));
                let given = Given {
                    value,
                    base: None,
                    low: None,
                    high: None,
                    status: "A".into(),
                    source: sheet.source.clone(),
                };
                news.insert((area.to_owned(), (*stratum).to_owned()), given);
            }
        }
        observation::take(tx, sheet, &period, news, false).await?;
    }
    Ok(())
}

/// The frequency in which somebody reads numbers of a feed.
pub(crate) fn fits(feed: &str, frequency: Frequency, breakdown: &str) -> bool {
    match feed {
        "file" => true,
        "children_registered" | "children_served" | "cases_closed" => {
            !strata::dimensions(breakdown).contains(&"form")
        }
        "linkage_release" => frequency == Frequency::Year && ["none", "sex"].contains(&breakdown),
        _ => breakdown == "none",
    }
}
