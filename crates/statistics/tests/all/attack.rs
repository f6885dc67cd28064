//! An attacker without an optimiser: bounds pushed along the sums until nothing moves any more. Whatever it finds is
//! true, so a sensitive cell must survive it.

use statistics::{Counted, Layout};

/// What is known of a cell.
pub(crate) type Range = (i64, i64);

pub(crate) const ENDLESS: i64 = 1 << 40;

/// The ranges of all cells, from those that are known.
pub(crate) fn ranges(layout: &Layout, known: impl Fn(usize) -> Option<u64>) -> Vec<Range> {
    let first = |cell| known(cell).map_or((0, ENDLESS), |count| (count as i64, count as i64));
    let mut ranges: Vec<Range> = (0..layout.len()).map(first).collect();
    let lines = layout.lines();
    for _ in 0..50 {
        let before = ranges.clone();
        for line in &lines {
            let low: i64 = line.parts.iter().map(|part| ranges[*part].0).sum();
            let high: i64 = line.parts.iter().map(|part| ranges[*part].1).sum();
            narrow(&mut ranges[line.total], low, high);
            let total = ranges[line.total];
            for part in &line.parts {
                let own = ranges[*part];
                narrow(&mut ranges[*part], total.0 - (high - own.1), total.1 - (low - own.0));
            }
        }
        if ranges == before {
            break;
        }
    }
    ranges
}

fn narrow(range: &mut Range, low: i64, high: i64) {
    range.0 = range.0.max(low);
    range.1 = range.1.min(high);
    assert!(range.0 <= range.1, "what is published contradicts itself");
}

/// The sensitive cells that this attacker works out too closely.
pub(crate) fn found_out(counted: &Counted, minimum: u64, known: impl Fn(usize) -> Option<u64>) -> Vec<usize> {
    let ranges = ranges(counted.layout(), known);
    let sensitive = (0..counted.layout().len())
        .filter(|cell| counted.value(*cell).is_some_and(|count| (1..minimum).contains(&count)));
    sensitive.filter(|cell| ranges[*cell].0 > 0 || ranges[*cell].1 < minimum as i64).collect()
}
