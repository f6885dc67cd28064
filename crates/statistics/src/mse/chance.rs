//! Chance that anybody can repeat: a seeded generator and the distributions that resampling needs.

use super::tails::ln_gamma;

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The generator of one piece of work: pieces do not share a sequence, so threads cannot matter.
    pub(crate) fn new(seed: u64, piece: u64) -> Self {
        let mut dice = Self(seed ^ 0x6c69_7374_7320_6f66);
        let mixed = dice.next() ^ piece.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut dice = Self(mixed);
        dice.next();
        dice
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Above 0 and below 1.
    pub(crate) fn share(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(crate) fn normal(&mut self) -> f64 {
        let (u, v) = (self.share(), self.share());
        (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
    }

    /// Gamma with this shape and scale 1 (Marsaglia and Tsang 2000).
    pub(crate) fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.share().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && self.share().ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    /// The logarithms of a beta variable and of its complement: exact where the variable itself would round to 0 or 1.
    pub(crate) fn ln_beta(&mut self, a: f64, b: f64) -> (f64, f64) {
        let (x, y) = (self.ln_gamma_draw(a), self.ln_gamma_draw(b));
        let most = x.max(y);
        let sum = most + ((x - most).exp() + (y - most).exp()).ln();
        (x - sum, y - sum)
    }

    fn ln_gamma_draw(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0).ln() + self.share().ln() / shape;
        }
        self.gamma(shape).ln()
    }

    /// Poisson: by inversion when small, by Hörmann's transformed rejection (1993) when large.
    pub(crate) fn poisson(&mut self, mean: f64) -> f64 {
        if mean.is_nan() || mean <= 0.0 {
            return 0.0;
        }
        if mean < 30.0 {
            let (mut left, mut term, mut k) = (self.share(), (-mean).exp(), 0.0);
            while left > term && term > 0.0 {
                left -= term;
                k += 1.0;
                term *= mean / k;
            }
            return k;
        }
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.024_83 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        loop {
            let u = self.share() - 0.5;
            let v = self.share();
            let us = 0.5 - u.abs();
            let k = ((2.0 * a / us + b) * u + mean + 0.43).floor();
            if k < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            if (v * inverse_alpha / (a / (us * us) + b)).ln() <= k * mean.ln() - mean - ln_gamma(k + 1.0) {
                return k;
            }
        }
    }

    /// Binomial: by inversion when few are expected, otherwise by halving on a beta order statistic (Relles 1972).
    pub(crate) fn binomial(&mut self, trials: u64, chance: f64) -> u64 {
        if trials == 0 || chance.is_nan() || chance <= 0.0 {
            return 0;
        }
        if chance >= 1.0 {
            return trials;
        }
        if chance > 0.5 {
            return trials - self.binomial(trials, 1.0 - chance);
        }
        let n = trials as f64;
        if n * chance < 15.0 {
            let odds = chance / (1.0 - chance);
            let (mut left, mut term, mut k) = (self.share(), (n * (-chance).ln_1p()).exp(), 0_u64);
            while left > term && k < trials {
                left -= term;
                k += 1;
                term *= (n - k as f64 + 1.0) / k as f64 * odds;
            }
            return k;
        }
        let middle = trials / 2 + 1;
        let split = self.ln_beta(middle as f64, (trials - middle + 1) as f64).0.exp();
        if split <= chance {
            middle + self.binomial(trials - middle, (chance - split) / (1.0 - split))
        } else {
            self.binomial(middle - 1, chance / split)
        }
    }

    /// Shares out `total` by weight.
    pub(crate) fn multinomial(&mut self, total: u64, weights: &[f64], mut give: impl FnMut(usize, u64)) {
        let mut left_weight: f64 = weights.iter().sum();
        let mut left = total;
        for (at, weight) in weights.iter().enumerate() {
            if left == 0 {
                return;
            }
            let last = at + 1 == weights.len();
            let drawn = if last { left } else { self.binomial(left, weight / left_weight) };
            left -= drawn;
            left_weight -= weight;
            if drawn > 0 {
                give(at, drawn);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(mut draw: impl FnMut(&mut Dice) -> f64) -> (f64, f64) {
        let mut dice = Dice::new(7, 1);
        let all: Vec<f64> = (0..40_000).map(|_| draw(&mut dice)).collect();
        let mean = all.iter().sum::<f64>() / 40_000.0;
        (mean, all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 40_000.0)
    }

    #[test]
    fn draws_have_the_moments_of_their_distribution() {
        let near = |(mean, var): (f64, f64), m: f64, v: f64| {
            assert!(
                (mean - m).abs() < 5.0 * (v / 40_000.0).sqrt() && (var / v - 1.0).abs() < 0.08,
                "{mean} {var}"
            );
        };
        near(moments(|dice| dice.binomial(1000, 0.3) as f64), 300.0, 210.0);
        near(moments(|dice| dice.binomial(40, 0.1) as f64), 4.0, 3.6);
        near(moments(|dice| dice.poisson(4.0)), 4.0, 4.0);
        near(moments(|dice| dice.poisson(250.0)), 250.0, 250.0);
        near(moments(|dice| dice.gamma(0.5)), 0.5, 0.5);
        near(moments(|dice| dice.ln_beta(2.0, 3.0).0.exp()), 0.4, 0.04);
    }
}
