//! The matrix of an Indonesian road map (Perpres 87/2025; the strategy of Perpres 101/2022 has the same columns): fokus strategi,
//! intervensi kunci, keluaran, target waktu, K/L penanggung jawab, K/L terkait.

use formats::values::{DateRules, parse_date};
use formats::{FormatError, TableReader};
use model::{Date, Draft};

/// A column of the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoadmapColumn {
    /// The field of a commitment.
    pub field: &'static str,
    /// Headings by which it is known, in lower case.
    names: &'static [&'static str],
    /// Without it a matrix is none.
    pub needed: bool,
}

/// The columns, in the order of the matrix.
pub const COLUMNS: [RoadmapColumn; 8] = [
    RoadmapColumn {
        field: "reference",
        names: &["no", "nomor", "no.", "kode", "reference", "ref"],
        needed: false,
    },
    RoadmapColumn {
        field: "strategy",
        names: &["fokus strategi", "strategi", "strategic focus"],
        needed: true,
    },
    RoadmapColumn {
        field: "intervention",
        names: &["intervensi kunci", "intervensi", "key intervention"],
        needed: true,
    },
    RoadmapColumn { field: "output", names: &["keluaran", "output", "luaran"], needed: true },
    RoadmapColumn {
        field: "target_on",
        names: &["target waktu", "target", "waktu", "time target"],
        needed: true,
    },
    RoadmapColumn {
        field: "lead",
        names: &[
            "k/l penanggung jawab",
            "penanggung jawab",
            "kl penanggung jawab",
            "responsible institution",
        ],
        needed: true,
    },
    RoadmapColumn {
        field: "supporting",
        names: &["k/l terkait", "terkait", "kl terkait", "instansi terkait", "supporting institutions"],
        needed: false,
    },
    RoadmapColumn { field: "source_uri", names: &["sumber", "source"], needed: false },
];

/// A line of the matrix, ready to become a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadmapRow {
    /// Row as the spreadsheet shows it.
    pub number: u32,
    /// Its fields.
    pub draft: Draft,
}

impl RoadmapRow {
    /// What makes it this line and no other: strategy, intervention, output and who answers for it.
    pub(crate) fn key(&self) -> String {
        let words = ["strategy", "intervention", "output", "lead"].map(|name| {
            self.draft.text(name).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
        });
        words.join("\n")
    }
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoadmapProblem {
    /// Nothing stands there, and something must.
    Missing,
    /// Neither a year nor a span of years nor a date.
    NotATime,
    /// A span that ends before it begins.
    Backwards,
    /// Carries a picture.
    Picture,
}

impl RoadmapProblem {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotATime => "not-a-time",
            Self::Backwards => "backwards",
            Self::Picture => "picture",
        }
    }
}

/// A cell that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoadmapNote {
    /// Row as the spreadsheet shows it.
    pub row: u32,
    /// Letter of the column.
    pub column: String,
    /// Field of a commitment.
    pub field: &'static str,
    /// What is wrong.
    pub problem: RoadmapProblem,
}

/// A matrix as it was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roadmap {
    /// Lines that can be used.
    pub rows: Vec<RoadmapRow>,
    /// Cells that cannot.
    pub notes: Vec<RoadmapNote>,
}

