//! Which column of a foreign table is which field.

use std::collections::BTreeMap;

use formats::{Mapping, propose_mapping, synonyms};

/// Field → column, counted from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    columns: BTreeMap<String, usize>,
}

/// Why a table cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnProblem {
    /// No column was recognised as a field that must be there.
    #[error("no column for {0}; name it with --columns heading={0}")]
    Missing(String),
    /// Chosen by hand, and there is no such field.
    #[error("there is no field {0} to map a column to")]
    UnknownField(String),
    /// Chosen by hand, and there is no such heading.
    #[error("the table has no column {0}")]
    UnknownColumn(String),
    /// Two columns were chosen for one field.
    #[error("two columns are mapped to {0}; leave one of them out")]
    Twice(String),
}

impl ColumnMap {
    /// The fields that a table of cases may have.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        synonyms::CASE.iter().map(|field| field.field)
    }

    /// What the headings suggest.
    pub fn propose(header: &[String]) -> Mapping {
        propose_mapping(synonyms::CASE, header)
    }

    /// The proposal, changed by hand: pairs of heading and field; an empty field leaves the column out.
    ///
    /// # Errors
    /// [`ColumnProblem`], the first one found.
    pub fn choose(header: &[String], by_hand: &[(String, String)]) -> Result<Self, ColumnProblem> {
        let mut columns: BTreeMap<String, usize> =
            Self::propose(header).columns.into_iter().map(|mapped| (mapped.field, mapped.column)).collect();
        for (heading, field) in by_hand {
            let wanted = formats::normalise(heading);
            let column = header.iter().position(|name| formats::normalise(name) == wanted);
            let column = column.ok_or_else(|| ColumnProblem::UnknownColumn(heading.clone()))?;
            columns.retain(|_, mapped| *mapped != column);
            if field.is_empty() {
                continue;
            }
            if !Self::fields().any(|known| known == field) {
                return Err(ColumnProblem::UnknownField(field.clone()));
            }
            columns.insert(field.clone(), column);
        }
        let named = columns.contains_key("name") || columns.contains_key("given_name");
        if named { Ok(Self { columns }) } else { Err(ColumnProblem::Missing("name".into())) }
    }

    /// Every column decided by hand: columns counted from 0 with their fields; columns that are not named are left out.
    ///
    /// # Errors
    /// [`ColumnProblem`], the first one found.
    pub fn by_column(chosen: &[(usize, String)]) -> Result<Self, ColumnProblem> {
        let mut columns = BTreeMap::new();
        for (column, field) in chosen {
            if !Self::fields().any(|known| known == field) {
                return Err(ColumnProblem::UnknownField(field.clone()));
            }
            if columns.insert(field.clone(), *column).is_some() {
                return Err(ColumnProblem::Twice(field.clone()));
            }
        }
        let named = columns.contains_key("name") || columns.contains_key("given_name");
        if named { Ok(Self { columns }) } else { Err(ColumnProblem::Missing("name".into())) }
    }

    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<usize> {
        self.columns.get(field).copied()
    }

    /// Every mapped field with its column.
    pub fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.columns.iter().map(|(field, column)| (field.as_str(), *column))
    }
}
