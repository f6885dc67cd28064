//! Medians that show of how many.

/// Median and quartiles of whole numbers, with n.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Middle {
    /// How many numbers.
    pub n: u64,
    /// A quarter of the numbers is at most this; none without numbers.
    pub lower: Option<f64>,
    /// Half of them.
    pub median: Option<f64>,
    /// Three quarters.
    pub upper: Option<f64>,
}

impl Middle {
    /// Of these numbers; "no data", not 0, when there are none. Between two numbers the value is interpolated
    /// (definition 7 of Hyndman and Fan 1996, as spreadsheets do).
    #[must_use]
    pub fn of(mut numbers: Vec<i64>) -> Self {
        numbers.sort_unstable();
        let at = |quarters: usize| {
            let last = numbers.len().checked_sub(1)?;
            let (place, rest) = (last * quarters / 4, last * quarters % 4);
            let low = *numbers.get(place)?;
            let high = *numbers.get(place + 1).unwrap_or(&low);
            Some(real(low) + real(high.saturating_sub(low)) * real(i64::try_from(rest).ok()?) / 4.0)
        };
        Self { n: numbers.len() as u64, lower: at(1), median: at(2), upper: at(3) }
    }
}

#[allow(clippy::cast_precision_loss, reason = "days and counts stay far below 2^53")]
fn real(number: i64) -> f64 {
    number as f64
}
