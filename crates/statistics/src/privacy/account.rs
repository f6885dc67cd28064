//! Concentrated differential privacy (zCDP) and the two numbers that it implies.
//!
//! Losses in ρ add up exactly. What is published is ε at a δ: whatever somebody believed of one child before, seeing all
//! releases changes the odds by a factor of at most e^ε, but for a chance of δ.

/// The δ at which ρ-zCDP implies ε (Canonne, Kamath and Steinke 2020, corollary 13). Every α gives a bound, so that the
/// search for the best of them need not be exact to be right.
#[must_use]
pub fn delta(rho: f64, epsilon: f64) -> f64 {
    if rho <= 0.0 {
        return 0.0;
    }
    let bound = |alpha: f64| {
        let power = (alpha - 1.0) * (alpha * rho - epsilon) + alpha * (-1.0 / alpha).ln_1p();
        power.exp() / (alpha - 1.0)
    };
    let (mut low, mut high) = (1.000_1, (epsilon + 1.0) / (2.0 * rho) + 2.0);
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        let slope = (2.0 * middle - 1.0) * rho - epsilon + (-1.0 / middle).ln_1p();
        if slope < 0.0 { low = middle } else { high = middle }
    }
    bound(f64::midpoint(low, high)).min(1.0)
}

/// The largest ρ found that implies (ε, δ): never too large.
#[must_use]
pub fn rho(epsilon: f64, delta_allowed: f64) -> f64 {
    if !(epsilon > 0.0 && delta_allowed > 0.0) {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, epsilon + 1.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if delta(middle, epsilon) <= delta_allowed { low = middle } else { high = middle }
    }
    low
}

/// The smallest ε found that ρ implies at this δ: never too small.
#[must_use]
pub fn epsilon(rho: f64, delta_allowed: f64) -> f64 {
    if rho <= 0.0 {
        return 0.0;
    }
    if delta_allowed <= 0.0 {
        return f64::INFINITY;
    }
    // The bound of Bun and Steinke holds always and ends the search.
    let (mut low, mut high) = (0.0, rho + 2.0 * (rho * (1.0 / delta_allowed).ln().max(0.0)).sqrt() + 1.0);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if delta(rho, middle) <= delta_allowed { high = middle } else { low = middle }
    }
    high
}

/// How far above the largest count of one child a noisy count must lie for its value to be shown, so that a value which one
/// child alone has appears with a chance of at most `chance`. The tail of the discrete Gaussian above m is at most that of the
/// normal above m − 1.
#[must_use]
pub fn margin(variance: u64, chance: f64) -> i64 {
    let away = 1.0 + (2.0 * variance as f64 * (1.0 / chance.clamp(1e-300, 1.0)).ln()).sqrt();
    away.ceil() as i64
}
