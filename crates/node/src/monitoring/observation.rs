//! Observations: one block for each indicator and period, protected as a whole whenever one of its numbers changes.

use std::collections::BTreeMap;

use model::{Id, Value};

use super::block::{self, Held, Place, Verdict};
use super::sheet::{self, Sheet};
use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::counting::insert_many;

/// A number about to be kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Given {
    pub(crate) value: f64,
    pub(crate) base: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    /// Code of the status, as SDMX has it: `A`, `E`, `P`.
    pub(crate) status: String,
    pub(crate) source: String,
}

/// What became of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Became {
    /// Nothing is new.
    Same,
    /// It was kept.
    Kept,
    /// What was shown stays, because the change would tell of few children.
    Stays,
    /// Parts are more than their total.
    PartsAbove,
}

/// One number as it may be shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) area: String,
    pub(crate) stratum: String,
    pub(crate) period: String,
    pub(crate) shown: Option<f64>,
    pub(crate) low: Option<f64>,
    pub(crate) high: Option<f64>,
    pub(crate) status: String,
    pub(crate) source: String,
    pub(crate) at: model::Timestamp,
}

/// Everything but what is held.
pub(crate) const SEEN: &str =
    "select area, stratum, period, shown, low, high, status, source, at from observation";

pub(crate) fn seen(row: &Row) -> Result<Seen> {
    Ok(Seen {
        area: row.text(0)?,
        stratum: row.text(1)?,
        period: row.text(2)?,
        shown: row.real_opt(3)?,
        low: row.real_opt(4)?,
        high: row.real_opt(5)?,
        status: row.text(6)?,
        source: row.text(7)?,
        at: row.time(8)?,
    })
}

struct Kept {
    given: Given,
    shown: Option<f64>,
    at: Value,
}

async fn block(tx: &mut Tx, indicator: Id, period: &str) -> Result<BTreeMap<Place, Kept>> {
    let rows = tx
        .rows(
            "select area, stratum, held, base, shown, low, high, status, source, at from observation
             where indicator_id = $1 and period = $2 order by area, stratum",
            &[indicator.into(), period.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let given = Given {
                value: row.real_opt(2)?.unwrap_or_default(),
                base: row.real_opt(3)?,
                low: row.real_opt(5)?,
                high: row.real_opt(6)?,
                status: row.text(7)?,
                source: row.text(8)?,
            };
            Ok((
                (row.text(0)?, row.text(1)?),
                Kept { given, shown: row.real_opt(4)?, at: row.time(9)?.into() },
            ))
        })
        .collect()
}

/// Takes numbers of one period into their block. With `dry` it only says what would become of them.
pub(crate) async fn take(
    tx: &mut Tx,
    sheet: &Sheet,
    period: &str,
    news: BTreeMap<Place, Given>,
    dry: bool,
) -> Result<Became> {
    let mut kept = block(tx, sheet.indicator, period).await?;
    let now: Value = tx.now.into();
    let same = news.iter().all(|(at, given)| kept.get(at).is_some_and(|kept| kept.given == *given));
    if same {
        return Ok(Became::Same);
    }
    let mut cells: BTreeMap<Place, Held> = BTreeMap::new();
    for (at, one) in &kept {
        let before = Some((one.given.value, one.shown));
        cells.insert(at.clone(), Held { value: one.given.value, base: one.given.base, before });
    }
    for (at, given) in news {
        let before = kept.get(&at).map(|one| (one.given.value, one.shown));
        cells.insert(at.clone(), Held { value: given.value, base: given.base, before });
        kept.insert(at, Kept { given, shown: None, at: now.clone() });
    }
    let shown = match block::shield(sheet.guard(), &sheet.strata, &cells) {
        Verdict::Shows(shown) => shown,
        Verdict::Stays => return Ok(Became::Stays),
        Verdict::PartsAbove => return Ok(Became::PartsAbove),
    };
    if dry {
        return Ok(Became::Kept);
    }
    for (at, one) in &mut kept {
        one.shown = shown.get(at).copied().flatten();
    }
    write(tx, sheet.indicator, period, kept).await?;
    sheet::moved(tx, sheet.indicator).await?;
    Ok(Became::Kept)
}

async fn write(tx: &mut Tx, indicator: Id, period: &str, kept: BTreeMap<Place, Kept>) -> Result<()> {
    tx.run(
        "delete from observation where indicator_id = $1 and period = $2",
        &[indicator.into(), period.into()],
    )
    .await?;
    let rows: Vec<Vec<Value>> = kept
        .into_iter()
        .map(|((area, stratum), one)| {
            let withheld = one.shown.is_none();
            // An interval around a number that is withheld would give it away.
            let bound = |bound: Option<f64>| Value::Real(bound.filter(|_| !withheld));
            vec![
                indicator.into(),
                area.into(),
                stratum.into(),
                period.into(),
                Value::Real(Some(one.given.value)),
                Value::Real(one.given.base),
                Value::Real(one.shown),
                bound(one.given.low),
                bound(one.given.high),
                one.given.status.into(),
                one.given.source.into(),
                one.at,
            ]
        })
        .collect();
    insert_many(
        tx,
        "insert into observation (indicator_id, area, stratum, period, held, base, shown, low, high, status, source, at) values ",
        &rows,
    )
    .await
}
