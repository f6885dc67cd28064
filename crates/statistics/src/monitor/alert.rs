//! One open alert for each rule, area and stratum.

/// The latest alert of a rule, area and stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    /// First period in which the rule answered.
    pub first_seen: i32,
    /// Last period in which it answered.
    pub last_seen: i32,
    /// Period in which it was closed; none while it is open.
    pub closed: Option<i32>,
}

/// What follows from an answer of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new alert.
    Opens,
    /// A new alert that takes up an earlier one.
    Reopens,
    /// It belongs to the alert that is open.
    Attaches,
    /// It was answered not long ago, or was known when the alert was closed.
    Quiet,
}

impl Outcome {
    /// Whether there is a new alert.
    #[must_use]
    pub fn opens(self) -> bool {
        matches!(self, Self::Opens | Self::Reopens)
    }
}

/// What follows when a rule answers in a period. `cool_down` is in periods since the closing.
#[must_use]
pub fn settle(latest: Option<&Followed>, period: i32, cool_down: u32) -> Outcome {
    let Some(latest) = latest else { return Outcome::Opens };
    match latest.closed {
        None => Outcome::Attaches,
        Some(_) if period <= latest.last_seen => Outcome::Quiet,
        Some(closed) if i64::from(period) - i64::from(closed) < i64::from(cool_down) => Outcome::Quiet,
        Some(_) => Outcome::Reopens,
    }
}
