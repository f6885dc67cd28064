//! What expressions may look up on the server.

use std::collections::BTreeMap;

use super::Digest;
use crate::form::{Form, Question};
use crate::xpath::Lookups;

/// Tables that `pulldata` reads: rows of cells by column, by name of the table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tables(pub BTreeMap<String, Vec<BTreeMap<String, String>>>);

pub(super) struct FormLookups<'a> {
    pub(super) form: &'a Form,
    pub(super) language: Option<&'a str>,
    pub(super) tables: &'a Tables,
    pub(super) digest: Option<Digest>,
}

impl Lookups for FormLookups<'_> {
    fn choice_name(&self, path: &str, value: &str) -> Option<String> {
        // A path within a row is relative; its last name is enough, for the form has refused ambiguous ones.
        let name = path.rsplit('/').next().unwrap_or(path).trim();
        let mut items = self.form.items.iter().filter(|item| item.name == name);
        let list = items.find_map(|item| item.question().and_then(Question::list))?;
        let choice = self.form.list(list)?.get(value.trim())?;
        Some(choice.label.best(self.language).to_owned())
    }

    fn table_cell(&self, table: &str, column: &str, key_column: &str, key: &str) -> Option<String> {
        if let Some(table) = self.form.table(table) {
            return table.cell(column, key_column, key).map(str::to_owned);
        }
        let rows = self.tables.0.get(table)?;
        let row = rows.iter().find(|row| row.get(key_column).is_some_and(|own| own == key))?;
        row.get(column).cloned()
    }

    fn property(&self, _name: &str) -> Option<String> {
        None
    }

    fn digest(&self, algorithm: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        self.digest.and_then(|digest| digest(algorithm, bytes))
    }

    // Whatever asks for chance keeps the device's answer.
    fn random(&self) -> f64 {
        0.0
    }

    fn uuid(&self) -> String {
        String::new()
    }
}
