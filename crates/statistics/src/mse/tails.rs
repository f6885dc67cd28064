//! Tails of distributions.

/// ln Γ(x) for x > 0: Stirling's series after shifting above 10; relative error below 1e-13.
pub(crate) fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 1.0_f64);
    while x < 10.0 {
        shift *= x;
        x += 1.0;
    }
    let inverse = 1.0 / x;
    let square = inverse * inverse;
    let series = inverse
        * (1.0 / 12.0
            - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))));
    (x - 0.5) * x.ln() - x + 0.918_938_533_204_672_8 + series - shift.ln()
}

/// Chance of a Poisson count at least as far from its mean as this one, on its own side.
pub(crate) fn poisson_tail(count: f64, mean: f64) -> f64 {
    if mean <= 0.0 {
        return if count > 0.0 { 0.0 } else { 1.0 };
    }
    let mut term = (count * mean.ln() - mean - ln_gamma(count + 1.0)).exp();
    let (mut sum, mut at) = (term, count);
    while term > sum * 1e-16 {
        if count < mean {
            if at <= 0.0 {
                break;
            }
            term *= at / mean;
            at -= 1.0;
        } else {
            at += 1.0;
            term *= mean / at;
        }
        sum += term;
    }
    sum.min(1.0)
}

/// Standard normal distribution function, by the continued fraction and the series of the error function.
pub(crate) fn normal(z: f64) -> f64 {
    let t = z.abs();
    let density = (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    let upper = if t < 3.0 {
        let (mut term, mut sum, mut k) = (t, t, 1.0);
        while term > sum * 1e-17 {
            k += 2.0;
            term *= t * t / k;
            sum += term;
        }
        0.5 - density * sum
    } else {
        let mut fraction = t;
        for k in (1..=60).rev() {
            fraction = t + f64::from(k) / fraction;
        }
        density / fraction
    };
    if z < 0.0 { upper } else { 1.0 - upper }
}

/// The z of a chance between 0 and 1: bisection of [`normal`], good to 1e-12.
pub(crate) fn normal_quantile(chance: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if normal(middle) < chance { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// Quantile of sorted numbers, linear between neighbours (definition 7 of Hyndman and Fan 1996).
pub(crate) fn quantile(sorted: &[f64], chance: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * chance.clamp(0.0, 1.0);
    let low = sorted.get(place.floor() as usize).copied()?;
    let high = sorted.get((place.floor() as usize + 1).min(last)).copied()?;
    let share = place - place.floor();
    Some(if share == 0.0 || low == high { low } else { low + (high - low) * share })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_agree_with_tables() {
        assert!((ln_gamma(1.0)).abs() < 1e-13 && (ln_gamma(0.5) - 0.572_364_942_924_700_1).abs() < 1e-12);
        assert!((ln_gamma(101.0) - 363.739_375_555_563_5).abs() < 1e-10);
        assert!(
            (normal(1.959_963_984_540_054) - 0.975).abs() < 1e-12
                && (normal(-4.0) - 3.167_124_183_311_998e-5).abs() < 1e-15
        );
        assert!((normal_quantile(0.025) + 1.959_963_984_540_054).abs() < 1e-9);
        assert!((poisson_tail(0.0, 3.0) - (-3.0_f64).exp()).abs() < 1e-15);
        // P(X ≥ 10), X ~ Poisson(4)
        assert!((poisson_tail(10.0, 4.0) - 0.008_132_242_656_6).abs() < 1e-9);
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
    }
}
