//! Tables and charts as text: rows for CSV and workbooks, SDMX-CSV, HTML, SVG. All words come from the caller.

mod bars;
mod flows;
mod html;
mod rows;
mod sdmx;
mod tiles;
mod trend;
mod xml;

pub use bars::bars;
pub use flows::{FlowWords, flows};
pub use html::page;
pub use rows::{Rows, tidy, withheld_cells};
pub use sdmx::{SdmxHead, sdmx};
pub use tiles::{PROVINCE_TILES, Tile, tiles};
pub use trend::{Point, TrendWords, trend};

use crate::publish::{Published, Shown};

/// The caller's words for one release.
pub struct Wording<'a> {
    /// Language tag of the words, such as `id`.
    pub lang: &'a str,
    /// Title of the release.
    pub title: &'a str,
    /// What is counted, such as "children".
    pub counted: &'a str,
    /// Word before the source, such as "Source".
    pub source_word: &'a str,
    /// Where the figures come from.
    pub source: &'a str,
    /// Word above the notes.
    pub notes_word: &'a str,
    /// The sentences that stand under every table.
    pub notes: &'a [String],
    /// Between thousands, such as `.` in Indonesian.
    pub thousands: char,
    /// Stands for a withheld cell, such as "withheld".
    pub withheld: &'a str,
    /// Stands for a cell without data.
    pub no_data: &'a str,
    /// Mark of a total that lacks parts.
    pub incomplete: &'a str,
    /// The word between what is counted and what it is broken down by.
    pub by: &'a str,
    /// Name of a dimension.
    pub dimension: &'a dyn Fn(&str) -> String,
    /// Name of a category of a dimension.
    pub category: &'a dyn Fn(&str, &str) -> String,
    /// Two or three letters for a province.
    pub short: &'a dyn Fn(&str) -> String,
}

impl Wording<'_> {
    /// What stands in a cell.
    fn cell(&self, published: &Published, cell: usize) -> String {
        match published.shown(cell) {
            Shown::NotAsked => String::new(),
            Shown::NoData => self.no_data.to_owned(),
            Shown::Withheld => self.withheld.to_owned(),
            Shown::Count(count) if published.is_incomplete(cell) => {
                format!("{}{}", self.number(count), self.incomplete)
            }
            Shown::Count(count) => self.number(count),
        }
    }

    fn number(&self, count: u64) -> String {
        let digits = count.to_string();
        let mut text = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push(self.thousands);
            }
            text.push(digit);
        }
        text
    }

    /// A caption that names what is counted and what it is broken down by.
    fn caption(&self, by: &[String], only: &[(String, String)]) -> String {
        let names: Vec<String> = by.iter().map(|name| (self.dimension)(name)).collect();
        let filters: Vec<String> = only
            .iter()
            .map(|(name, code)| format!("; {}: {}", (self.dimension)(name), (self.category)(name, code)))
            .collect();
        format!("{} — {} {} {}{}", self.title, self.counted, self.by, names.join(" × "), filters.concat())
    }
}
