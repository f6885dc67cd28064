//! Records that nobody has lived: made with differential privacy of the first events of children, with a codebook for whoever
//! works with them, and with a report of use and attacks for whoever answers for them.

use serde::{Deserialize, Serialize};
use statistics::microdata::private::{Settings, private};
use statistics::microdata::{Attacks, Microdata, Utility, halves};
use statistics::privacy::{Loss, Source};

use super::asked::values;
use super::seed::Seed;
use super::{DELTA, LEAST};
use crate::counting::UNKNOWN;
use crate::error::{Error, Result};

/// Longest combinations that are counted.
const LENGTH: usize = 3;

/// A portion of the text of the records, in bytes; the schema holds nothing above 64 KiB.
const PORTION: usize = 32 * 1024;

/// What stands beside the records, for everybody who has them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Codebook {
    /// Each column with its values.
    pub columns: Vec<(String, Vec<String>)>,
    /// ρ of the records, in thousand-millionths.
    pub rho: i64,
    /// Length of combinations, and standard deviation of the noise of their counts.
    pub noise: Vec<(usize, f64)>,
}

/// What the records keep of combinations of one length.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Values in a combination.
    pub length: usize,
    /// Combinations that enough children have.
    pub common: usize,
    /// Of them those that the records have.
    pub kept: usize,
    /// Sum of distances over sum of counts.
    pub error: f64,
    /// The same by how many children have a combination.
    #[serde(default)]
    pub bands: Vec<KeptBand>,
}

/// Combinations that about as many children have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBand {
    /// Fewest children.
    pub least: usize,
    /// Most; none where there is no upper end.
    pub most: Option<usize>,
    /// Combinations that the records have, of those of true children.
    pub kept: usize,
    /// Combinations of true children that the records do not have.
    pub lost: usize,
    /// Combinations that so many records have and no child.
    pub invented: usize,
}

/// How often one column is guessed right from all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    /// The column.
    pub column: String,
    /// Share of those whose record went in.
    pub members: f64,
    /// Share of those whose did not.
    pub others: f64,
}

/// Attacks on records made of one half of the children.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attacked {
    /// Chance that one who is in lies nearer than one who is not; 0.5 tells nothing.
    pub nearer: f64,
    /// Standard error of that chance if it were 0.5.
    pub error: f64,
    /// Guesses by column.
    pub guessed: Vec<Tried>,
    /// Combinations that at most two children have, of those whose record went in and of those whose did not: how many there are,
    /// and how many of them the records show.
    #[serde(default)]
    pub rare: [(usize, usize); 2],
}

/// What looks at true children: for whoever answers for the data alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InventedReport {
    /// By length.
    pub kept: Vec<Kept>,
    /// What an attacker would try.
    pub attacked: Attacked,
}

/// Records with all that belongs to them.
#[derive(Debug, Clone, PartialEq)]
pub struct Invented {
    pub(crate) portions: Vec<String>,
    /// How many records.
    pub records: usize,
    /// What stands beside them.
    pub codebook: Codebook,
    /// What is known of their use and danger.
    pub report: InventedReport,
}

fn wrong(error: statistics::Error) -> Error {
    match error {
        statistics::Error::Setting { .. } | statistics::Error::TooLarge { .. } => {
            Error::Refused("budget-too-small")
        }
        other => Error::Storage(format!("records: {other}")),
    }
}

/// Makes records of first events; `rho` in thousand-millionths.
pub(crate) fn invent(
    variables: &[String],
    period: (&str, &str),
    firsts: &[Vec<String>],
    rho: i64,
    seed: &Seed,
) -> Result<Invented> {
    let columns: Vec<(String, Vec<String>)> =
        variables.iter().map(|name| (name.clone(), values(name, period))).collect();
    let truth = records(&columns, firsts);
    let loss = Loss { rho: u64::try_from(rho).unwrap_or(0), delta: 0 };
    let settings = Settings { length: LENGTH, loss, each: 1 };
    let made = private(&truth, &settings, &mut seed.noise("records")).map_err(wrong)?;
    let noise = made.measured.iter().map(|one| (one.length, (one.variance as f64).sqrt())).collect();
    let report = InventedReport {
        kept: kept(&truth, &made.records),
        attacked: attacked(&truth, &settings, variables, seed)?,
    };
    Ok(Invented {
        portions: portions(&made.records),
        records: made.records.records(),
        codebook: Codebook { columns, rho, noise },
        report,
    })
}

/// Every value that may be told is declared, so that none of them tells that somebody has it.
fn records(columns: &[(String, Vec<String>)], firsts: &[Vec<String>]) -> Microdata {
    let mut table = Microdata::new(columns.iter().map(|(name, _)| name.clone()).collect());
    for (at, (_, values)) in columns.iter().enumerate() {
        table.declare(at, values.iter().map(String::as_str));
    }
    for record in firsts {
        let known = columns
            .iter()
            .zip(record)
            .map(|((_, values), value)| if values.contains(value) { value.as_str() } else { UNKNOWN });
        table.add(known);
    }
    table
}

fn kept(truth: &Microdata, made: &Microdata) -> Vec<Kept> {
    let least = usize::try_from(LEAST).unwrap_or(0);
    let of = Utility::of(truth, made, least, 2);
    let band = |band: &statistics::microdata::Band| KeptBand {
        least: band.least,
        most: band.most,
        kept: band.kept,
        lost: band.lost,
        invented: band.invented,
    };
    let one = |length: &statistics::microdata::Length| Kept {
        length: length.length,
        common: length.common,
        kept: length.kept,
        error: length.weighted_error,
        bands: length.bands.iter().map(band).collect(),
    };
    of.lengths.iter().map(one).collect()
}

/// Nothing of these records leaves, so nothing is paid for them.
fn attacked(truth: &Microdata, settings: &Settings, variables: &[String], seed: &Seed) -> Result<Attacked> {
    let mut lot = [0_u8; 8];
    seed.noise("halves").fill(&mut lot);
    let (members, others) = halves(truth, u64::from_le_bytes(lot));
    let made = private(&members, settings, &mut seed.noise("attacked")).map_err(wrong)?;
    let found = Attacks::on(&made.records, &members, &others, 2);
    let guessed = found.guessed.iter().map(|one| Tried {
        column: variables.get(one.column).cloned().unwrap_or_default(),
        members: one.members,
        others: one.others,
    });
    let rare = [found.rare_members, found.rare_others].map(|rare| (rare.combinations, rare.shown));
    Ok(Attacked { nearer: found.nearer, error: found.error, guessed: guessed.collect(), rare })
}

/// As CSV, in portions that end with a line. Values are codes of lists, which hold no comma and no sign of a formula.
fn portions(records: &Microdata) -> Vec<String> {
    let names: Vec<&str> = records.columns().collect();
    let mut portions = vec![format!("{}\n", names.join(","))];
    for record in 0..records.records() {
        let cells: Vec<&str> = (0..names.len()).map(|column| records.text(record, column)).collect();
        let full = portions.last().is_some_and(|portion| portion.len() > PORTION - 1024);
        if full {
            portions.push(String::new());
        }
        if let Some(portion) = portions.last_mut() {
            portion.push_str(&cells.join(","));
            portion.push('\n');
        }
    }
    portions
}

impl Codebook {
    /// ε of these records alone, with the δ that it holds at.
    #[must_use]
    pub fn epsilon(&self) -> (f64, f64) {
        (super::epsilon(self.rho), DELTA)
    }
}
