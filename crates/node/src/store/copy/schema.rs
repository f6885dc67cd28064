//! Tables and columns, read from the database itself, so that a table added by a later migration is never forgotten.

use model::Value;

use crate::db::{Row, Tx, dialect};
use crate::error::{Error, Result};

/// Who holds a timer at this moment, and which processes run, is no part of a node's state.
const PASSING: [&str; 2] = ["lease", "process"];

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    /// By name, because the engines may keep them in different orders.
    pub(super) columns: Vec<Column>,
    /// Places in `columns` of the primary key.
    pub(super) key: Vec<usize>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) sort: Sort,
}

/// The five types of the common subset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Int,
    Real,
    Flag,
    Bytes,
}

impl Sort {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Text, "text"),
        (Self::Int, "bigint"),
        (Self::Real, "double precision"),
        (Self::Flag, "boolean"),
        (Self::Bytes, "bytea"),
    ];

    fn declared(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|(_, declared)| *declared == name);
        found.map(|(sort, _)| sort).ok_or_else(|| Error::Storage(format!("no column may be of type {name}")))
    }

    pub(super) fn number(self) -> u8 {
        self as u8
    }

    pub(super) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().map(|(sort, _)| sort).find(|sort| sort.number() == number)
    }

    pub(super) fn read(self, row: &Row, at: usize) -> Result<Value> {
        Ok(match self {
            Self::Text => Value::Text(row.text_opt(at)?),
            Self::Int => Value::Int(row.int_opt(at)?),
            Self::Real => Value::Real(row.real_opt(at)?),
            Self::Flag => Value::Bool(row.flag_opt(at)?),
            Self::Bytes => Value::Bytes(row.bytes_opt(at)?),
        })
    }
}

/// Every table that a copy holds, by name.
pub(super) async fn tables(tx: &mut Tx) -> Result<Vec<Table>> {
    let rows = tx.rows(dialect::table_names(tx.engine()), &[]).await?;
    let mut names = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?;
    names.retain(|name| !PASSING.contains(&name.as_str()));
    names.sort();
    let mut tables = Vec::with_capacity(names.len());
    for name in names {
        tables.push(table(tx, name).await?);
    }
    Ok(tables)
}

async fn table(tx: &mut Tx, name: String) -> Result<Table> {
    let rows = tx.rows(dialect::columns(tx.engine()), &[name.as_str().into()]).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push((Column { name: row.text(0)?, sort: Sort::declared(&row.text(1)?)? }, row.int(2)?));
    }
    found.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    let mut key: Vec<(i64, usize)> =
        found.iter().enumerate().filter(|(_, (_, place))| *place > 0).map(|(at, (_, n))| (*n, at)).collect();
    key.sort_unstable();
    if key.is_empty() {
        return Err(Error::Storage(format!("table {name} has no primary key")));
    }
    let columns = found.into_iter().map(|(column, _)| column).collect();
    Ok(Table { name, columns, key: key.into_iter().map(|(_, at)| at).collect() })
}
