//! The entries as bytes, for a quick start. The bytes hold names and numbers in the clear: seal them before they are
//! written anywhere.

use std::collections::HashMap;
use std::fmt;

use super::index::{Entry, PeopleIndex};
use crate::normalise::{BirthDate, Name, Nik, Phone, RULES_VERSION, Region, Token};

const MAGIC: &[u8; 4] = b"JPIX";
const FORMAT: u16 = 1;

/// Why bytes cannot be restored. In every case: build the index anew from the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotProblem {
    /// Not a snapshot, or of another format.
    Format,
    /// Made with other rules of normalisation.
    Rules,
    /// Cut off or damaged.
    Damaged,
}

impl fmt::Display for SnapshotProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Format => "not a snapshot of this version: build the people index anew from the records",
            Self::Rules => {
                "the snapshot follows older rules for names: build the people index anew from the records"
            }
            Self::Damaged => "the snapshot is damaged: build the people index anew from the records",
        })
    }
}

impl std::error::Error for SnapshotProblem {}

impl PeopleIndex {
    /// All entries as bytes, in the order of their ids: the same people give the same bytes.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let mut entries: Vec<&Entry> = self.entries.iter().flatten().collect();
        entries.sort_unstable_by_key(|e| e.id);
        let mut out = Vec::with_capacity(64 * entries.len() + 16);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(&RULES_VERSION.to_le_bytes());
        let mut texts: Vec<(&str, u32)> = self.lexicon.beginning("").collect();
        texts.sort_unstable();
        put_len(&mut out, texts.len());
        let mut order = HashMap::with_capacity(texts.len());
        for (at, (text, number)) in (0_u32..).zip(&texts) {
            order.insert(*number, at);
            out.push(u8::try_from(text.len()).unwrap_or(u8::MAX));
            out.extend_from_slice(text.as_bytes());
        }
        put_len(&mut out, entries.len());
        for entry in entries {
            put_entry(&mut out, entry, &order);
        }
        out
    }

    /// The index again, from the bytes of [`PeopleIndex::snapshot`].
    ///
    /// # Errors
    /// [`SnapshotProblem`] if the bytes are of another version or damaged; nothing is restored by halves.
    pub fn restore(bytes: &[u8]) -> Result<Self, SnapshotProblem> {
        let mut from = Reader { rest: bytes };
        if from.take(4)? != MAGIC || from.u16()? != FORMAT {
            return Err(SnapshotProblem::Format);
        }
        if from.u16()? != RULES_VERSION {
            return Err(SnapshotProblem::Rules);
        }
        let mut words = Vec::new();
        for _ in 0..from.u32()? {
            let length = from.u8()?;
            let text =
                std::str::from_utf8(from.take(length.into())?).map_err(|_| SnapshotProblem::Damaged)?;
            words.push(text);
        }
        let mut index = Self::new();
        for _ in 0..from.u32()? {
            let (entry, names) = get_entry(&mut from, &words)?;
            index.insert(entry, &names);
        }
        if from.rest.is_empty() { Ok(index) } else { Err(SnapshotProblem::Damaged) }
    }
}

fn put_len(out: &mut Vec<u8>, len: usize) {
    out.extend_from_slice(&u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_entry(out: &mut Vec<u8>, entry: &Entry, order: &HashMap<u32, u32>) {
    out.extend_from_slice(&entry.id.to_le_bytes());
    out.extend_from_slice(&entry.org.to_le_bytes());
    out.extend_from_slice(&entry.birth.map_or(0, BirthDate::number).to_le_bytes());
    out.extend_from_slice(&entry.region.to_le_bytes());
    out.extend_from_slice(&entry.nik.to_le_bytes());
    out.push(entry.sex);
    let phones = entry.phones();
    put_len(out, phones.len());
    for phone in phones {
        out.extend_from_slice(&phone.to_le_bytes());
    }
    let names: Vec<_> = entry.names().collect();
    put_len(out, names.len());
    for name in names {
        put_len(out, name.len());
        for held in name {
            put_len(out, order.get(&held.word).copied().unwrap_or(u32::MAX) as usize);
            out.push(held.kind as u8);
        }
    }
}

fn get_entry(from: &mut Reader<'_>, words: &[&str]) -> Result<(Entry, Vec<Name>), SnapshotProblem> {
    let mut entry = Entry {
        id: u128::from_le_bytes(from.array()?),
        org: from.u32()?,
        birth: match from.u32()? {
            0 => None,
            number => Some(BirthDate::from_number(number).ok_or(SnapshotProblem::Damaged)?),
        },
        region: from.u64()?,
        nik: from.u64()?,
        sex: from.u8()?,
        ..Entry::default()
    };
    let known = |given: bool, readable: bool| given == readable;
    let sound = known(entry.region > 0, Region::from_number(entry.region).is_some())
        && known(entry.nik > 0, entry.nik.checked_sub(1).and_then(Nik::from_number).is_some())
        && entry.sex <= 2;
    let mut phones = Vec::new();
    for _ in 0..from.u32()? {
        phones.push(Phone::from_number(from.u64()?).ok_or(SnapshotProblem::Damaged)?.number());
    }
    entry.phones = phones.into();
    let mut names = Vec::new();
    for _ in 0..from.u32()? {
        let mut tokens = Vec::new();
        for _ in 0..from.u32()? {
            let text = words.get(from.u32()? as usize).ok_or(SnapshotProblem::Damaged)?;
            let kind = crate::normalise::Kind::from_u8(from.u8()?).ok_or(SnapshotProblem::Damaged)?;
            tokens.push(Token { text: (*text).to_owned(), kind });
        }
        names.push(Name::from_tokens(tokens).ok_or(SnapshotProblem::Damaged)?);
    }
    if sound { Ok((entry, names)) } else { Err(SnapshotProblem::Damaged) }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], SnapshotProblem> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(SnapshotProblem::Damaged)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], SnapshotProblem> {
        self.take(N)?.try_into().map_err(|_| SnapshotProblem::Damaged)
    }

    fn u8(&mut self) -> Result<u8, SnapshotProblem> {
        self.array().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Result<u16, SnapshotProblem> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, SnapshotProblem> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, SnapshotProblem> {
        self.array().map(u64::from_le_bytes)
    }
}
