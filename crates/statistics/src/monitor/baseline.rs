//! What is usual: mean, spread, median of the periods before.

/// Mean and sample standard deviation; none for fewer than two values.
pub(super) fn spread(values: &[f64]) -> Option<(f64, f64)> {
    let count = real(values.len());
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((mean, (squares / (count - 1.0)).sqrt()))
}

/// Median, and how far values lie from it in units of a standard deviation: 1.4826 times the median absolute deviation, or, where
/// more than half of the values are the same, 1.2533 times the mean one (Iglewicz and Hoaglin 1993).
pub(super) fn robust(values: &mut [f64]) -> Option<(f64, f64)> {
    let middle = median(values)?;
    let mut away: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    let mean_away = away.iter().sum::<f64>() / real(away.len());
    let away = median(&mut away)?;
    Some((middle, if away > 0.0 { away / 0.6745 } else { 1.253_314 * mean_away }))
}

fn median(values: &mut [f64]) -> Option<f64> {
    let half = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let even = values.len().is_multiple_of(2);
    let (below, middle, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let middle = *middle;
    if !even {
        return Some(middle);
    }
    let lower = below.iter().copied().max_by(f64::total_cmp)?;
    Some(f64::midpoint(lower, middle))
}

/// A count as a number; windows are short.
pub(super) fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
