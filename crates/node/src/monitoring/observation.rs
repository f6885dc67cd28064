//! Observations: one block for each indicator and period, protected as a whole whenever one of its numbers changes.

use std::collections::{BTreeMap, BTreeSet};

use model::{Id, Value};

use super::block::{self, Guard, Held, Place, Verdict};
use super::family::{self, Joint, Member};
use super::population::{Others, Relative};
use super::sheet::{self, Sheet};
use super::spans::{self, Longer, Told};
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
    /// How many children its numbers are of: the numbers themselves, or of a share those of whom it is true.
    people: BTreeMap<Place, Held>,
    /// What may be told beside what else there is; nothing when all of it may.
    may: Option<BTreeSet<Place>>,
    /// Where it shows something so far.
    showed: BTreeSet<Place>,
    /// Longer periods around this one that are told already.
    longer: Vec<Longer>,
    /// It showed something of this period before.
    was_here: bool,
    changed: bool,
    /// It told nothing so far because of other periods, and is looked at again.
    again: bool,
}

impl Block<'_> {
    fn id(&self) -> Id {
        self.of.sheet.indicator
    }

    fn is_share(&self) -> bool {
        matches!(self.of.sheet.guard(), Guard::Rates(..))
    }

    fn member(&self) -> Member<'_> {
        let of = self.of;
        Member {
            breakdown: &of.sheet.strata,
            among: of.among.clone(),
            cells: self.people.clone(),
            may: self.may.clone(),
        }
    }

    /// Whether those that it declares itself to be of have numbers too.
    fn has_base(&self, others: &[Block<'_>]) -> bool {
        let sheet = &self.of.sheet;
        let wider = self.of.among.split_last().map(|(_, wider)| wider);
        let of = |among: &[usize]| others.iter().any(|one| one.of.among == among);
        let lead = |one: &Block<'_>| one.of.among == self.of.among && one.of.sheet.same_as.is_none();
        wider.is_none_or(of) && (sheet.same_as.is_none() || others.iter().any(lead))
    }

    /// What is kept of it, once this is shown.
    fn told(&self, shown: &family::Shows) -> Told {
        let one = |(at, held): (&Place, &Held)| {
            (at.clone(), (held.value, shown.get(at).copied().flatten().is_some()))
        };
        self.people.iter().map(one).collect()
    }
}

/// Of a share: those of whom it is true, now and as they were, and where it may stand by itself.
fn of_whom(
    sheet: &Sheet,
    was: &BTreeMap<Place, (f64, Option<f64>)>,
    cells: &BTreeMap<Place, Held>,
) -> (BTreeMap<Place, Held>, BTreeSet<Place>) {
    let Guard::Rates(_, per) = sheet.guard() else { return (cells.clone(), cells.keys().cloned().collect()) };
    let part = |value, base| per.part(&Held { value, base, before: None });
    let people = cells.iter().filter_map(|(at, held)| {
        let value = part(held.value, held.base)?;
        let then = was.get(at).and_then(|(value, base)| part(*value, *base)).unwrap_or(value);
        let before = held.before.map(|(_, shown)| (then, shown));
        Some((at.clone(), Held { value, base: None, before }))
    });
    let people = block::raised(&sheet.strata, people.collect());
    let alone = match block::shield(sheet.guard(), &sheet.strata, cells) {
        Verdict::Shows(shown) => {
            shown.into_iter().filter(|(_, shown)| shown.is_some()).map(|(at, _)| at).collect()
        }
        Verdict::Stays | Verdict::PartsAbove => BTreeSet::new(),
    };
    (people, alone)
}

/// What other periods of the same children leave to be told of a block.
async fn beside(tx: &mut Tx, others: &Others, block: &mut Block<'_>, period: &str) -> Result<()> {
    let sheet = &block.of.sheet;
    if others.of(sheet).next().is_none() {
        return Ok(());
    }
    let told_nothing = block.showed.is_empty();
    block.longer = spans::longer(tx, others, sheet, period).await?;
    if told_nothing && !block.longer.is_empty() {
        // What comes later gives way.
        block.may = Some(BTreeSet::new());
        return Ok(());
    }
    let finer = spans::finer(tx, others, sheet, period).await?;
    let cells = block.cells.iter().map(|(at, held)| (at.clone(), held.value)).collect();
    let minimum = u64::try_from(sheet.minimum).unwrap_or(11);
    block.may = spans::may_tell(minimum, (&sheet.strata, &cells), &finer);
    if block.was_here && told_nothing {
        // Nothing that was withheld throughout was ever a showing.
        block.again = true;
        block.cells.values_mut().chain(block.people.values_mut()).for_each(|held| held.before = None);
    }
    Ok(())
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
    let others = others(tx, family).await?;
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
        let was = kept.iter().map(|(at, one)| (at.clone(), (one.given.value, one.given.base))).collect();
        let cells = placed(&mut kept, fresh, &now);
        let (people, alone) = of_whom(&of.sheet, &was, &cells);
        let was_shown = |held: &Held| matches!(held.before, Some((_, Some(_))));
        let showed = cells.iter().filter(|(_, held)| was_shown(held)).map(|(at, _)| at.clone()).collect();
        let mut one = Block {
            of,
            kept,
            cells,
            people,
            may: None,
            showed,
            longer: Vec::new(),
            was_here,
            changed: !same,
            again: false,
        };
        if one.is_share() {
            one.may = Some(alone);
        } else {
            beside(tx, &others, &mut one, period).await?;
        }
        blocks.push(one);
    }
    blocks.sort_by_key(|one| {
        let sheet = &one.of.sheet;
        let since = (sheet.counted_since == 0, sheet.counted_since);
        let lead = (one.of.among.len(), one.is_share(), sheet.same_as.is_some());
        (lead, !one.was_here, since, sheet.indicator)
    });
    Ok(blocks)
}

