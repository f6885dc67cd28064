//! SQL text made of program text alone.

use std::borrow::Cow;
use std::fmt::Write;

use crate::error::{Error, Result};

/// A statement. It can only be put together from `&'static str` pieces and parameter numbers, so that nothing a person
/// typed can become SQL.
#[derive(Debug, Clone)]
pub(crate) struct Sql(Cow<'static, str>);

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl Sql {
    /// Appends program text.
    pub(crate) fn push(&mut self, piece: &'static str) -> &mut Self {
        self.0.to_mut().push_str(piece);
        self
    }

    /// Appends, in double quotes, the name of a table or column that was read from the schema. Whatever does not look like a
    /// name of ours is refused.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub(crate) fn schema_name(&mut self, name: &str) -> Result<&mut Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(Error::Storage("a table or column has a name that is not ours".into()));
        }
        let text = self.0.to_mut();
        text.push('"');
        text.push_str(name);
        text.push('"');
        Ok(self)
    }

    /// Appends quoted schema names separated by commas.
    ///
    /// # Errors
    /// As [`schema_name`](Self::schema_name).
    pub(crate) fn schema_names<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) -> Result<&mut Self> {
        for (index, name) in names.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.schema_name(name)?;
        }
        Ok(self)
    }

    /// Appends `$n`.
    pub(crate) fn param(&mut self, number: usize) -> &mut Self {
        // Writing to a String cannot fail.
        let _ = write!(self.0.to_mut(), "${number}");
        self
    }

    /// Appends `$from, …, $to` (both included).
    pub(crate) fn params(&mut self, from: usize, to: usize) -> &mut Self {
        for number in from..=to {
            if number > from {
                self.push(", ");
            }
            self.param(number);
        }
        self
    }

    /// How many parameters a list of so many values is given: few forms of one statement stay prepared. What is left over repeats the
    /// last value.
    pub(crate) fn rounded(count: usize) -> usize {
        count.next_power_of_two()
    }

    /// Appends names separated by commas.
    pub(crate) fn names(&mut self, names: impl IntoIterator<Item = &'static str>) -> &mut Self {
        for (index, name) in names.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.push(name);
        }
        self
    }

    pub(crate) fn into_safe(self) -> sqlx::SqlStr {
        use sqlx::SqlSafeStr;
        match self.0 {
            Cow::Borrowed(text) => text.into_sql_str(),
            // Audited: built from program text and checked schema names only, see the methods above.
            Cow::Owned(text) => sqlx::AssertSqlSafe(text).into_sql_str(),
        }
    }
}
