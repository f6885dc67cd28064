//! A table as it is asked for: dimensions, period, precision; written in one way only, so that the same question is seen to be the same.

use model::{ProblemCode, codes, regions};
use serde::{Deserialize, Serialize};
use statistics::privacy::Noised;

use super::LEAST;
use crate::counting::{AGES, UNKNOWN};
use crate::error::{Error, Result};

/// Cells of one table at most.
const MOST_CELLS: usize = 4_000;

/// How much noise a table gets, and so what it costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// Standard deviation 10; cheap.
    Coarse,
    /// Standard deviation 5; four times as dear.
    Fine,
}

impl Precision {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Coarse, Self::Fine];

    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Coarse => "coarse",
            Self::Fine => "fine",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }

    /// Standard deviation of the noise of each cell.
    #[must_use]
    pub const fn deviation(self) -> u64 {
        match self {
            Self::Coarse => 10,
            Self::Fine => 5,
        }
    }

    pub(crate) const fn noised(self) -> Noised {
        Noised { variance: self.deviation() * self.deviation(), least: LEAST }
    }

    /// What a table costs: ρ in thousand-millionths.
    #[must_use]
    pub fn cost(self) -> i64 {
        self.noised().cost().map_or(i64::MAX, |cost| i64::try_from(cost).unwrap_or(i64::MAX))
    }
}

/// What a table counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Dimensions, codes of list `research-variable` in the order of that list.
    pub by: Vec<String>,
    /// First day of the period.
    pub from: String,
    /// Last day.
    pub to: String,
    /// How much noise.
    pub precision: Precision,
}

/// A table as it was told: categories of each dimension, and the cells, the last dimension fastest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Telling {
    pub(crate) cells: Vec<Option<i64>>,
}

impl Asked {
    /// Dimensions of one table at most.
    pub const MOST_DIMENSIONS: usize = 3;

    /// Dimensions that a request was approved for, in the one order.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `by` for none, too many, one that was not approved, or too many cells.
    pub(crate) fn new(
        by: &[String],
        approved: &[String],
        (from, to): (&str, &str),
        precision: Precision,
    ) -> Result<Self> {
        let wrong = |code| Err(Error::field("by", code));
        if by.is_empty() {
            return wrong(ProblemCode::Missing);
        }
        if by.iter().any(|name| !approved.contains(name)) {
            return wrong(ProblemCode::UnknownCode);
        }
        let asked = Self { by: in_order(by), from: from.to_owned(), to: to.to_owned(), precision };
        let cells = asked.categories().iter().map(|(_, codes)| codes.len()).product::<usize>();
        if asked.by.len() > Self::MOST_DIMENSIONS || cells > MOST_CELLS {
            return wrong(ProblemCode::OutOfRange);
        }
        Ok(asked)
    }

    /// Each dimension with its categories. They hang on nothing that was found in the data.
    #[must_use]
    pub fn categories(&self) -> Vec<(String, Vec<String>)> {
        let of = |name: &String| (name.clone(), values(name, (&self.from, &self.to)));
        self.by.iter().map(of).collect()
    }

    /// The question as it is kept and compared.
    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How many children are in each cell. A value that no category knows is unknown.
    pub(crate) fn count(&self, firsts: &[Vec<String>]) -> Vec<u64> {
        let categories = self.categories();
        let mut counts = vec![0_u64; categories.iter().map(|(_, codes)| codes.len()).product()];
        for record in firsts {
            let place = categories.iter().zip(record).try_fold(0, |place, ((_, codes), value)| {
                let found = codes.iter().position(|code| code == value);
                let found = found.or_else(|| codes.iter().position(|code| code == UNKNOWN))?;
                Some(place * codes.len() + found)
            });
            if let Some(count) = place.and_then(|place: usize| counts.get_mut(place)) {
                *count += 1;
            }
        }
        counts
    }
}

/// Variables in the order of their list, each once.
pub(crate) fn in_order(names: &[String]) -> Vec<String> {
    let known = codes::list("research-variable").map(|list| list.codes.iter()).into_iter().flatten();
    known.map(|code| code.code.to_owned()).filter(|code| names.contains(code)).collect()
}

/// All values of a variable that may be told.
pub(super) fn values(name: &str, (from, to): (&str, &str)) -> Vec<String> {
    let of_list =
        |list| codes::list(list).into_iter().flat_map(|list| list.codes.iter().map(|code| code.code));
    let year = |day: &str| day.get(..4).and_then(|year| year.parse::<i32>().ok());
    let mut known: Vec<String> = match name {
        "province" => regions::provinces().map(|province| province.code.to_owned()).collect(),
        "form" => of_list("exploitation-form").map(str::to_owned).collect(),
        "sex" => of_list("sex").map(str::to_owned).collect(),
        "age" => AGES.map(str::to_owned).to_vec(),
        "year" => match (year(from), year(to)) {
            // Rows without a day are in no period, so no year is unknown.
            (Some(from), Some(to)) => {
                return (from..=to.min(from + 50)).map(|year| year.to_string()).collect();
            }
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    known.retain(|code| code != UNKNOWN);
    known.push(UNKNOWN.to_owned());
    known
}
