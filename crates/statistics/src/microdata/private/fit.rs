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

/// Fits a table of noisy counts to the counts without each of its columns in turn.
pub(super) fn fit(table: &mut Table, parts: &[&[f32]], variance: u64) {
    let mut expected = Table { cells: vec![1.0; table.cells.len()], ..table.clone() };
    rake(&mut expected, parts);
    let (variance, limit) = (variance as f64, believed(table.cells.len()));
    let noise = variance.sqrt();
    let (mut squares, mut quiet) = (0.0, 0_u64);
    let apart = |noisy: &f32, expected: &f32| f64::from(*noisy) - f64::from(*expected);
    for (noisy, expected) in table.cells.iter().zip(&expected.cells) {
        let apart = apart(noisy, expected);
        if apart.abs() <= limit * noise {
            squares += apart * apart;
            quiet += 1;
        }
    }
    // Of what is lost in the noise as much is believed as there is more of it than noise makes (James and Stein 1961).
    let share = if squares > 0.0 { (1.0 - quiet as f64 * variance / squares).max(0.0) } else { 0.0 };
    for (noisy, expected) in table.cells.iter_mut().zip(&expected.cells) {
        let away = apart(noisy, expected);
        let believed = if away.abs() <= limit * noise {
            f64::from(*expected) + share * away
        } else if f64::from(*noisy) < 2.0 * noise {
            // Many were expected and hardly any found: there are none.
            0.0
        } else {
            f64::from(*noisy)
        };
        *noisy = believed.max(0.0) as f32;
    }
    rake(table, parts);
}

/// Proportional fitting to all parts in turn.
fn rake(table: &mut Table, parts: &[&[f32]]) {
    for _ in 0..ROUNDS {
        for (at, part) in parts.iter().enumerate() {
            table.scale(at, part);
        }
    }
}
