//! Acts of states that come with the program: facts of public status tables, by year. Each is checked against the depositary before
//! anybody outside reads it.

use std::sync::LazyLock;

use super::DatedAct;
use crate::Date;

/// That a state signed an instrument or became a party to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The instrument.
    pub instrument: &'static str,
    /// The state, ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// Whether it is a party; else it only signed.
    pub party: bool,
    /// Year in which it became one.
    pub year: Option<i16>,
}

impl Fact {
    /// The fact as a dated act. Whether a state ratified or acceded is not in the tables.
    #[must_use]
    pub fn act(&self) -> DatedAct {
        let act = if self.party { "ratification" } else { "signature" };
        DatedAct { act: act.to_owned(), on: self.year.and_then(|year| Date::new(year, 1, 1).ok()) }
    }
}

const TEXT: &str = include_str!("../../data/instruments/treaty-facts.tsv");

static ALL: LazyLock<Vec<Fact>> = LazyLock::new(|| {
    TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).filter_map(parse).collect()
});

fn parse(line: &'static str) -> Option<Fact> {
    let mut cells = line.split('\t');
    Some(Fact {
        instrument: cells.next()?,
        country: cells.next()?,
        party: cells.next()? == "s",
        year: cells.next()?.parse().ok(),
    })
}

/// Every fact of this release.
#[must_use]
pub fn facts() -> &'static [Fact] {
    &ALL
}

/// Instruments that the tables speak of: a state that is not among their facts has done nothing.
pub(super) fn covers(instrument: &str) -> bool {
    facts().iter().any(|fact| fact.instrument == instrument)
}
