//! `count-release`: counts what a release is to show, and what the others of the same period showed. Protecting it comes after.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use model::{Id, Timestamp};
use statistics::Counted;
use statistics::protect::Beside;

use super::explain_change::{figure, whole};
use super::{Loaded, Release, sound};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::counting::{Laid, ReleaseTable, Rows, Slice, beside, can_be_beside, count, lay_out};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::{lists, releases, runs, show};

/// Counts a table of the newest run for a period.
#[derive(Debug, Clone)]
pub struct CountRelease {
    /// Which table, a code of list `release-table`.
    pub table: String,
    /// `2026`, `2026-Q1` or `2026-03`.
    pub period: String,
    /// Smallest count shown, at least the usual 11.
    pub minimum: u64,
}

/// What is to be released, before it is protected. It cannot be shown.
pub struct Gauged {
    pub(super) table: ReleaseTable,
    pub(super) release: Release,
    counted: Counted,
    beside: Vec<Beside>,
    /// The releases that there were of this period.
    pub(super) others: Vec<Id>,
}

impl Gauged {
    pub(super) fn lay_out(&self) -> Result<Laid> {
        let minimum = u64::try_from(self.release.minimum).unwrap_or(u64::MAX);
        lay_out(self.table, minimum, &self.counted, &self.beside)
    }
}

/// Counts from 1 to below this are never shown (domain model, section 11.1, C16).
pub(super) const LEAST: u64 = 11;

#[async_trait::async_trait]
impl Act for CountRelease {
    type Facts = Timestamp;
    type Output = Gauged;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "count-release"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "lay-out", "publication", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Gauged> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        let slice = Slice { period: Some(act.period.clone()), ..Slice::default() };
        let table = ReleaseTable::from_code(&act.table)
            .ok_or_else(|| Error::field("release_table", model::ProblemCode::UnknownCode))?;
        sound(&slice)?;
        let (from, to) =
            days(&act.period).ok_or_else(|| Error::field("period", model::ProblemCode::NotADate))?;
        if !(LEAST..=1_000).contains(&act.minimum) {
            return Err(Error::field("minimum", model::ProblemCode::OutOfRange));
        }
        tx.trace.kind = Some("publication");
        let loaded = Loaded::newest(tx, organisation).await?.ok_or(Error::Refused("no-linkage-yet"))?;
        let children = loaded.by_row();
        let show = show(tx, true)?;
        let key = |name: &str| show.key(name);
        let rows = Rows { facts: &loaded.facts, children: &children };
        let counted = count(table, &rows, &slice, &key)?;
        let minimum = i64::try_from(act.minimum).unwrap_or(i64::MAX);
        let others = others(tx, organisation, &act.period).await?;
        let before = others.iter().find(|release| release.is_standing() && release.table == act.table);
        let (mut beside_it, mut known) = (Vec::new(), BTreeMap::new());
        for other in &others {
            let Some(table) = ReleaseTable::from_code(&other.table) else { continue };
            let facts = match known.entry(other.run) {
                Entry::Occupied(held) => held.into_mut(),
                Entry::Vacant(place) => {
                    let inputs = runs::inputs(tx, other.run).await?.into_iter();
                    let inputs: Vec<Id> = inputs.map(|(list, _)| list).collect();
                    place.insert(lists::facts(tx, &inputs).await?.0)
                }
            };
            let then = count(table, &Rows { facts, children: &children }, &slice, &key)?;
            let minimum = u64::try_from(other.minimum).unwrap_or(LEAST);
            let one = beside(table, minimum, then, &releases::cells(tx, other.id).await?);
            // What nobody may rely on any more, or not yet, stands in nobody's way when its rows were others.
            if other.is_standing() || can_be_beside(&counted, &one) {
                beside_it.push(one);
            }
        }
        let (clusters, estimate) = figure(&loaded, &slice);
        let release = Release {
            id: Id::from_u128(0),
            code: String::new(),
            state: String::new(),
            run: loaded.run.id,
            earlier: before.filter(|before| before.minimum == minimum).map(|before| before.id),
            entity: "children".into(),
            table: act.table.clone(),
            from,
            to,
            period: act.period.clone(),
            minimum,
            overlapping: false,
            clusters,
            estimate: whole(estimate.count),
            low: whole(estimate.low.floor()),
            high: whole(estimate.high.ceil()),
            sources: loaded.agencies,
            at: tx.now,
        };
        let others = others.iter().map(|other| other.id).collect();
        Ok(Gauged { table, release, counted, beside: beside_it, others })
    }
}

/// The releases of a period: drafts, too, since somebody may approve them, and those that were withdrawn, since somebody may have them.
pub(super) async fn others(tx: &mut Tx, organisation: Id, period: &str) -> Result<Vec<Release>> {
    let all = releases::all(tx, organisation).await?;
    Ok(all.into_iter().filter(|release| release.period == period).collect())
}

/// First and last day of a period.
fn days(period: &str) -> Option<(String, String)> {
    let year: i16 = period.get(..4)?.parse().ok()?;
    let (first, last): (i8, i8) = match period.get(4..).unwrap_or_default() {
        "" => (1, 12),
        "-Q1" => (1, 3),
        "-Q2" => (4, 6),
        "-Q3" => (7, 9),
        "-Q4" => (10, 12),
        month => {
            let month = month.strip_prefix('-')?.parse().ok()?;
            (month, month)
        }
    };
    let from = model::Date::new(year, first, 1).ok()?;
    let to = model::Date::new(year, last, 1).ok()?.last_of_month();
    Some((from.to_string(), to.to_string()))
}
