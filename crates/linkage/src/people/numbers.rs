//! Numbers in order with the entries that bear them: exact look-ups and look-ups by beginning.

use std::collections::BTreeSet;

/// Pairs of number and slot, sorted.
#[derive(Default)]
pub(super) struct Numbers {
    pairs: BTreeSet<(u64, u32)>,
}

impl Numbers {
    pub(super) fn insert(&mut self, number: u64, slot: u32) {
        self.pairs.insert((number, slot));
    }

    pub(super) fn remove(&mut self, number: u64, slot: u32) {
        self.pairs.remove(&(number, slot));
    }

    pub(super) fn exact(&self, number: u64) -> impl Iterator<Item = u32> + '_ {
        self.between(number, number)
    }

    /// Slots of numbers from `low` to `high`, both included.
    pub(super) fn between(&self, low: u64, high: u64) -> impl Iterator<Item = u32> + '_ {
        self.pairs.range((low, 0)..=(high, u32::MAX)).map(|(_, slot)| *slot)
    }
}

/// The lowest and highest number of `width` digits that begins with these digits.
pub(super) fn span(digits: &str, width: usize) -> Option<(u64, u64)> {
    let missing = u32::try_from(width.checked_sub(digits.len())?).ok()?;
    let first: u64 = digits.parse().ok()?;
    let step = 10_u64.checked_pow(missing)?;
    let low = first.checked_mul(step)?;
    Some((low, low.checked_add(step - 1)?))
}

/// Numbers that differ from this one of sixteen digits in one digit or by two neighbours that changed places.
pub(super) fn near(number: u64) -> Vec<u64> {
    let mut out = Vec::with_capacity(16 * 9 + 15);
    let mut step = 1_u64;
    for at in 0..16 {
        let digit = number / step % 10;
        out.extend((0..10).filter(|d| *d != digit).map(|d| number - digit * step + d * step));
        let above = number / (step * 10) % 10;
        if at < 15 && above != digit {
            out.push(number - digit * step - above * step * 10 + above * step + digit * step * 10);
        }
        step *= 10;
    }
    out
}
