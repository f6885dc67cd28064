//! Makes records with differential privacy of 100,000 invented ones with 20 columns that lean on one another, and says what was kept.
//!
//! `cargo run --release -p statistics --example private_bench -- [RECORDS] [LENGTH] [EPSILON…]`
#![allow(clippy::print_stdout, reason = "a measurement prints")]

use std::time::Instant;

use serde_json::json;
use statistics::Result;
use statistics::microdata::private::{Settings, private};
use statistics::microdata::{Microdata, Utility};
use statistics::privacy::{Loss, Source};

/// Foreseeable, as a measurement may be.
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below this, small ones more often.
    fn skewed(&mut self, below: u64) -> u64 {
        (0..2).map(|_| self.next() % below.max(1)).min().unwrap_or(0)
    }
}

impl Source for Sequence {
    fn fill(&mut self, out: &mut [u8]) {
        for bytes in out.chunks_mut(8) {
            let drawn = self.next().to_le_bytes();
            bytes.iter_mut().zip(drawn).for_each(|(byte, drawn)| *byte = drawn);
        }
    }
}

/// Values of each column: two as of sexes, thirty-eight as of provinces.
const SIZES: [u64; 20] = [2, 3, 4, 5, 6, 38, 2, 3, 8, 12, 4, 5, 2, 7, 9, 3, 4, 6, 10, 2];

/// Each column follows the one before it in two of five records, and one three before it in one of five.
fn invented(records: usize) -> Microdata {
    let mut dice = Sequence(7);
    let mut table = Microdata::new((1..=SIZES.len()).map(|at| format!("column {at}")).collect());
    for (column, size) in SIZES.iter().enumerate() {
        let values: Vec<String> = (0..*size).map(|value| format!("{value:02}")).collect();
        table.declare(column, values.iter().map(String::as_str));
    }
    for _ in 0..records {
        let mut row: Vec<u64> = Vec::with_capacity(SIZES.len());
        for size in SIZES {
            let back = match dice.next() % 5 {
                0 | 1 => 1,
                2 => 3,
                _ => 0,
            };
            let leaned = row.len().checked_sub(back).filter(|_| back > 0).and_then(|at| row.get(at)).copied();
            row.push(leaned.map_or_else(|| dice.skewed(size), |value| value % size));
        }
        let texts: Vec<String> = row.iter().map(|value| format!("{value:02}")).collect();
        table.add(texts.iter().map(String::as_str));
    }
    table
}

fn main() -> Result<()> {
    let asked: Vec<f64> = std::env::args().skip(1).filter_map(|text| text.parse().ok()).collect();
    let whole = |at: usize, usual: usize| asked.get(at).map_or(usual, |number| *number as usize);
    let truth = invented(whole(0, 100_000));
    let epsilons = asked.get(2..).filter(|some| !some.is_empty()).unwrap_or(&[1.0, 4.0]);
    for epsilon in epsilons {
        let settings = Settings { length: whole(1, 3), loss: Loss::allowed(*epsilon, 1e-7)?, each: 1 };
        let began = Instant::now();
        let made = private(&truth, &settings, &mut Sequence(11))?;
        let seconds = began.elapsed().as_secs_f64();
        let utility = Utility::of(&truth, &made.records, 11, settings.length);
        let lengths = utility.lengths.iter().map(|length| {
            json!({ "length": length.length, "common": length.common,
                "kept": length.kept as f64 / length.common.max(1) as f64,
                "invented": length.invented, "error": length.error, "weighted_error": length.weighted_error })
        });
        let noise: Vec<u64> = made.measured.iter().map(|measured| measured.variance).collect();
        println!(
            "{}",
            json!({ "epsilon": epsilon, "records": made.records.records(), "replaced": made.replaced, "variance": noise,
                "seconds": seconds, "lengths": lengths.collect::<Vec<_>>() })
        );
    }
    Ok(())
}
