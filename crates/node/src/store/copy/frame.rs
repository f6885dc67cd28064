//! Frames as bytes. Numbers are big-endian; texts and bytes carry their length.

use model::Value;

use super::schema::{Column, Sort};
use super::{Contents, TableContents};
use crate::error::{Error, Result};

/// The form of the stream that this program writes and reads.
const FORM: u8 = 1;

/// One piece of the stream.
#[derive(Debug, PartialEq)]
pub(super) enum Frame {
    /// Begins the stream.
    Head { schema: i64 },
    /// Begins a table.
    Table { name: String, columns: Vec<Column> },
    /// Encoded rows of the table begun last.
    Rows(Vec<Vec<u8>>),
    /// Ends the stream.
    End(Contents),
}

fn damaged() -> Error {
    Error::Setup("the copy is damaged or was made by a newer program: use another copy".into())
}

impl Frame {
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        match self {
            Self::Head { schema } => {
                out.extend([b'H', FORM]);
                out.extend(schema.to_be_bytes());
            }
            Self::Table { name, columns } => {
                out.push(b'T');
                put(&mut out, name.as_bytes());
                put_count(&mut out, columns.len());
                for column in columns {
                    put(&mut out, column.name.as_bytes());
                    out.push(column.sort.number());
                }
            }
            Self::Rows(rows) => {
                out.push(b'R');
                put_count(&mut out, rows.len());
                rows.iter().for_each(|row| put(&mut out, row));
            }
            Self::End(contents) => {
                out.push(b'E');
                put_count(&mut out, contents.tables.len());
                for table in &contents.tables {
                    put(&mut out, table.name.as_bytes());
                    out.extend(table.rows.to_be_bytes());
                    out.extend(table.hash);
                }
            }
        }
        out
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let mut from = Reader(bytes);
        let frame = match from.byte()? {
            b'H' if from.byte()? == FORM => Self::Head { schema: i64::from_be_bytes(from.array()?) },
            b'T' => {
                let name = from.text()?;
                let mut columns = Vec::new();
                for _ in 0..from.count()? {
                    let name = from.text()?;
                    columns.push(Column { name, sort: Sort::from_number(from.byte()?).ok_or_else(damaged)? });
                }
                Self::Table { name, columns }
            }
            b'R' => {
                let mut rows = Vec::new();
                for _ in 0..from.count()? {
                    rows.push(from.bytes()?.to_vec());
                }
                Self::Rows(rows)
            }
            b'E' => {
                let mut tables = Vec::new();
                for _ in 0..from.count()? {
                    let (name, rows) = (from.text()?, u64::from_be_bytes(from.array()?));
                    tables.push(TableContents { name, rows, hash: from.array()? });
                }
                Self::End(Contents { tables })
            }
            _ => return Err(damaged()),
        };
        if from.0.is_empty() { Ok(frame) } else { Err(damaged()) }
    }
}

/// One row's values as bytes: present or not, then the value.
pub(super) fn encode(values: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    for value in values {
        let at = out.len();
        out.push(1);
        match value {
            Value::Text(Some(text)) => put(&mut out, text.as_bytes()),
            Value::Int(Some(number)) => out.extend(number.to_be_bytes()),
            Value::Real(Some(number)) => out.extend(number.to_bits().to_be_bytes()),
            Value::Bool(Some(flag)) => out.push(u8::from(*flag)),
            Value::Bytes(Some(bytes)) => put(&mut out, bytes),
            _ => out.truncate(at),
        }
        if out.len() == at {
            out.push(0);
        }
    }
    out
}

/// The values of one row.
pub(super) fn decode(row: &[u8], columns: &[Column]) -> Result<Vec<Value>> {
    let mut from = Reader(row);
    let mut values = Vec::with_capacity(columns.len());
    for column in columns {
        let there = from.byte()? == 1;
        values.push(match (column.sort, there) {
            (Sort::Text, false) => Value::Text(None),
            (Sort::Int, false) => Value::Int(None),
            (Sort::Real, false) => Value::Real(None),
            (Sort::Flag, false) => Value::Bool(None),
            (Sort::Bytes, false) => Value::Bytes(None),
            (Sort::Text, true) => Value::Text(Some(from.text()?)),
            (Sort::Int, true) => Value::Int(Some(i64::from_be_bytes(from.array()?))),
            (Sort::Real, true) => Value::Real(Some(f64::from_bits(u64::from_be_bytes(from.array()?)))),
            (Sort::Flag, true) => Value::Bool(Some(from.byte()? == 1)),
            (Sort::Bytes, true) => Value::Bytes(Some(from.bytes()?.to_vec())),
        });
    }
    if from.0.is_empty() { Ok(values) } else { Err(damaged()) }
}

/// Nothing that one frame or value holds comes near 4 GiB.
fn put_count(out: &mut Vec<u8>, count: usize) {
    out.extend(u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
}

fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    put_count(out, bytes.len());
    out.extend(bytes);
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8]> {
        let (now, rest) = self.0.split_at_checked(count).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(now)
    }
    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| damaged())
    }
    fn byte(&mut self) -> Result<u8> {
        self.array::<1>().map(|[byte]| byte)
    }
    fn count(&mut self) -> Result<usize> {
        usize::try_from(u32::from_be_bytes(self.array()?)).map_err(|_| damaged())
    }
    fn bytes(&mut self) -> Result<&'b [u8]> {
        let count = self.count()?;
        self.take(count)
    }
    fn text(&mut self) -> Result<String> {
        String::from_utf8(self.bytes()?.to_vec()).map_err(|_| damaged())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Vec<(Sort, Value)> {
        vec![
            (Sort::Text, Value::Text(None)),
            (Sort::Text, Value::Text(Some(String::new()))),
            (Sort::Int, Value::Int(Some(i64::MIN))),
            (Sort::Real, Value::Real(Some(0.1))),
            (Sort::Flag, Value::Bool(Some(true))),
            (Sort::Bytes, Value::Bytes(Some(vec![0, 1, 255]))),
            (Sort::Bytes, Value::Bytes(None)),
        ]
    }

    #[test]
    fn rows_and_frames_come_back() {
        let (sorts, values): (Vec<_>, Vec<_>) = values().into_iter().unzip();
        let columns: Vec<_> = sorts.into_iter().map(|sort| Column { name: "contoh".into(), sort }).collect();
        let row = encode(&values);
        assert_eq!(decode(&row, &columns).unwrap(), values);
        let mut table = TableContents::new("contoh");
        table.add(&row);
        for frame in [
            Frame::Head { schema: 2 },
            Frame::Table { name: "contoh".into(), columns },
            Frame::Rows(vec![row.clone(), row]),
            Frame::End(Contents { tables: vec![table] }),
        ] {
            assert_eq!(Frame::from_bytes(&frame.to_bytes()).unwrap(), frame);
        }
    }

    #[test]
    fn cut_frames_are_refused() {
        let whole = Frame::Table { name: "contoh".into(), columns: Vec::new() }.to_bytes();
        for cut in 0..whole.len() {
            assert!(Frame::from_bytes(&whole[..cut]).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn sums_do_not_depend_on_order() {
        let (mut one, mut other) = (TableContents::new("contoh"), TableContents::new("contoh"));
        for row in 0..100_u8 {
            one.add(&[row]);
            other.add(&[99 - row]);
        }
        assert_eq!(one, other);
        other.add(&[7]);
        assert_ne!(one.hash, other.hash);
    }
}
