//! Logistic regression over candidates: which weights tell one person from two.

use linkage::recipes::{Evidence, FEATURES};

use super::{Near, Verdict, World, judge, kinds};

/// Pulls weights of what hardly occurs to nought.
const RIDGE: f64 = 1.0;
const ROUNDS: usize = 14;

fn values(evidence: &Evidence) -> [f64; FEATURES] {
    evidence.features().map(|value| f64::from(value) / 8.0)
}

/// Fits, prints the weights in 1/1024 bit for each eighth, and what thresholds would give.
pub(crate) fn fit(near: &[Near], world: &World) {
    let mut weights = [0.0; FEATURES];
    // Every eighth question is enough to see which candidates are hopeless.
    let some: Vec<Near> = near.iter().filter(|n| n.query % 8 == 0).cloned().collect();
    for _ in 0..ROUNDS / 2 {
        round(&some, &mut weights);
    }
    // What matters is where hits are decided: fit again among those that come near.
    for least in [-6.0] {
        let coarse = weights;
        let odds = |e: &Evidence| values(e).iter().zip(&coarse).map(|(x, w)| x * w).sum::<f64>();
        let hard: Vec<Near> = near.iter().filter(|n| odds(&n.evidence) > least).cloned().collect();
        println!("{} near, {} of them above {least}", near.len(), hard.len());
        for _ in 0..ROUNDS {
            round(&hard, &mut weights);
        }
    }
    // Odds to bits; a feature counts eighths, a weight 1/1024 bit.
    let bits = weights.map(|weight| weight / std::f64::consts::LN_2);
    let whole = bits.map(|weight| (weight * 1024.0 / 8.0).round());
    println!("{:?}", whole.map(|w| w as i32));
    let score = |e: &Evidence| {
        let sum = e.features().iter().zip(&whole).map(|(f, w)| f64::from(*f) * w).sum::<f64>();
        if e.is_strong() { f64::INFINITY } else { sum }
    };
    let scored: Vec<_> =
        near.iter().map(|n| (score(&n.evidence), n.right, n.query)).filter(|s| s.0 > 0.0).collect();
    let kinds = kinds(world);
    for threshold in (4..=28).map(|halves| f64::from(halves) * 512.0) {
        let Verdict { recall, wrong, well_known } = judge(&scored, &kinds, threshold);
        println!("{threshold:>8}: recall {recall:.4?} wrong {wrong:.2?} well known {well_known:.3}");
    }
    worst(near, score);
}

#[allow(clippy::needless_range_loop, reason = "a square matrix is mirrored")]
fn round(near: &[Near], weights: &mut [f64; FEATURES]) {
    let mut gradient = weights.map(|weight| -RIDGE * weight);
    let mut curvature = [[0.0; FEATURES]; FEATURES];
    for (at, row) in curvature.iter_mut().enumerate() {
        row[at] = RIDGE;
    }
    for one in near {
        let x = values(&one.evidence);
        let odds: f64 = x.iter().zip(&*weights).map(|(x, w)| x * w).sum();
        let p = 1.0 / (1.0 + (-odds.clamp(-30.0, 30.0)).exp());
        let error = f64::from(u8::from(one.right)) - p;
        let certainty = (p * (1.0 - p)).max(1e-7);
        for a in 0..FEATURES {
            if x[a] == 0.0 {
                continue;
            }
            gradient[a] += error * x[a];
            for b in 0..=a {
                curvature[a][b] += certainty * x[a] * x[b];
            }
        }
    }
    for a in 0..FEATURES {
        for b in a + 1..FEATURES {
            curvature[a][b] = curvature[b][a];
        }
    }
    let step = solve(curvature, gradient);
    for (weight, step) in weights.iter_mut().zip(step) {
        *weight += step.clamp(-3.0, 3.0);
    }
}

/// Gaussian elimination with the largest pivot.
fn solve(mut a: [[f64; FEATURES]; FEATURES], mut b: [f64; FEATURES]) -> [f64; FEATURES] {
    for k in 0..FEATURES {
        let pivot = (k..FEATURES).max_by(|x, y| a[*x][k].abs().total_cmp(&a[*y][k].abs())).unwrap_or(k);
        a.swap(k, pivot);
        b.swap(k, pivot);
        for row in k + 1..FEATURES {
            let factor = a[row][k] / a[k][k];
            let (upper, lower) = a.split_at_mut(row);
            for (x, y) in lower[0].iter_mut().zip(&upper[k]).skip(k) {
                *x -= factor * y;
            }
            b[row] -= factor * b[k];
        }
    }
    for k in (0..FEATURES).rev() {
        let known: f64 = (k + 1..FEATURES).map(|j| a[k][j] * b[j]).sum();
        b[k] = (b[k] - known) / a[k][k];
    }
    b
}

/// The false candidates that look most like true ones, as patterns.
fn worst(near: &[Near], score: impl Fn(&Evidence) -> f64) {
    let mut wrong: Vec<(i64, u32, &Evidence)> = near
        .iter()
        .filter(|n| !n.right)
        .map(|n| (score(&n.evidence) as i64, n.query, &n.evidence))
        .filter(|(score, ..)| *score > 4096)
        .collect();
    wrong.sort_by_key(|(score, ..)| -score);
    for (score, query, evidence) in wrong.iter().take(40) {
        let keys: Vec<&str> = linkage::recipes::RECIPES
            .into_iter()
            .filter(|r| evidence.hits.has(*r))
            .map(linkage::recipes::Recipe::key)
            .collect();
        println!("{score:>7} {query:>7} {} {} {keys:?}", evidence.whole_bearers, evidence.call_bearers);
    }
}
