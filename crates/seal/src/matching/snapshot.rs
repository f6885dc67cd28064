//! A token table as a sealed stream, for a quick start. Nothing of it is searchable at rest.

use std::io::{self, Read, Write};

use super::EpochId;
use super::table::{Entry, TokenTable};
use crate::entropy::Entropy;
use crate::key::SymmetricKey;
use crate::stream::{OpenReader, SealWriter, StreamHeader};

const MAGIC: &[u8; 8] = b"JJTOKEN1";
const KEY_ID: &str = "token-table";
/// No allocation trusts a length beyond this before bytes have arrived.
const STEP: usize = 1 << 16;

/// Why a snapshot cannot be used. In every case: make the tokens of the register anew with both guardians. It arrives inside an
/// [`io::Error`] of kind `InvalidData`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotProblem {
    /// Not a token table of this version.
    #[error("not a token table of this version: tokenise the register again")]
    Format,
    /// Of another epoch or other recipes: its tokens meet none of today's.
    #[error(
        "the token table is of an older epoch or older recipes: destroy it and tokenise the register again"
    )]
    Old,
    /// Cut off or out of order.
    #[error("the token table is damaged: tokenise the register again")]
    Damaged,
}

impl From<SnapshotProblem> for io::Error {
    fn from(problem: SnapshotProblem) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, problem)
    }
}

impl TokenTable {
    /// Writes the table sealed. `recipes` is the version of the recipes that made the tokens.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_sealed<W: Write>(
        &self,
        writer: W,
        key: &SymmetricKey,
        recipes: u16,
        entropy: &mut dyn Entropy,
    ) -> io::Result<W> {
        let mut out = SealWriter::new(writer, key, KEY_ID, entropy)?;
        out.write_all(MAGIC)?;
        out.write_all(&recipes.to_le_bytes())?;
        out.write_all(&self.epoch().0)?;
        out.write_all(&(self.len() as u64).to_le_bytes())?;
        for entry in self.entries() {
            let mut bytes = [0; 16];
            let (high, rest) = bytes.split_at_mut(8);
            let (low, tag) = rest.split_at_mut(4);
            high.copy_from_slice(&entry.high.to_le_bytes());
            low.copy_from_slice(&entry.low.to_le_bytes());
            tag.copy_from_slice(&entry.tag.to_le_bytes());
            out.write_all(&bytes)?;
        }
        out.finish()
    }

    /// Reads what [`TokenTable::write_sealed`] wrote, if it is of these recipes and this epoch.
    ///
    /// # Errors
    /// Those of the reader and of opening the stream, and [`SnapshotProblem`].
    pub fn read_sealed<R: Read>(
        mut reader: R,
        key: &SymmetricKey,
        recipes: u16,
        epoch: EpochId,
    ) -> io::Result<Self> {
        let header = StreamHeader::read(&mut reader)?;
        if header.key_id() != KEY_ID {
            return Err(SnapshotProblem::Format.into());
        }
        let mut from = OpenReader::new(reader, &header, key)?;
        if array::<8>(&mut from)? != *MAGIC {
            return Err(SnapshotProblem::Format.into());
        }
        if u16::from_le_bytes(array(&mut from)?) != recipes || EpochId(array(&mut from)?) != epoch {
            return Err(SnapshotProblem::Old.into());
        }
        let count = u64::from_le_bytes(array(&mut from)?);
        let count = u32::try_from(count).map_err(|_| SnapshotProblem::Damaged)? as usize;
        let mut entries: Vec<Entry> = Vec::with_capacity(count.min(STEP));
        for _ in 0..count {
            let entry = Entry {
                high: u64::from_le_bytes(array(&mut from)?),
                low: u32::from_le_bytes(array(&mut from)?),
                tag: u32::from_le_bytes(array(&mut from)?),
            };
            if entries.last().is_some_and(|before| *before >= entry) {
                return Err(SnapshotProblem::Damaged.into());
            }
            entries.push(entry);
        }
        if from.read(&mut [0])? != 0 {
            return Err(SnapshotProblem::Damaged.into());
        }
        Ok(Self::of_sorted(entries, epoch))
    }
}

fn array<const N: usize>(from: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    from.read_exact(&mut bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => SnapshotProblem::Damaged.into(),
        _ => error,
    })?;
    Ok(bytes)
}
