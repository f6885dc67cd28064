//! A delivered row as it is counted, and the part of all rows that a figure speaks of.

use model::Id;
use serde::{Deserialize, Serialize};

/// What the clear columns of a row say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// The row.
    pub(crate) row: Id,
    /// The agency, by its place in the list of agencies.
    pub(crate) source: usize,
    /// Day of the event, `YYYY-MM-DD`.
    pub(crate) on: Option<String>,
    /// Kemendagri code of province or regency.
    pub(crate) region: Option<String>,
    /// A code of list `exploitation-form`.
    pub(crate) form: Option<String>,
    /// A code of list `sex`.
    pub(crate) sex: Option<String>,
    /// Year of birth.
    pub(crate) birth_year: Option<i64>,
    /// Whether its event lies before the period of the list that brought it.
    pub(crate) late: bool,
}

/// Stands for what was not recorded, wherever something may be chosen.
pub(crate) const UNKNOWN: &str = "unknown";

/// A period, a region, a form of exploitation, a sex, an age; what is not named is not limited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// `2026`, `2026-Q1`, `2026-03`, or `unknown` for rows without a day.
    #[serde(default)]
    pub period: Option<String>,
    /// Province or regency, or `unknown`.
    #[serde(default)]
    pub region: Option<String>,
    /// A code of list `exploitation-form`, or `unknown`.
    #[serde(default)]
    pub form: Option<String>,
    /// A code of list `sex`, or `unknown`; only estimates know it.
    #[serde(default)]
    pub sex: Option<String>,
    /// A band of ages at the event, or `unknown`; only estimates know it.
    #[serde(default)]
    pub age: Option<String>,
}

impl Slice {
    /// Whether each part is written as it must be.
    pub fn is_sound(&self) -> bool {
        let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
        let period = self.period.as_deref().is_none_or(|period| match period.split_once('-') {
            None => period == UNKNOWN || digits(period, 4),
            Some((year, "Q1" | "Q2" | "Q3" | "Q4")) => digits(year, 4),
            Some((year, month)) => {
                digits(year, 4) && digits(month, 2) && month.parse().is_ok_and(|m: u8| (1..=12).contains(&m))
            }
        });
        let region =
            self.region.as_deref().is_none_or(|code| code == UNKNOWN || model::regions::get(code).is_some());
        let known =
            |code: &str| model::codes::list("exploitation-form").is_some_and(|list| list.get(code).is_some());
        let sex = |code: &str| model::codes::list("sex").is_some_and(|list| list.get(code).is_some());
        let age = |band: &str| AGES.contains(&band) || band == UNKNOWN;
        period
            && region
            && self.form.as_deref().is_none_or(known)
            && self.sex.as_deref().is_none_or(sex)
            && self.age.as_deref().is_none_or(age)
    }

    /// Whether it speaks of everybody.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    pub(crate) fn in_period(&self, fact: &Fact) -> bool {
        match (self.period.as_deref(), fact.on.as_deref()) {
            (None, _) | (Some(UNKNOWN), None) => true,
            (Some(_), None) => false,
            (Some(period), Some(day)) => in_period(day, period),
        }
    }

    pub(crate) fn in_region(&self, fact: &Fact) -> bool {
        match (self.region.as_deref(), fact.region.as_deref()) {
            (None, _) | (Some(UNKNOWN), None) => true,
            (Some(_), None) => false,
            (Some(wanted), Some(region)) => {
                region == wanted || region.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
            }
        }
    }

    pub(crate) fn in_form(&self, fact: &Fact) -> bool {
        match (self.form.as_deref(), fact.form.as_deref()) {
            (None, _) | (Some(UNKNOWN), None) => true,
            (Some(wanted), form) => form == Some(wanted),
        }
    }

    /// By time, place and form. Whether a child is of the sex and age is seen from all its rows.
    pub(crate) fn holds(&self, fact: &Fact) -> bool {
        self.in_period(fact) && self.in_region(fact) && self.in_form(fact)
    }
}

fn in_period(day: &str, period: &str) -> bool {
    let Some((year, quarter)) = period.split_once("-Q") else { return day.starts_with(period) };
    let month = day.get(5..7).and_then(|month| month.parse::<u8>().ok()).unwrap_or_default();
    let wanted = quarter.parse::<u8>().unwrap_or_default();
    day.starts_with(year) && month.div_ceil(3) == wanted
}

/// The age band of whoever is born in a year, at an event of a year; the difference of years, so it may be a year too high.
pub fn age_band(birth_year: Option<i64>, day: Option<&str>) -> Option<&'static str> {
    let year: i64 = day?.get(..4)?.parse().ok()?;
    match year - birth_year? {
        0..=5 => Some("0-5"),
        6..=11 => Some("6-11"),
        12..=14 => Some("12-14"),
        15..=17 => Some("15-17"),
        18.. => Some("18+"),
        _ => None,
    }
}

/// The bands, in order.
pub(crate) const AGES: [&str; 5] = ["0-5", "6-11", "12-14", "15-17", "18+"];
