//! Instruments: treaties, regional instruments, national law; and where a state stands to each (domain model, section 10.2). A
//! status is computed from dated acts and never typed.

mod facts;
mod status;

use std::sync::LazyLock;

pub use facts::{Fact, facts};
pub use status::{DatedAct, Position, Status, position};

/// An instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Its code, as in list `instrument`, which has its display titles.
    pub code: &'static str,
    /// `treaty`, `protocol`, `charter`, `directive`, `domestic_law`, `regulation`.
    pub kind: &'static str,
    /// Who made it: `UN`, `ILO`, `ASEAN`, `COE`, `EU`, or a country.
    pub body: &'static str,
    /// Year of adoption.
    pub adopted: i64,
    /// The instrument that it is a protocol to.
    pub parent: &'static str,
    /// Who watches over it.
    pub monitoring: &'static str,
    /// Years between reports, if states report.
    pub report_every: Option<i64>,
    /// The act by which Indonesia took it into its law, where it is known.
    pub domestic_act: &'static str,
    /// Whether a lawyer has looked at that act.
    pub legal_review: bool,
}

impl Instrument {
    /// Whether states act on it: a law of one country is only in force there.
    #[must_use]
    pub fn is_international(&self) -> bool {
        !["domestic_law", "regulation"].contains(&self.kind)
    }
}

const TEXT: &str = include_str!("../../data/instruments/instruments.tsv");

static ALL: LazyLock<Vec<Instrument>> = LazyLock::new(|| {
    TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).filter_map(parse).collect()
});

fn parse(line: &'static str) -> Option<Instrument> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    Some(Instrument {
        code: next()?,
        kind: next()?,
        body: next()?,
        adopted: next()?.parse().ok()?,
        parent: next()?,
        monitoring: next()?,
        report_every: next()?.parse().ok(),
        domestic_act: next()?,
        legal_review: next()? == "true",
    })
}

/// Every instrument of this release.
#[must_use]
pub fn all() -> &'static [Instrument] {
    &ALL
}

/// The instrument with this code.
#[must_use]
pub fn get(code: &str) -> Option<&'static Instrument> {
    all().iter().find(|instrument| instrument.code == code)
}

/// Member states of ASEAN, in the order of their codes (Timor-Leste since October 2025).
pub const ASEAN: [&str; 11] = ["BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN"];

/// Member states of the European Union.
pub const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];
