//! After how many days in one stage a legal track counts as standing still. The limits are data with validity
//! (`data/legal/stage-limits.tsv`), because procedural law changes; a track is measured by the rule of the day on which it
//! entered the stage.

use std::sync::LazyLock;

use crate::Date;

/// A limit and when it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageLimit {
    /// Stage, a code of list `legal-stage`.
    pub stage: &'static str,
    /// Days in the stage after which somebody should ask.
    pub days: i64,
    /// First day on which it is valid.
    pub from: Date,
    /// Last day, if there is one.
    pub to: Option<Date>,
    /// Whether a lawyer has confirmed it.
    pub confirmed: bool,
    /// Where it comes from.
    pub basis: &'static str,
}

const TEXT: &str = include_str!("../data/legal/stage-limits.tsv");

static LIMITS: LazyLock<Vec<StageLimit>> = LazyLock::new(|| {
    TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).filter_map(parse).collect()
});

fn parse(line: &'static str) -> Option<StageLimit> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(StageLimit {
        stage: next()?,
        days: next()?.parse().ok()?,
        from: next()?.parse().ok()?,
        to: next().and_then(|text| text.parse().ok()),
        confirmed: next()? == "true",
        basis: next()?,
    })
}

/// Every limit of this release.
#[must_use]
pub fn all() -> &'static [StageLimit] {
    &LIMITS
}

/// The limit of a stage entered on this day; nothing for a stage that is an end.
#[must_use]
pub fn of(stage: &str, entered: Date) -> Option<&'static StageLimit> {
    let valid = |limit: &&StageLimit| limit.from <= entered && limit.to.is_none_or(|to| entered <= to);
    all().iter().filter(|limit| limit.stage == stage).find(valid)
}

/// The middle of some numbers of days, the lower one of two; nothing of none.
#[must_use]
pub fn median(mut days: Vec<i64>) -> Option<i64> {
    days.sort_unstable();
    let middle = days.len().checked_sub(1)? / 2;
    days.get(middle).copied()
}
