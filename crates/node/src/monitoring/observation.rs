//! Observations: one block for each indicator and period, protected as a whole whenever one of its numbers changes.

use std::collections::BTreeMap;

use model::{Id, Value};

use super::block::{self, Held, Place, Verdict};
use super::family::{self, Joint, Member};
use super::population::Relative;
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

/// Numbers of one period, by place.
pub(crate) type News = BTreeMap<Place, Given>;

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
    /// Those whose children it counts have no numbers of this period yet.
    First,
    /// Its numbers are not those of the others that count the same children.
    Differs,
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
    let cells = placed(&mut kept, news, &now);
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

/// Puts the news among what is kept; what the block holds then, and what was shown of it before.
fn placed(
    kept: &mut BTreeMap<Place, Kept>,
    news: BTreeMap<Place, Given>,
    now: &Value,
) -> BTreeMap<Place, Held> {
    let mut cells: BTreeMap<Place, Held> = BTreeMap::new();
    for (at, one) in &*kept {
        let before = Some((one.given.value, one.shown));
        cells.insert(at.clone(), Held { value: one.given.value, base: one.given.base, before });
    }
    for (at, given) in news {
        let before = kept.get(&at).map(|one| (one.given.value, one.shown));
        cells.insert(at.clone(), Held { value: given.value, base: given.base, before });
        kept.insert(at, Kept { given, shown: None, at: now.clone() });
    }
    cells
}

/// A member of a family with its numbers of one period.
struct Block<'f> {
    of: &'f Relative,
    kept: BTreeMap<Place, Kept>,
    cells: BTreeMap<Place, Held>,
    /// It showed something of this period before.
    was_here: bool,
    changed: bool,
}

impl Block<'_> {
    fn id(&self) -> Id {
        self.of.sheet.indicator
    }

    fn member(&self) -> Member<'_> {
        let of = self.of;
        Member { breakdown: &of.sheet.strata, among: of.among.clone(), cells: self.cells.clone() }
    }

    /// Whether those that it declares itself to be of have numbers too.
    fn has_base(&self, others: &[Block<'_>]) -> bool {
        let sheet = &self.of.sheet;
        let wider = self.of.among.split_last().map(|(_, wider)| wider);
        let of = |among: &[usize]| others.iter().any(|one| one.of.among == among);
        let lead = |one: &Block<'_>| one.of.among == self.of.among && one.of.sheet.same_as.is_none();
        wider.is_none_or(of) && (sheet.same_as.is_none() || others.iter().any(lead))
    }
}

/// The members that have numbers of a period, with the news in their place. Those that count all the children come first, then who showed this
/// period first.
async fn blocks<'f>(
    tx: &mut Tx,
    family: &'f [Relative],
    period: &str,
    news: &mut BTreeMap<Id, News>,
) -> Result<Vec<Block<'f>>> {
    let now: Value = tx.now.into();
    let mut blocks = Vec::new();
    for of in family {
        let mut kept = block(tx, of.sheet.indicator, period).await?;
        let was_here = !kept.is_empty();
        let fresh = news.remove(&of.sheet.indicator).filter(|_| of.sheet.is_in_use() || was_here);
        if fresh.is_none() && !was_here {
            continue;
        }
        let fresh = fresh.unwrap_or_default();
        let same = fresh.iter().all(|(at, given)| kept.get(at).is_some_and(|kept| kept.given == *given));
        let cells = placed(&mut kept, fresh, &now);
        blocks.push(Block { of, kept, cells, was_here, changed: !same });
    }
    blocks.sort_by_key(|one| {
        let sheet = &one.of.sheet;
        let since = (sheet.counted_since == 0, sheet.counted_since);
        (one.of.among.len(), sheet.same_as.is_some(), !one.was_here, since, sheet.indicator)
    });
    Ok(blocks)
}

/// Takes what a family of indicators counts in one period, together: all of it or nothing. Says what became of each that has news. With
/// `dry` it only says what would become of them.
pub(crate) async fn take_family(
    tx: &mut Tx,
    family: &[Relative],
    period: &str,
    mut news: BTreeMap<Id, News>,
    dry: bool,
) -> Result<BTreeMap<Id, Became>> {
    let mut became: BTreeMap<Id, Became> = news.keys().map(|id| (*id, Became::Same)).collect();
    let mut blocks = blocks(tx, family, period, &mut news).await?;
    while let Some(at) = blocks.iter().position(|one| !one.was_here && !one.has_base(&blocks)) {
        became.insert(blocks.remove(at).id(), Became::First);
    }
    let minimum =
        blocks.iter().map(|one| u64::try_from(one.of.sheet.minimum).unwrap_or(11)).max().unwrap_or(11);
    let shown = loop {
        if !blocks.iter().any(|one| one.changed) {
            return Ok(became);
        }
        let members: Vec<Member<'_>> = blocks.iter().map(Block::member).collect();
        let all_came_to = |became: &mut BTreeMap<Id, Became>, what: Became| {
            became.extend(blocks.iter().filter(|one| one.changed).map(|one| (one.id(), what)));
        };
        match family::shield(minimum, &members) {
            Joint::Shows(shown) => break shown,
            Joint::Stays => {
                all_came_to(&mut became, Became::Stays);
                return Ok(became);
            }
            Joint::Differs(at) => {
                let alone = blocks.get(at).is_some_and(|one| !one.was_here);
                if !alone {
                    all_came_to(&mut became, if at == 0 { Became::PartsAbove } else { Became::Differs });
                    return Ok(became);
                }
                // One that is new here and does not fit is left out; the others are what they would be without it.
                let what = if at == 0 { Became::PartsAbove } else { Became::Differs };
                became.insert(blocks.remove(at).id(), what);
                while let Some(at) = blocks.iter().position(|one| !one.was_here && !one.has_base(&blocks)) {
                    became.insert(blocks.remove(at).id(), Became::First);
                }
            }
        }
    };
    for (one, shown) in blocks.into_iter().zip(shown) {
        if one.changed {
            became.insert(one.id(), Became::Kept);
        }
        let before = |at: &Place| one.cells.get(at).and_then(|held| held.before).map(|(_, shown)| shown);
        if !dry && (one.changed || shown.iter().any(|(at, shown)| before(at) != Some(*shown))) {
            let (id, mut kept) = (one.id(), one.kept);
            for (at, one) in &mut kept {
                one.shown = shown.get(at).copied().flatten();
            }
            write(tx, id, period, kept).await?;
            sheet::moved(tx, id).await?;
        }
    }
    Ok(became)
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
