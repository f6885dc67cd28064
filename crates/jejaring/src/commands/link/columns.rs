//! Which column of a list is which.

use linkage::link::{COLUMNS, Column};

use super::encodings;
use crate::failure::{Failure, Result};

/// What the caller said about columns.
pub(super) struct Wanted {
    id: Option<String>,
    truth: Option<String>,
    by_hand: Vec<(String, Option<Column>)>,
}

/// The columns of one list.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// For each of [`COLUMNS`] its place in the list.
    pub(super) places: [Option<usize>; 15],
    pub(super) truth: Option<usize>,
    /// Columns that linkage does not know: place and heading.
    pub(super) carried: Vec<(usize, String)>,
    /// Columns of keyed filters, in the order of the columns they stand for.
    pub(super) filters: Vec<(usize, Column)>,
    /// What tells filters of one secret and schema.
    pub(super) check: Option<String>,
    /// Cells of a whole row.
    pub(super) width: usize,
    /// Heading of the id column.
    pub(super) id_heading: String,
}

impl Wanted {
    pub(super) fn new(id: Option<&str>, truth: Option<&str>, by_hand: &[String]) -> Result<Self> {
        let pair = |text: &String| -> Result<(String, Option<Column>)> {
            let (heading, field) = text
                .rsplit_once('=')
                .ok_or_else(|| Failure::usage("--columns takes pairs such as \"Nama Korban=name\""))?;
            let field = field.trim();
            let column = COLUMNS.into_iter().find(|column| column.heading() == field);
            if column.is_none() && !field.is_empty() {
                let known = COLUMNS.map(Column::heading).join(", ");
                return Err(Failure::usage(format!("there is no column {field}: use one of {known}")));
            }
            Ok((heading.trim().to_owned(), column))
        };
        let by_hand = by_hand.iter().map(pair).collect::<Result<_>>()?;
        Ok(Self { id: id.map(str::to_owned), truth: truth.map(str::to_owned), by_hand })
    }

    /// Understands the header of a list.
    pub(super) fn layout(&self, headings: &[String], file: &str) -> Result<Layout> {
        let at = |name: &str| headings.iter().position(|heading| heading.trim() == name);
        let named = |name: &Option<String>, what: &str| match name {
            Some(name) => at(name).map(Some).ok_or_else(|| {
                Failure::new(format!("{file} has no column {name}: --{what} must name a heading of the list"))
            }),
            None => Ok(None),
        };
        let truth = named(&self.truth, "truth")?;
        let id = named(&self.id, "id")?;
        let (mut filters, check) = encodings::found(headings, file)?;
        filters.sort_unstable_by_key(|(place, column)| (*column, *place));
        let mut places = [None; 15];
        let mut carried = Vec::new();
        for (place, heading) in headings.iter().enumerate() {
            if Some(place) == truth || filters.iter().any(|(filter, _)| *filter == place) {
                continue;
            }
            let by_hand =
                self.by_hand.iter().find(|(name, _)| name == heading.trim()).map(|(_, column)| *column);
            let column = match by_hand {
                Some(None) => continue,
                Some(column) => column,
                None if Some(place) == id => Some(Column::Id),
                None => Column::of_heading(heading).filter(|column| *column != Column::Id || id.is_none()),
            };
            match column.and_then(|column| places.get_mut(column as usize)) {
                Some(slot @ None) => *slot = Some(place),
                _ => carried.push((place, heading.clone())),
            }
        }
        let place_of = |column: Column| places.get(column as usize).copied().flatten();
        let Some(id) = place_of(Column::Id) else {
            return Err(Failure::new(format!(
                "{file} has no column that names its rows: call one rec_id, or name it with --id"
            )));
        };
        if filters.is_empty()
            && !COLUMNS.into_iter().any(|column| column.is_evidence() && place_of(column).is_some())
        {
            return Err(Failure::new(format!(
                "{file} has no usable column: give name, or given_name and family_name, or nik, or name them with --columns"
            )));
        }
        let id_heading = headings.get(id).cloned().unwrap_or_default();
        Ok(Layout { places, truth, carried, filters, check, width: headings.len(), id_heading })
    }
}