async fn others(tx: &mut Tx, family: &[Relative]) -> Result<Others> {
    match family.first() {
        Some(first) => spans::others(tx, first.sheet.organisation).await,
        None => Ok(Others::default()),
    }
}

/// A share that is not of those whose share it says it is, or not true of those of whom it says so. Where it fits, those of whom it is true
/// are as many as are counted, whatever was rounded.
fn misfit(blocks: &mut [Block<'_>]) -> Option<usize> {
    for at in 0..blocks.len() {
        let Some(one) = blocks.get(at).filter(|one| one.is_share()) else { continue };
        let Guard::Rates(_, per) = one.of.sheet.guard() else { continue };
        let many = per.many().unwrap_or(100.0);
        let is_count = |other: &&Block<'_>| !other.is_share();
        let wider =
            one.of.among.split_last().map(|(_, wider)| wider).filter(|_| one.of.sheet.within.is_some());
        let whose = blocks.iter().filter(is_count).find(|other| Some(other.of.among.as_slice()) == wider);
        let same = blocks.iter().filter(is_count).find(|other| other.of.among == one.of.among);
        let same = same.filter(|_| one.of.sheet.same_as.is_some());
        let place = |other: &Block<'_>, at: &Place| {
            let known = other.of.sheet.strata == one.of.sheet.strata || at.1 == statistics::table::TOTAL;
            other.people.get(at).filter(|_| known).map(|held| held.value)
        };
        let (mut people, mut fits) = (one.people.clone(), true);
        for (at, held) in &one.cells {
            let base = held.base.unwrap_or_default();
            if let Some(all) = whose.and_then(|other| place(other, at)) {
                fits &= (all - base).abs() <= 0.5;
            }
            if let (Some(n), Some(part)) = (same.and_then(|other| place(other, at)), people.get_mut(at)) {
                // A share is written with one digit after the point at least.
                fits &= (n - part.value).abs() <= 0.5 + base / many * 0.05;
                part.value = n;
            }
        }
        if !fits {
            return Some(at);
        }
        if let Some(one) = blocks.get_mut(at) {
            one.people = people;
        }
    }
    None
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
    lean(&mut blocks, &mut became);
    let minimum =
        blocks.iter().map(|one| u64::try_from(one.of.sheet.minimum).unwrap_or(11)).max().unwrap_or(11);
    let shown = loop {
        if !blocks.iter().any(|one| one.changed || one.again) {
            return Ok(became);
        }
        let joint = match misfit(&mut blocks) {
            Some(at) => Joint::Differs(at),
            None => family::shield(minimum, &blocks.iter().map(Block::member).collect::<Vec<_>>()),
        };
        let all_came_to = |became: &mut BTreeMap<Id, Became>, what: Became| {
            became.extend(blocks.iter().filter(|one| one.changed).map(|one| (one.id(), what)));
        };
        match joint {
            Joint::Shows(shown) => break shown,
            Joint::Stays => {
                all_came_to(&mut became, Became::Stays);
                return Ok(became);
            }
            Joint::Differs(at) => {
                let alone = blocks.get(at).is_some_and(|one| !one.was_here);
                let what = if at == 0 { Became::PartsAbove } else { Became::Differs };
                if !alone {
                    all_came_to(&mut became, what);
                    return Ok(became);
                }
                // One that is new here and does not fit is left out; the others are what they would be without it.
                became.insert(blocks.remove(at).id(), what);
                lean(&mut blocks, &mut became);
            }
        }
    };
    if !is_told_around(tx, family, (period, &blocks, &shown)).await? {
        became.extend(blocks.iter().filter(|one| one.changed).map(|one| (one.id(), Became::Stays)));
        return Ok(became);
    }
    for (one, shown) in blocks.into_iter().zip(shown) {
        let number =
            |at: &Place, shown: Option<f64>| shown.and(one.kept.get(at)).map(|kept| kept.given.value);
        let moves = one.changed || shown.iter().any(|(at, shown)| one.showed.contains(at) != shown.is_some());
        if one.changed {
            became.insert(one.id(), Became::Kept);
        }
        if !dry && moves {
            let shown: BTreeMap<Place, Option<f64>> =
                shown.iter().map(|(at, shown)| (at.clone(), number(at, *shown))).collect();
            let (id, mut kept) = (one.of.sheet.indicator, one.kept);
            for (at, one) in &mut kept {
                one.shown = shown.get(at).copied().flatten();
            }
            write(tx, id, period, kept).await?;
            sheet::moved(tx, id).await?;
        }
    }
    Ok(became)
}

/// Who declares itself to be of others that have no numbers yet waits for them.
fn lean(blocks: &mut Vec<Block<'_>>, became: &mut BTreeMap<Id, Became>) {
    while let Some(at) = blocks.iter().position(|one| !one.was_here && !one.has_base(blocks)) {
        became.insert(blocks.remove(at).id(), Became::First);
    }
}

/// Whether longer periods around this one may go on telling what they tell.
async fn is_told_around(
    tx: &mut Tx,
    family: &[Relative],
    (period, blocks, shown): (&str, &[Block<'_>], &[family::Shows]),
) -> Result<bool> {
    if blocks.iter().all(|one| one.longer.is_empty()) {
        return Ok(true);
    }
    let others = others(tx, family).await?;
    let news: BTreeMap<Id, Told> =
        blocks.iter().zip(shown).map(|(one, shown)| (one.id(), one.told(shown))).collect();
    for one in blocks {
        if !spans::still(tx, &others, &one.longer, (period, &news)).await? {
            return Ok(false);
        }
    }
    Ok(true)
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
