//! Rows of either engine, read by position.

use model::{Id, Timestamp};
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::error::Result;

/// One row.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

macro_rules! read {
    ($row:expr, $at:expr, $type:ty) => {
        match $row {
            Row::Sqlite(row) => row.try_get_unchecked::<Option<$type>, _>($at)?,
            Row::Postgres(row) => row.try_get_unchecked::<Option<$type>, _>($at)?,
        }
    };
}

impl Row {
    pub(crate) fn text_opt(&self, at: usize) -> Result<Option<String>> {
        Ok(read!(self, at, String))
    }
    pub(crate) fn int_opt(&self, at: usize) -> Result<Option<i64>> {
        Ok(read!(self, at, i64))
    }
    pub(crate) fn real_opt(&self, at: usize) -> Result<Option<f64>> {
        Ok(read!(self, at, f64))
    }
    pub(crate) fn flag_opt(&self, at: usize) -> Result<Option<bool>> {
        Ok(read!(self, at, bool))
    }
    pub(crate) fn bytes_opt(&self, at: usize) -> Result<Option<Vec<u8>>> {
        Ok(read!(self, at, Vec<u8>))
    }
    pub(crate) fn text(&self, at: usize) -> Result<String> {
        Ok(self.text_opt(at)?.unwrap_or_default())
    }
    pub(crate) fn int(&self, at: usize) -> Result<i64> {
        Ok(self.int_opt(at)?.unwrap_or_default())
    }
    pub(crate) fn flag(&self, at: usize) -> Result<bool> {
        Ok(self.flag_opt(at)?.unwrap_or_default())
    }
    pub(crate) fn bytes(&self, at: usize) -> Result<Vec<u8>> {
        Ok(self.bytes_opt(at)?.unwrap_or_default())
    }
    pub(crate) fn id(&self, at: usize) -> Result<Id> {
        Ok(self.text(at)?.parse()?)
    }
    pub(crate) fn id_opt(&self, at: usize) -> Result<Option<Id>> {
        Ok(match self.text_opt(at)? {
            Some(text) => Some(text.parse()?),
            None => None,
        })
    }
    pub(crate) fn time(&self, at: usize) -> Result<Timestamp> {
        Ok(Timestamp::from_millis(self.int(at)?))
    }
    pub(crate) fn time_opt(&self, at: usize) -> Result<Option<Timestamp>> {
        Ok(self.int_opt(at)?.map(Timestamp::from_millis))
    }
}
