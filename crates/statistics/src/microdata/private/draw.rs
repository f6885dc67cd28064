//! Records that agree with counts.
//!
//! First each record is drawn along a network of columns, each column given those that tell most of it. Then, table by table,
//! records are moved from cells that hold too many to cells that hold too few.

use std::collections::BTreeMap;

use super::table::Table;
use crate::microdata::synthesis::shuffle;
use crate::microdata::utility::choices;
use crate::mse::Dice;

type Tables = BTreeMap<Vec<usize>, Table>;

/// How a record may be moved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By taking over the columns of the table, or by becoming a copy of a record that is there.
    Either,
    /// Only as a copy: no record comes to be that there was not.
    Copy,
}

impl Way {
    /// How often all tables are gone through, and which share of what is too much is moved the first time. A copy moves all other
    /// columns too, so what is rare is lost by many of them.
    const fn course(self) -> (u32, f64) {
        match self {
            Self::Either => (5, 0.9),
            Self::Copy => (3, 0.3),
        }
    }
}

/// Draws so many records; also tells how many had a combination of which there are none, and were replaced.
pub(super) fn draw(
    sizes: &[usize],
    tables: &Tables,
    longest: usize,
    total: f64,
    seed: u64,
) -> (Vec<Vec<u16>>, usize) {
    let records = total as usize;
    let mut dice = Dice::new(seed, 0x7265_636f_7264);
    let mut columns = vec![vec![0_u16; records]; sizes.len()];
    for (column, given) in network(sizes.len(), tables, longest) {
        let drawn = sample(column, &given, tables, &columns, records, &mut dice);
        if let Some(place) = columns.get_mut(column) {
            *place = drawn;
        }
    }
    let (longest, shorter): (Vec<&Table>, Vec<&Table>) =
        tables.values().partition(|table| table.columns.len() == longest);
    refine(&longest, &mut columns, &mut dice, Way::Either);
    let replaced = replace(&longest, &mut columns, records, &mut dice);
    // Who takes a replaced record's place is drawn from all that may be; copies put right what that moved, and make nothing new.
    refine(&shorter, &mut columns, &mut dice, Way::Copy);
    let row = |record: usize| {
        columns.iter().map(|column| column.get(record).copied().unwrap_or_default()).collect()
    };
    ((0..records).map(row).collect(), replaced)
}

/// Columns in an order, each with those before it that tell most of it.
fn network(width: usize, tables: &Tables, longest: usize) -> Vec<(usize, Vec<usize>)> {
    let told = |column: usize, given: &[usize]| {
        let mut all = given.to_vec();
        all.push(column);
        all.sort_unstable();
        let at = all.iter().position(|one| *one == column).unwrap_or_default();
        tables.get(&all).map_or(0.0, |table| table.mutual(at))
    };
    let ties = |column: &usize| {
        (0..width).filter(|other| other != column).map(|other| told(*column, &[other])).sum::<f64>()
    };
    let first = (0..width).max_by(|a, b| ties(a).total_cmp(&ties(b))).unwrap_or_default();
    let mut order = vec![(first, Vec::new())];
    let mut known = vec![first];
    // What each remaining column is told by each set of given ones; only sets with the newest column are new.
    let mut best: BTreeMap<usize, (f64, Vec<usize>)> =
        (0..width).filter(|column| *column != first).map(|column| (column, (-1.0, Vec::new()))).collect();
    while !best.is_empty() {
        let many = (longest - 1).min(known.len());
        for (column, (most, given)) in &mut best {
            for set in sets_with_last(&known, many) {
                let here = told(*column, &set);
                if here > *most || set.len() > given.len() {
                    (*most, *given) = (here, set);
                }
            }
        }
        let next = best.iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0)).map(|(column, _)| *column);
        let Some((next, (_, given))) = next.and_then(|next| best.remove_entry(&next)) else { break };
        order.push((next, given));
        known.push(next);
    }
    order
}

/// All sets of so many of these that hold the last of them.
fn sets_with_last(known: &[usize], many: usize) -> Vec<Vec<usize>> {
    let Some((last, rest)) = known.split_last().filter(|_| many > 0) else { return vec![Vec::new()] };
    choices(rest.len(), many - 1)
        .into_iter()
        .map(|chosen| {
            let mut set: Vec<usize> = chosen.into_iter().filter_map(|at| rest.get(at).copied()).collect();
            set.push(*last);
            set
        })
        .collect()
}

/// Draws a column given others.
fn sample(
    column: usize,
    given: &[usize],
    tables: &Tables,
    columns: &[Vec<u16>],
    records: usize,
    dice: &mut Dice,
) -> Vec<u16> {
    let mut all = given.to_vec();
    all.push(column);
    all.sort_unstable();
    let alone = tables.get(&vec![column]).map(|table| table.cells.as_slice()).unwrap_or_default();
    let Some(table) = tables.get(&all) else { return vec![0; records] };
    let at = all.iter().position(|one| *one == column).unwrap_or_default();
    let (stride, size) = (table.stride(at), table.size(at));
    // The column itself is still all zeros, so these are the first cells of what is given.
    let cells: Vec<&[u16]> =
        all.iter().filter_map(|column| columns.get(*column)).map(Vec::as_slice).collect();
    let mut places = Vec::new();
    table.places(&cells, &mut places);
    let mut value = |place: u32| {
        let weights = || table.cells.iter().skip(place as usize).step_by(stride).take(size);
        let sum: f32 = weights().sum();
        if sum > 0.0 {
            pick(weights(), f64::from(sum), dice)
        } else {
            pick(alone.iter(), f64::from(alone.iter().sum::<f32>()), dice)
        }
    };
    places.into_iter().map(&mut value).collect()
}

