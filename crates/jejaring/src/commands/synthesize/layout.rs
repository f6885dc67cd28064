//! Columns of a release: as they are named in the list, or as the Counter-Trafficking Data Collaborative names them.

use formats::ctdc::{self, Becomes, Flag};
use statistics::table::Bins;

/// A column of the release: where it comes from and how.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) from: usize,
    pub(super) how: How,
}

#[derive(Debug, Clone)]
pub(super) enum How {
    /// As it is.
    Plain,
    /// By bins of whole numbers.
    Bins(Bins),
    /// 1 if the cell holds a form of exploitation that belongs there.
    Flag(&'static Flag),
}

impl How {
    /// The value of a cell.
    pub(super) fn value(&self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Bins(bins) => {
                text.trim().parse().ok().and_then(|number| bins.label(number)).unwrap_or_default()
            }
            Self::Flag(flag) => flag.value(text).to_owned(),
        }
    }

    /// The values that the column can have, where that is known without looking at anybody.
    pub(super) fn declared(&self) -> Option<Vec<String>> {
        match self {
            Self::Plain => None,
            Self::Bins(bins) => Some(bins.labels()),
            Self::Flag(_) => Some(vec!["0".to_owned(), "1".to_owned()]),
        }
    }
}

/// The same columns under its names; forms of exploitation become columns of 0 and 1, and ages its bands.
pub(super) fn ctdc(columns: Vec<Made>) -> Vec<Made> {
    columns.into_iter().flat_map(one).collect()
}

fn one(made: Made) -> Vec<Made> {
    let from = made.from;
    let named = |name: &str, how| vec![Made { name: name.to_owned(), from, how }];
    match ctdc::becomes(&made.name) {
        None => vec![made],
        Some(Becomes::Named(name)) => named(name, made.how),
        Some(Becomes::Ages(name)) => match (&made.how, Bins::parse(ctdc::AGES)) {
            (How::Plain, Ok(bins)) => named(name, How::Bins(bins)),
            _ => named(name, made.how),
        },
        Some(Becomes::Flags(flags)) => {
            let flag = |flag: &'static Flag| Made { name: flag.name.to_owned(), from, how: How::Flag(flag) };
            flags.iter().map(flag).collect()
        }
    }
}
