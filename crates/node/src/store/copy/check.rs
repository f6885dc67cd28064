//! Reading a stream without a database: is it whole, and does it hold what it says?

use super::frame::{Frame, decode};
use super::schema::Column;
use super::{Contents, TableContents};
use crate::error::{Error, Result};

/// Counts a stream while it goes by.
#[derive(Debug, Default)]
pub struct Check {
    contents: Contents,
    columns: Vec<Column>,
    begun: bool,
    ended: bool,
}

fn damaged() -> Error {
    Error::Setup("the copy does not hold what it says it holds: use another copy".into())
}

impl Check {
    /// Takes the next frame.
    ///
    /// # Errors
    /// [`Error::Setup`] for one that is damaged or out of place.
    pub fn take(&mut self, frame: &[u8]) -> Result<()> {
        self.look(&Frame::from_bytes(frame)?)
    }

    pub(super) fn look(&mut self, frame: &Frame) -> Result<()> {
        if self.ended || self.begun == matches!(frame, Frame::Head { .. }) {
            return Err(damaged());
        }
        self.begun = true;
        match frame {
            Frame::Head { .. } => {}
            Frame::Table { name, columns } => {
                self.contents.tables.push(TableContents::new(name));
                self.columns.clone_from(columns);
            }
            Frame::Rows(rows) => {
                let table = self.contents.tables.last_mut().ok_or_else(damaged)?;
                for row in rows {
                    decode(row, &self.columns)?;
                    table.add(row);
                }
            }
            Frame::End(contents) if *contents == self.contents => self.ended = true,
            Frame::End(_) => return Err(damaged()),
        }
        Ok(())
    }

    /// What went by, if the stream came to its end.
    ///
    /// # Errors
    /// [`Error::Setup`] when it did not.
    pub fn finish(self) -> Result<Contents> {
        if self.ended { Ok(self.contents) } else { Err(damaged()) }
    }
}