fn pick<'a>(weights: impl Iterator<Item = &'a f32>, sum: f64, dice: &mut Dice) -> u16 {
    let mut left = dice.share() * sum;
    let mut last = 0;
    for (value, weight) in (0_u16..).zip(weights) {
        if *weight > 0.0 {
            last = value;
            left -= f64::from(*weight);
            if left <= 0.0 {
                break;
            }
        }
    }
    last
}

/// Moves records from cells with too many to cells with too few: half by taking over the columns of the table, half
/// by becoming a copy of a record that is there, which keeps what else goes together.
fn refine(tables: &[&Table], columns: &mut [Vec<u16>], dice: &mut Dice, way: Way) {
    let (rounds, first) = way.course();
    let mut order: Vec<usize> = (0..tables.len()).collect();
    let mut places = Vec::new();
    for round in 0..rounds {
        let step = first * 0.75_f64.powi(i32::try_from(round).unwrap_or_default());
        shuffle(dice, &mut order);
        for table in order.iter().filter_map(|at| tables.get(*at)) {
            let cells: Vec<&[u16]> =
                table.columns.iter().filter_map(|column| columns.get(*column)).map(Vec::as_slice).collect();
            table.places(&cells, &mut places);
            level(table, &places, step, columns, dice, way);
        }
    }
}

fn level(table: &Table, places: &[u32], step: f64, columns: &mut [Vec<u16>], dice: &mut Dice, way: Way) {
    let (counts, begins, members) = by_cell(table.cells.len(), places);
    // How many each cell gives away.
    let mut spare = vec![0_u32; table.cells.len()];
    let mut wanting: Vec<u32> = Vec::new();
    for (place, ((count, wanted), spare)) in (0_u32..).zip(counts.iter().zip(&table.cells).zip(&mut spare)) {
        let apart = f64::from(*count) - f64::from(*wanted);
        if apart.abs() < 0.5 {
            continue;
        }
        let whole = (step * apart.abs() + dice.share()) as usize;
        if apart > 0.0 {
            *spare = u32::try_from(whole).unwrap_or(u32::MAX).min(*count);
        } else {
            wanting.extend(std::iter::repeat_n(place, whole));
        }
    }
    shuffle(dice, &mut wanting);
    let begin = (dice.share() * places.len() as f64) as usize;
    let (head, tail) = places.split_at(begin.min(places.len()));
    let turns = (begin..).zip(tail).chain((0..).zip(head));
    for (record, place) in turns {
        let Some(spare) = spare.get_mut(*place as usize).filter(|spare| **spare > 0) else { continue };
        let Some(to) = wanting.pop() else { break };
        *spare -= 1;
        // Any of those who are there: always the same one would fill the cell with its other columns.
        let many = counts.get(to as usize).copied().unwrap_or_default();
        let at = begins.get(to as usize).copied().unwrap_or_default() as usize
            + (dice.share() * f64::from(many)) as usize;
        let donor = members.get(at).copied().filter(|_| many > 0);
        match donor.filter(|_| way == Way::Copy || dice.next() & 1 == 0) {
            Some(donor) => copy(columns, donor as usize, record),
            None if way == Way::Copy => {}
            None => {
                for (column, value) in table.values(to as usize) {
                    if let Some(cell) = columns.get_mut(column).and_then(|column| column.get_mut(record)) {
                        *cell = value;
                    }
                }
            }
        }
    }
}

/// How many records are in each cell, where its records begin in a list of all by cell, and that list.
fn by_cell(cells: usize, places: &[u32]) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let mut counts = vec![0_u32; cells];
    for place in places {
        if let Some(count) = counts.get_mut(*place as usize) {
            *count += 1;
        }
    }
    let mut begins = Vec::with_capacity(cells);
    let mut before = 0_u32;
    for count in &counts {
        begins.push(before);
        before += count;
    }
    let mut next = begins.clone();
    let mut members = vec![0_u32; places.len()];
    for (record, place) in (0_u32..).zip(places) {
        if let Some(slot) = next.get_mut(*place as usize) {
            if let Some(member) = members.get_mut(*slot as usize) {
                *member = record;
            }
            *slot += 1;
        }
    }
    (counts, begins, members)
}

fn copy(columns: &mut [Vec<u16>], from: usize, to: usize) {
    for column in columns {
        let value = column.get(from).copied();
        if let (Some(cell), Some(value)) = (column.get_mut(to), value) {
            *cell = value;
        }
    }
}

/// Replaces records that have a combination of which the counts say that there is none by others that have no such.
fn replace(tables: &[&Table], columns: &mut [Vec<u16>], records: usize, dice: &mut Dice) -> usize {
    let mut wrong = vec![false; records];
    let mut places = Vec::new();
    for table in tables {
        let cells: Vec<&[u16]> =
            table.columns.iter().filter_map(|column| columns.get(*column)).map(Vec::as_slice).collect();
        table.places(&cells, &mut places);
        for (wrong, place) in wrong.iter_mut().zip(&places) {
            *wrong |= table.cells.get(*place as usize).is_none_or(|wanted| *wanted <= 0.0);
        }
    }
    let right: Vec<usize> = (0..records).filter(|record| wrong.get(*record) == Some(&false)).collect();
    let mut replaced = 0;
    for record in (0..records).filter(|record| wrong.get(*record) == Some(&true)) {
        let drawn = (dice.share() * right.len() as f64) as usize;
        if let Some(from) = right.get(drawn) {
            copy(columns, *from, record);
            replaced += 1;
        }
    }
    replaced
}
