//! Chance that anybody can repeat.

/// A small generator (SplitMix64, Steele, Lea and Flood 2014). The same seed gives the same children on every machine.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Self(seed ^ 0x6a65_6a61_7269_6e67);
        dice.next();
        dice
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to but not including 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or_default()
    }

    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    pub(super) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let at = self.below(list.len());
        list.get(at).copied().unwrap_or_default()
    }

    /// A rank below `bound` with frequency falling as 1 / (rank + 1): names are Zipf-distributed.
    pub(super) fn rank(&mut self, bound: usize) -> usize {
        let at = (self.share() * (bound as f64 + 1.0).ln()).exp() - 1.0;
        (at as usize).min(bound.saturating_sub(1))
    }

    /// A number from 1 to `most` with frequency falling as n^-exponent (inverse of the continuous law, rounded down).
    pub(super) fn heavy_tail(&mut self, most: usize, exponent: f64) -> usize {
        let (a, top) = (1.0 - exponent, (most as f64 + 1.0).powf(1.0 - exponent));
        let u = self.share();
        let drawn = (1.0 + u * (top - 1.0)).powf(1.0 / a);
        (drawn as usize).clamp(1, most)
    }

    /// An index drawn by weight.
    pub(super) fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let mut left = self.share() * weights.clone().sum::<f64>();
        let mut last = 0;
        for (at, weight) in weights.enumerate() {
            last = at;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    /// Shuffles in place (Fisher and Yates).
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            let other = self.below(at + 1);
            list.swap(at, other);
        }
    }
}
