//! Which hours of a duty nobody covers. Pure: hours that must be covered and shifts in, gaps out.

use crate::time::{DAY, Timestamp, Zone};

/// A stretch of time; the end does not belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// From.
    pub from: Timestamp,
    /// Until.
    pub to: Timestamp,
}

/// Hours of the week in which a duty must be covered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Days of the week, 1 (Monday) to 7 (Sunday).
    pub days: Vec<u8>,
    /// First minute of the day.
    pub from_minute: i64,
    /// Minute after the last; up to 1440. When it is not after the first, the stretch ends on the next day.
    pub to_minute: i64,
}

impl Hours {
    /// The stretches that touch a window, in order.
    pub fn within(&self, window: Span, zone: Zone) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut at = window.from.plus(-DAY);
        while at < window.to.plus(DAY) {
            let day = at.date(zone);
            let number = u8::try_from(day.weekday().to_monday_one_offset()).unwrap_or(0);
            if self.days.contains(&number) {
                let start = Timestamp::start_of(day, zone);
                let length = self.to_minute - self.from_minute;
                let length = if length <= 0 { length + 1_440 } else { length };
                let from = start.plus(self.from_minute * 60_000);
                let span = Span { from, to: from.plus(length * 60_000) };
                spans.extend(clip(span, window));
            }
            at = at.plus(DAY);
        }
        spans.sort();
        spans.dedup();
        spans
    }
}

fn clip(span: Span, window: Span) -> Option<Span> {
    let clipped = Span { from: span.from.max(window.from), to: span.to.min(window.to) };
    (clipped.from < clipped.to).then_some(clipped)
}

/// What of `needed` no shift covers, in order and without overlaps.
pub fn uncovered(needed: &[Span], shifts: &[Span]) -> Vec<Span> {
    let mut shifts = shifts.to_vec();
    shifts.sort();
    let mut gaps = Vec::new();
    for need in needed {
        let mut at = need.from;
        for shift in shifts.iter().filter(|shift| shift.to > need.from && shift.from < need.to) {
            if shift.from > at {
                gaps.push(Span { from: at, to: shift.from });
            }
            at = at.max(shift.to);
        }
        if at < need.to {
            gaps.push(Span { from: at, to: need.to });
        }
    }
    gaps.sort();
    gaps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn span(from: i64, to: i64) -> Span {
        Span { from: Timestamp::from_millis(from), to: Timestamp::from_millis(to) }
    }

    #[test]
    fn hours_that_end_after_midnight_belong_to_both_days() {
        let hours = Hours { days: vec![4], from_minute: 20 * 60, to_minute: 6 * 60 };
        // Thursday 2026-03-05, 00:00 in western Indonesia.
        let start = Timestamp::start_of("2026-03-05".parse().unwrap_or_default(), Zone::Wib);
        let week = Span { from: start, to: start.plus(7 * DAY) };
        let found = hours.within(week, Zone::Wib);
        let from = start.plus(20 * 3_600_000);
        assert_eq!(found, vec![Span { from, to: from.plus(10 * 3_600_000) }]);
    }

    proptest! {
        /// A minute is in a gap exactly when it is needed and in no shift.
        #[test]
        fn gaps_are_what_is_needed_and_not_covered(
            needs in prop::collection::vec((0..200_i64, 1..40_i64), 0..4),
            shifts in prop::collection::vec((0..200_i64, 1..60_i64), 0..8),
        ) {
            let mut at = 0;
            let needed: Vec<_> = needs.iter().map(|(skip, long)| {
                let from = at + skip;
                at = from + long;
                span(from, at)
            }).collect();
            let covered: Vec<_> = shifts.iter().map(|(from, long)| span(*from, from + long)).collect();
            let gaps = uncovered(&needed, &covered);
            let within = |spans: &[Span], t: i64| {
                spans.iter().any(|s| s.from.millis() <= t && t < s.to.millis())
            };
            for t in 0..at + 1 {
                prop_assert_eq!(within(&gaps, t), within(&needed, t) && !within(&covered, t));
            }
            prop_assert!(gaps.iter().all(|gap| gap.from < gap.to));
        }
    }
}