/// Why a file is no matrix.
#[derive(Debug)]
pub enum NoRoadmap {
    /// Columns that are missing, by field.
    Columns(Vec<&'static str>),
    /// More lines than a matrix has.
    TooLong,
    /// The file itself.
    Broken(FormatError),
}

/// Lines of one matrix at most.
const MOST: usize = 5_000;

fn plain(heading: &str) -> String {
    heading.trim().trim_end_matches('.').to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn column_of(heading: &str) -> Option<&'static RoadmapColumn> {
    let heading = plain(heading);
    COLUMNS.iter().find(|column| column.names.contains(&heading.as_str()))
}

/// Whether a heading is one that a matrix has; finds the header below title rows.
pub fn knows(heading: &str) -> bool {
    column_of(heading).is_some()
}

impl Roadmap {
    /// Reads a table; `today` settles years of two digits. Cells that were joined over several lines, as such matrices have them, stand
    /// in the first line only: strategy, intervention and institution go on until the next one.
    ///
    /// # Errors
    /// [`NoRoadmap`]; single cells that cannot be used are named instead.
    pub fn read(table: TableReader, today: Date) -> Result<Self, NoRoadmap> {
        let names = table.header().names.clone();
        let places = COLUMNS.map(|column| {
            names
                .iter()
                .position(|heading| column_of(heading).is_some_and(|known| known.field == column.field))
        });
        let missing: Vec<_> = COLUMNS
            .iter()
            .zip(&places)
            .filter(|(column, place)| column.needed && place.is_none())
            .map(|(column, _)| column.field)
            .collect();
        if !missing.is_empty() {
            return Err(NoRoadmap::Columns(missing));
        }
        let mut read = Reader {
            places,
            rules: DateRules::for_year(today.year()),
            above: Draft::default(),
            roadmap: Self::default(),
        };
        for row in table {
            let row = row.map_err(NoRoadmap::Broken)?;
            if read.roadmap.rows.len() >= MOST {
                return Err(NoRoadmap::TooLong);
            }
            read.row(&row);
        }
        Ok(read.roadmap)
    }
}

/// Cells that go on over several lines.
const GOES_ON: [&str; 3] = ["strategy", "intervention", "lead"];

struct Reader {
    places: [Option<usize>; 8],
    rules: DateRules,
    above: Draft,
    roadmap: Roadmap,
}

impl Reader {
    fn row(&mut self, row: &formats::Row) {
        let cell = |field: &str| {
            let at = COLUMNS.iter().position(|column| column.field == field);
            let place = at.and_then(|at| self.places.get(at).copied().flatten());
            (place, place.map_or("", |place| row.text(place)).to_owned())
        };
        let filled = |field: &&str| !cell(field).1.is_empty();
        // A line with neither output nor target is a heading between lines.
        if !["output", "target_on"].iter().any(filled) {
            for name in GOES_ON {
                if filled(&name) {
                    self.above.set(name, cell(name).1);
                }
            }
            return;
        }
        let mut draft = Draft::default();
        let mut notes = Vec::new();
        let mut note = |place: Option<usize>, field: &'static str, problem| {
            let column = place.map(letter).unwrap_or_default();
            notes.push(RoadmapNote { row: row.number, column, field, problem });
        };
        for column in &COLUMNS {
            let (place, mut text) = cell(column.field);
            if crate::carried::carries(&text) {
                note(place, column.field, RoadmapProblem::Picture);
                continue;
            }
            if text.is_empty() && GOES_ON.contains(&column.field) {
                text = self.above.text(column.field).to_owned();
            }
            match (column.field, text.is_empty()) {
                (field, true) if column.needed => note(place, field, RoadmapProblem::Missing),
                (_, true) => {}
                ("target_on", false) => match span(&text, &self.rules) {
                    Ok((from, to)) => {
                        if let Some(from) = from {
                            draft.set("starts_on", from);
                        }
                        draft.set("target_on", to);
                    }
                    Err(problem) => note(place, "target_on", problem),
                },
                (field, false) => draft.set(field, text),
            }
        }
        for name in GOES_ON {
            self.above.set(name, draft.text(name).to_owned());
        }
        if !notes.is_empty() {
            self.roadmap.notes.extend(notes);
            return;
        }
        let title: String = draft.text("output").chars().take(300).collect();
        draft.set("title", title);
        self.roadmap.rows.push(RoadmapRow { number: row.number, draft });
    }
}

/// The letter of a column, as the spreadsheet shows it.
fn letter(at: usize) -> String {
    let one = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    if at < 26 { one(at).to_string() } else { format!("{}{}", one(at / 26 - 1), one(at)) }
}

/// When a line is due: `2027`, `2025-2029`, `2025 s.d. 2029`, `Desember 2026` or a date. A year is due at its end.
fn span(text: &str, rules: &DateRules) -> Result<(Option<String>, String), RoadmapProblem> {
    let years: Vec<i32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4)
        .filter_map(|part| part.parse().ok())
        .filter(|year| (1990..=2100).contains(year))
        .collect();
    if let Ok(date) = parse_date(text, rules) {
        return Ok(match (date.month, date.day) {
            (Some(month), Some(day)) => (None, format!("{:04}-{month:02}-{day:02}", date.year)),
            (Some(month), None) => (None, last_of(date.year, month)?),
            _ => (Some(format!("{:04}-01-01", date.year)), format!("{:04}-12-31", date.year)),
        });
    }
    match years.as_slice() {
        [year] if only_year(text) => Ok((Some(format!("{year}-01-01")), format!("{year}-12-31"))),
        [from, to] if from <= to => Ok((Some(format!("{from}-01-01")), format!("{to}-12-31"))),
        [_, _] => Err(RoadmapProblem::Backwards),
        _ => Err(RoadmapProblem::NotATime),
    }
}

/// A year with nothing but words around it, such as `tahun 2027`.
fn only_year(text: &str) -> bool {
    text.split_whitespace().filter(|word| word.chars().any(|c| c.is_ascii_digit())).count() == 1
}

fn last_of(year: i16, month: u8) -> Result<String, RoadmapProblem> {
    let month = i8::try_from(month).map_err(|_| RoadmapProblem::NotATime)?;
    let first = Date::new(year, month, 1).map_err(|_| RoadmapProblem::NotATime)?;
    Ok(first.last_of_month().to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_ministries_write_them() {
        let rules = DateRules::for_year(2026);
        let read = |text| span(text, &rules).map(|(from, to)| (from.unwrap_or_default(), to));
        let both = |from: &str, to: &str| Ok((from.to_owned(), to.to_owned()));
        assert_eq!(read("2027"), both("2027-01-01", "2027-12-31"));
        assert_eq!(read("2025-2029"), both("2025-01-01", "2029-12-31"));
        assert_eq!(read("2025 s.d. 2029"), both("2025-01-01", "2029-12-31"));
        assert_eq!(read("Tahun 2026"), both("2026-01-01", "2026-12-31"));
        assert_eq!(read("31 Desember 2026"), both("", "2026-12-31"));
        assert_eq!(read("2029-2025"), Err(RoadmapProblem::Backwards));
        assert_eq!(read("segera"), Err(RoadmapProblem::NotATime));
        assert_eq!((letter(0), letter(25), letter(26)), ("A".into(), "Z".into(), "AA".into()));
    }
}
