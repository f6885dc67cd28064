//! Noisy counts made to agree: none below 0, and the same sums as those of fewer columns.

use super::table::Table;

/// How many standard deviations a count must lie from what shorter combinations let expect before it is believed as it is.
fn believed(cells: usize) -> f64 {
    // The largest of so many noises is seldom larger (Donoho and Johnstone 1994).
    (2.0 * (cells.max(2) as f64).ln()).sqrt()
}

/// Rounds of proportional fitting; more change less than the noise does.
const ROUNDS: usize = 8;

/// Makes these counts sum to a total with none below 0, moving them as little as possible (projection onto the simplex).
pub(super) fn to_total(cells: &mut [f32], total: f32) {
    let mut sorted = cells.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut shift) = (0.0, 0.0);
    for (count, cell) in (1_u32..).zip(&sorted) {
        sum += f64::from(*cell);
        let here = (sum - f64::from(total)) / f64::from(count);
        if f64::from(*cell) - here > 0.0 {
            shift = here;
        }
    }
    cells.iter_mut().for_each(|cell| *cell = (f64::from(*cell) - shift).max(0.0) as f32);
}

/// What is expected and cannot be told from noise keeps at least this share of what was expected: that a count drowned in noise does
/// not mean that there is nobody.
const LEAST: f64 = 0.05;

/// Fits a table of noisy counts to the counts without each of its columns in turn.
///
/// How far true counts lie from what shorter combinations let expect is learned from the table itself, as a share of what was
/// expected; each count is then moved from there by as much as that outweighs its noise (empirical Bayes: Efron and Morris 1973).
/// So a cell in which few are expected hardly moves, however loud the noise is, and one in which many are moves nearly all the way.
pub(super) fn fit(table: &mut Table, parts: &[&[f32]], variance: u64) {
    let mut expected = Table { cells: vec![1.0; table.cells.len()], ..table.clone() };
    rake(&mut expected, parts);
    let (variance, limit) = (variance as f64, believed(table.cells.len()));
    let noise = variance.sqrt();
    let spread = spread(&table.cells, &expected.cells, variance, limit);
    for (noisy, expected) in table.cells.iter_mut().zip(&expected.cells) {
        let (found, expected) = (f64::from(*noisy), f64::from(*expected));
        let away = found - expected;
        let believed = if away.abs() <= limit * noise {
            let own = spread * expected * expected;
            (expected + own / (own + variance) * away).max(LEAST * expected)
        } else if found < 2.0 * noise {
            // Many were expected and hardly any found: there are none.
            0.0
        } else {
            found
        };
        *noisy = believed as f32;
    }
    rake(table, parts);
}

/// The variance of true counts about the expected ones, as a share of the square of these: what is more than noise makes.
fn spread(noisy: &[f32], expected: &[f32], variance: f64, limit: f64) -> f64 {
    let (mut more, mut squares) = (0.0, 0.0);
    for (noisy, expected) in noisy.iter().zip(expected) {
        let (expected, away) = (f64::from(*expected), f64::from(*noisy) - f64::from(*expected));
        if away * away <= limit * limit * variance {
            // Cells weigh by what they can tell: where few are expected there is nothing but noise.
            let weight = expected * expected;
            more += weight * (away * away - variance);
            squares += weight * weight;
        }
    }
    if squares > 0.0 { (more / squares).clamp(0.0, 1.0) } else { 0.0 }
}

/// Proportional fitting to all parts in turn.
fn rake(table: &mut Table, parts: &[&[f32]]) {
    for _ in 0..ROUNDS {
        for (at, part) in parts.iter().enumerate() {
            table.scale(at, part);
        }
    }
}
