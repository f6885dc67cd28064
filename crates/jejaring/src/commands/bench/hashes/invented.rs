//! Random numbers in the form of hashes. No hash of anything is here.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use model::SplitMix;
use signals::{MAX_DISTANCE, Pdq};

/// What is measured with.
pub(super) struct Plan {
    pub(super) rows: u32,
    pub(super) lookups: u32,
    pub(super) seed: u64,
}

impl Plan {
    pub(super) fn row(&self, number: u32) -> Pdq {
        let mut chance = Chance::of(self.seed, u64::from(number));
        Pdq([chance.next(), chance.next(), chance.next(), chance.next()])
    }

    /// Every other question lies near a row, by any distance up to the limit.
    pub(super) fn question(&self, number: u32) -> Pdq {
        let mut chance = Chance::of(self.seed ^ 0x7175_6573, u64::from(number));
        if number.is_multiple_of(2) {
            return Pdq([chance.next(), chance.next(), chance.next(), chance.next()]);
        }
        let row = u32::try_from(chance.next() % u64::from(self.rows)).unwrap_or_default();
        let mut words = self.row(row).0;
        let flips = chance.next() % u64::from(MAX_DISTANCE + 1);
        for _ in 0..flips {
            let bit = chance.next() % 256;
            if let Some(word) = words.get_mut((bit / 64) as usize) {
                *word ^= 1 << (bit % 64);
            }
        }
        Pdq(words)
    }

    pub(super) fn write(&self, dir: &Path) -> std::io::Result<()> {
        fs::create_dir_all(dir)?;
        let mut rows = BufWriter::new(File::create(dir.join("rows.bin"))?);
        (0..self.rows).try_for_each(|number| rows.write_all(&self.row(number).to_bytes()))?;
        rows.flush()?;
        let mut questions = BufWriter::new(File::create(dir.join("questions.bin"))?);
        (0..self.lookups).try_for_each(|number| questions.write_all(&self.question(number).to_bytes()))?;
        questions.flush()
    }
}

/// The same numbers on every machine.
struct Chance(SplitMix);

impl Chance {
    fn of(seed: u64, number: u64) -> Self {
        let first = SplitMix::new(seed).draw();
        Self(SplitMix::new(first ^ number.wrapping_mul(0xd134_2543_de82_ef95)))
    }

    fn next(&mut self) -> u64 {
        self.0.draw()
    }
}
