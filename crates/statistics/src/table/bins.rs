//! Closed, gapless bins of whole numbers whose labels are their boundaries.

use crate::error::{Error, Result};

/// Bins such as `0-5`, `6-11`, `12-17`, `18+`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bins {
    /// First number of each bin.
    starts: Vec<i64>,
    /// Last number of the last bin; none when it is open.
    end: Option<i64>,
}

impl Bins {
    /// Reads `0-5,6-11,12-17,18+`. Only the last bin may be open.
    ///
    /// # Errors
    /// [`Error::Bins`] with the first bin that cannot be read, overlaps or leaves a gap.
    pub fn parse(text: &str) -> Result<Self> {
        let (mut starts, mut next, mut open) = (Vec::new(), None::<i64>, false);
        for (at, part) in text.split(',').map(str::trim).enumerate() {
            let wrong = Error::Bins { bin: at + 1 };
            let (start, end) = bounds(part).ok_or_else(|| wrong.clone())?;
            let follows = next.is_none_or(|next| next == start);
            if open || !follows || end.is_some_and(|end| end < start) {
                return Err(wrong);
            }
            starts.push(start);
            open = end.is_none();
            next = end.map(|end| end.saturating_add(1));
        }
        Ok(Self { starts, end: next.map(|next| next.saturating_sub(1)) })
    }

    /// Label of each bin: its boundaries.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        let ends = self.starts.iter().skip(1).map(|next| Some(next - 1)).chain([self.end]);
        let label = |(start, end): (&i64, Option<i64>)| match end {
            Some(end) if end == *start => start.to_string(),
            Some(end) => format!("{start}-{end}"),
            None => format!("{start}+"),
        };
        self.starts.iter().zip(ends).map(label).collect()
    }

    /// Place of the bin that holds a number; none for a number outside all bins.
    #[must_use]
    pub fn place(&self, number: i64) -> Option<usize> {
        if self.end.is_some_and(|end| number > end) {
            return None;
        }
        self.starts.partition_point(|start| *start <= number).checked_sub(1)
    }

    /// Label of the bin that holds a number.
    #[must_use]
    pub fn label(&self, number: i64) -> Option<String> {
        self.labels().into_iter().nth(self.place(number)?)
    }
}

/// First and last number of one bin; the last is absent in an open one.
fn bounds(part: &str) -> Option<(i64, Option<i64>)> {
    if let Some(start) = part.strip_suffix('+') {
        return Some((start.trim().parse().ok()?, None));
    }
    let (start, end) = part.split_once(['-', '–']).unwrap_or((part, part));
    Some((start.trim().parse().ok()?, Some(end.trim().parse().ok()?)))
}
