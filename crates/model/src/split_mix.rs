//! The small generator of everything that is invented or simulated.

/// SplitMix64 (Steele, Lea and Flood 2014): the same seed gives the same numbers on every machine. Never for keys, nor for noise
/// that is to protect somebody. `linkage` and `statistics`, which know no other crate of the house, have their own copy.
#[derive(Debug, Clone)]
pub struct SplitMix(u64);

impl SplitMix {
    /// The numbers of this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::SplitMix;

    #[test]
    fn numbers_are_those_of_the_published_generator() {
        // The first numbers of seed 1234567, as in the reference programs of the authors' paper.
        let mut numbers = SplitMix::new(1_234_567);
        assert_eq!(
            [numbers.draw(), numbers.draw(), numbers.draw()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }
}
