//! What is measured.

use std::time::Instant;

use serde_json::{Value, json};
use signals::{Exact, Keys, MAX_DISTANCE, Near, Pdq, PdqIndex, Scratch};

use super::invented::Plan;

fn per_second(count: u32, seconds: f64) -> f64 {
    (f64::from(count) / seconds.max(1e-9)).round()
}

fn seconds(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    begin.elapsed().as_secs_f64()
}

/// Shares the numbers below `count` out among threads.
fn by_threads(threads: u32, count: u32, work: &(impl Fn(&mut dyn Iterator<Item = u32>) + Sync)) -> f64 {
    seconds(|| {
        std::thread::scope(|scope| {
            for first in 0..threads {
                scope.spawn(move || work(&mut (first..count).step_by(threads as usize)));
            }
        });
    })
}

/// Nearest match.
pub(super) fn near(plan: &Plan, threads: u32, checked: u32) -> Value {
    let mut index = PdqIndex::expecting(plan.rows);
    // The last tenth is timed by itself: adding to a full index is what a node does every day.
    let before = plan.rows - plan.rows / 10;
    let filling = seconds(|| (0..before).for_each(|number| put(&mut index, plan.row(number))));
    let adding = seconds(|| (before..plan.rows).for_each(|number| put(&mut index, plan.row(number))));
    let questions: Vec<Pdq> = (0..plan.lookups).map(|number| plan.question(number)).collect();
    let ask = |numbers: &mut dyn Iterator<Item = u32>| {
        let mut scratch = Scratch::default();
        for question in numbers.filter_map(|number| questions.get(number as usize)) {
            std::hint::black_box(index.near(question, MAX_DISTANCE, &mut scratch));
        }
    };
    let alone = by_threads(1, plan.lookups, &ask);
    let together = by_threads(threads, plan.lookups, &ask);
    let (expected, found, beyond) = compared(&index, &questions, checked);
    json!({
        "held": index.len(), "bytes": index.bytes(), "bytes_per_hash": index.bytes() as f64 / f64::from(index.len().max(1)),
        "fill_seconds": filling, "adds_per_second_when_full": per_second(plan.rows - before, adding),
        "lookups_per_second_one_thread": per_second(plan.lookups, alone),
        "lookups_per_second": per_second(plan.lookups, together),
        "checked_lookups": checked.min(plan.lookups), "expected": expected, "found": found, "beyond_the_limit": beyond,
        "recall": if expected == 0 { 1.0 } else { found as f64 / expected as f64 },
    })
}

fn put(index: &mut PdqIndex, hash: Pdq) {
    std::hint::black_box(index.add(hash));
}

/// How many matches comparing with every hash finds, how many of them the index finds, and what it finds besides.
fn compared(index: &PdqIndex, questions: &[Pdq], checked: u32) -> (usize, usize, usize) {
    let mut scratch = Scratch::default();
    let (mut expected, mut found, mut beyond) = (0, 0, 0);
    for question in questions.iter().take(checked as usize) {
        let truth = index.near_by_scan(question, MAX_DISTANCE);
        let answer: &[Near] = index.near(question, MAX_DISTANCE, &mut scratch);
        expected += truth.len();
        found += truth.iter().filter(|near| answer.contains(near)).count();
        beyond += answer.iter().filter(|near| !truth.contains(near)).count();
    }
    (expected, found, beyond)
}

/// Exact look-up of 256 bits, half of the questions about what is held.
pub(super) fn exact(plan: &Plan, threads: u32) -> Value {
    let mut index = Exact::<32>::new(Keys(0x6a65_6a61, 0x7269_6e67));
    let filling = seconds(|| {
        for number in 0..plan.rows {
            std::hint::black_box(index.add(&plan.row(number).to_bytes()));
        }
    });
    let count = plan.rows.min(2_000_000);
    // Numbers beyond the rows give hashes that are not held.
    let question =
        |number: u32| plan.row(number.wrapping_mul(2_654_435_761) % plan.rows.saturating_mul(2)).to_bytes();
    let questions: Vec<[u8; 32]> = (0..count).map(question).collect();
    let ask = |numbers: &mut dyn Iterator<Item = u32>| {
        let asked = numbers.filter_map(|number| questions.get(number as usize));
        std::hint::black_box(asked.filter(|question| index.find(question).is_some()).count());
    };
    let (alone, together) = (by_threads(1, count, &ask), by_threads(threads, count, &ask));
    let held = questions.iter().filter(|question| index.find(question).is_some()).count();
    json!({
        "held": index.len(), "bytes": index.bytes(), "fill_seconds": filling,
        "lookups_per_second_one_thread": per_second(count, alone),
        "lookups_per_second": per_second(count, together), "share_held": held as f64 / f64::from(count.max(1)),
    })
}
