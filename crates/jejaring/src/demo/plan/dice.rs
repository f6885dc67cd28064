//! Repeatable chance for the plan: the same seed gives the same invented network on every machine.

use model::time::Span;
use model::{Date, SplitMix};

/// A stream of chance. For invented data alone, never for keys.
#[derive(Debug, Clone)]
pub(crate) struct Dice(SplitMix);

impl Dice {
    /// The stream of a seed.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(SplitMix::new(seed))
    }

    /// A stream of its own, so that what one child draws does not move what the next one draws.
    pub(crate) fn fork(&mut self) -> Self {
        Self::new(self.next())
    }

    fn next(&mut self) -> u64 {
        self.0.draw()
    }

    /// A position below `count`; zero when there is nothing to choose from.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % count).unwrap_or(0)
    }

    /// A whole number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high.saturating_sub(low)).unwrap_or(0);
        low.saturating_add(i64::try_from(self.below(width.saturating_add(1))).unwrap_or(0))
    }

    /// True in so many of a hundred draws.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of the items; the type's empty value when there are none.
    pub(crate) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let at = self.below(items.len());
        items.get(at).copied().unwrap_or_default()
    }

    /// One of the items, each as likely as its weight says.
    pub(crate) fn weighted<T: Copy + Default>(&mut self, items: &[(usize, T)]) -> T {
        let mut left = self.below(items.iter().map(|(weight, _)| weight).sum());
        for (weight, item) in items {
            if left < *weight {
                return *item;
            }
            left -= weight;
        }
        T::default()
    }
}

/// A date so many days later (earlier when negative); the date itself where the calendar ends.
pub(crate) fn later(date: Date, days: i64) -> Date {
    date.checked_add(Span::new().days(days)).unwrap_or(date)
}

/// Whether offices are open on this day.
pub(crate) fn is_workday(date: Date) -> bool {
    date.weekday().to_monday_zero_offset() < 5
}

/// This day, or the Monday after a weekend.
pub(crate) fn workday_from(date: Date) -> Date {
    if is_workday(date) { date } else { workday_from(later(date, 1)) }
}

/// This day, or the Friday before a weekend.
pub(crate) fn workday_until(date: Date) -> Date {
    if is_workday(date) { date } else { workday_until(later(date, -1)) }
}
