//! Noise by whole numbers alone (Canonne, Kamath and Steinke 2020, algorithms 1 to 3).

/// Where unpredictable bytes come from. It must be cryptographically secure: who can foresee it can take the noise off.
pub trait Source {
    /// Fills the whole of `out`.
    fn fill(&mut self, out: &mut [u8]);
}

/// Bytes are asked for in such portions.
const PORTION: usize = 4096;

/// Draws from distributions without any rounding.
pub struct Exact<'a> {
    source: &'a mut dyn Source,
    portion: Box<[u8; PORTION]>,
    at: usize,
}

impl<'a> Exact<'a> {
    /// Draws from this source.
    pub fn new(source: &'a mut dyn Source) -> Self {
        Self { source, portion: Box::new([0; PORTION]), at: PORTION }
    }

    /// 64 bits.
    pub fn word(&mut self) -> u64 {
        if let Some(bytes) = self.portion.get(self.at..).and_then(|rest| rest.first_chunk::<8>()) {
            self.at += 8;
            return u64::from_le_bytes(*bytes);
        }
        self.source.fill(self.portion.as_mut_slice());
        self.at = 8;
        self.portion.first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    /// A whole number from 0 to below `end`, each as likely; 0 when `end` is 0.
    pub fn below(&mut self, end: u128) -> u128 {
        if end <= 1 {
            return 0;
        }
        let mask = u128::MAX >> (end - 1).leading_zeros();
        loop {
            let low = u128::from(self.word());
            let drawn =
                if mask > u128::from(u64::MAX) { u128::from(self.word()) << 64 | low } else { low } & mask;
            if drawn < end {
                return drawn;
            }
        }
    }

    /// Above 0 and below 1, for what needs no exactness.
    pub fn share(&mut self) -> f64 {
        ((self.word() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// True with chance exp(−`over`/`under`), for a fraction of at most 1.
    fn exponential_of_part(&mut self, over: u128, under: u128) -> bool {
        let mut turns = 1_u128;
        // Each turn is won with chance over/(under × turns), as two independent draws whose product that is.
        while self.below(under) < over && self.below(turns) == 0 {
            turns += 1;
        }
        turns % 2 == 1
    }

    /// True with chance exp(−`over`/`under`). `under` must not be 0.
    pub fn exponential(&mut self, over: u128, under: u128) -> bool {
        let mut left = over;
        while left > under {
            if !self.exponential_of_part(1, 1) {
                return false;
            }
            left -= under;
        }
        self.exponential_of_part(left, under)
    }

    /// Discrete Laplace noise of this scale, which must be at least 1.
    pub fn laplace(&mut self, scale: u64) -> i64 {
        let scale = u128::from(scale.max(1));
        loop {
            let rest = self.below(scale);
            if !self.exponential_of_part(rest, scale) {
                continue;
            }
            let mut whole = 0_u128;
            while self.exponential_of_part(1, 1) {
                whole += 1;
            }
            let size = rest + scale * whole;
            let negative = self.below(2) == 1;
            // Zero has no sign: one of its two ways to come up is thrown away.
            if negative && size == 0 {
                continue;
            }
            let Ok(size) = i64::try_from(size) else { continue };
            return if negative { -size } else { size };
        }
    }

    /// Discrete Gaussian noise of this parameter σ², which must be at least 1 and at most 2^40. Its variance is no
    /// larger than σ².
    pub fn gaussian(&mut self, variance: u64) -> i64 {
        let variance = variance.clamp(1, 1 << 40);
        let scale = variance.isqrt() + 1;
        let (wide, square) = (u128::from(scale), u128::from(variance));
        let under = 2 * square * wide * wide;
        loop {
            let drawn = self.laplace(scale);
            let apart = (u128::from(drawn.unsigned_abs()) * wide).abs_diff(square);
            // What overflows has a chance below exp(−2^40).
            if apart.checked_mul(apart).is_some_and(|over| self.exponential(over, under)) {
                return drawn;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mse::Dice;

    struct Seeded(Dice);

    impl Source for Seeded {
        fn fill(&mut self, out: &mut [u8]) {
            out.chunks_mut(8)
                .for_each(|chunk| chunk.copy_from_slice(&self.0.next().to_le_bytes()[..chunk.len()]));
        }
    }

    /// Chi-squared of draws against chances, over values from −`wide` to `wide`.
    fn fits(wide: i64, chance: impl Fn(i64) -> f64, mut draw: impl FnMut(&mut Exact<'_>) -> i64) -> f64 {
        let mut source = Seeded(Dice::new(11, 4));
        let mut exact = Exact::new(&mut source);
        let draws = 200_000;
        let mut counts = vec![0_u32; usize::try_from(2 * wide + 1).unwrap()];
        for _ in 0..draws {
            let at = usize::try_from(draw(&mut exact) + wide).unwrap_or(usize::MAX);
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        }
        let sum: f64 = (-10_000..=10_000).map(&chance).sum();
        (-wide..=wide)
            .zip(counts)
            .map(|(value, count)| {
                let expected = chance(value) / sum * f64::from(draws);
                (f64::from(count) - expected).powi(2) / expected
            })
            .sum()
    }

    #[test]
    fn draws_follow_their_distribution() {
        // 99.99 % points of chi-squared with 21 and 41 degrees: 52 and 84.
        let laplace = fits(10, |x| (-(x.abs() as f64) / 3.0).exp(), |exact| exact.laplace(3));
        assert!(laplace < 52.0, "{laplace}");
        let gaussian = fits(20, |x| (-(x * x) as f64 / 98.0).exp(), |exact| exact.gaussian(49));
        assert!(gaussian < 84.0, "{gaussian}");
        let narrow = fits(3, |x| (-(x * x) as f64 / 2.0).exp(), |exact| exact.gaussian(1));
        assert!(narrow < 30.0, "{narrow}");
    }

    #[test]
    fn every_number_below_an_end_is_as_likely() {
        let mut source = Seeded(Dice::new(3, 1));
        let mut exact = Exact::new(&mut source);
        let mut counts = [0_u32; 7];
        (0..70_000).for_each(|_| counts[usize::try_from(exact.below(7)).unwrap()] += 1);
        assert!(counts.iter().all(|count| count.abs_diff(10_000) < 500), "{counts:?}");
        assert!((0..100).all(|_| exact.below(1 << 100) < 1 << 100));
        assert_eq!((exact.below(0), exact.below(1)), (0, 0));
    }
}
