//! The arithmetic that every fit spends its time in: sums over sets of lists, and a small symmetric system.
#![allow(
    clippy::indexing_slicing,
    reason = "sizes are powers of two and squares made by the callers in this module; checked access costs a third of the time"
)]

/// Turns values by set into sums over all sets that hold it: `out[s] = Σ value[u], u ⊇ s`.
pub(super) fn sum_above(values: &mut [f64]) {
    let mut step = 1;
    while step < values.len() {
        for block in values.chunks_exact_mut(2 * step) {
            let (without, with) = block.split_at_mut(step);
            without.iter_mut().zip(with.iter()).for_each(|(sum, more)| *sum += more);
        }
        step *= 2;
    }
}

/// Turns values by set into sums over all its parts: `out[s] = Σ value[u], u ⊆ s`.
pub(super) fn sum_below(values: &mut [f64]) {
    let mut step = 1;
    while step < values.len() {
        for block in values.chunks_exact_mut(2 * step) {
            let (without, with) = block.split_at_mut(step);
            with.iter_mut().zip(without.iter()).for_each(|(sum, more)| *sum += more);
        }
        step *= 2;
    }
}

/// Least share of its diagonal that a pivot keeps in a system that can be solved.
const LEAST_PIVOT: f64 = 1e-11;

/// The information matrix of terms, from sums above: the entry of two terms is the sum above their union.
pub(super) fn information(terms: &[u32], above: &[f64], matrix: &mut Vec<f64>) {
    let k = terms.len();
    matrix.clear();
    matrix.resize(k * k, 0.0);
    for (i, a) in terms.iter().enumerate() {
        for (j, b) in terms[..=i].iter().enumerate() {
            matrix[i * k + j] = above[(a | b) as usize];
        }
    }
}

/// Lower factor of Cholesky in place. Says no when a pivot is lost, that is when columns depend on one another.
pub(super) fn factor(matrix: &mut [f64], k: usize) -> bool {
    for j in 0..k {
        let (done, rest) = matrix.split_at_mut(j * k);
        let row_j = &mut rest[..k];
        for i in 0..j {
            let row_i = &done[i * k..i * k + k];
            let dot: f64 = row_i[..i].iter().zip(&row_j[..i]).map(|(a, b)| a * b).sum();
            row_j[i] = (row_j[i] - dot) / row_i[i];
        }
        let own = row_j[j];
        let pivot = own - row_j[..j].iter().map(|a| a * a).sum::<f64>();
        if !(pivot > LEAST_PIVOT * own && own > 0.0) {
            return false;
        }
        row_j[j] = pivot.sqrt();
    }
    true
}

/// Solves with the factor, in place.
pub(super) fn solve(factor: &[f64], right: &mut [f64]) {
    let k = right.len();
    for i in 0..k {
        let row = &factor[i * k..i * k + i];
        let dot: f64 = row.iter().zip(right.iter()).map(|(a, b)| a * b).sum();
        right[i] = (right[i] - dot) / factor[i * k + i];
    }
    for i in (0..k).rev() {
        let mut sum = right[i];
        for j in i + 1..k {
            sum -= factor[j * k + i] * right[j];
        }
        right[i] = sum / factor[i * k + i];
    }
}
