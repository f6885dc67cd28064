//! Large CSV lists, block by block: one thread cuts, the others read.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::failure::{Failure, Result};

/// Bytes read at once.
const BLOCK: usize = 4 << 20;

/// A row that goes on for longer is none: what never ends would be read into memory as a whole, and searched again and again.
const LONGEST_ROW: usize = 32 << 20;

/// Whole rows of a list.
pub(super) struct Block {
    /// Order of delivery within all lists.
    pub(super) number: usize,
    /// Number of the first row: rows of a block count on from here.
    pub(super) first_row: u32,
    pub(super) bytes: Vec<u8>,
}

/// What the beginning of a list tells.
pub(super) struct Head {
    pub(super) headings: Vec<String>,
    pub(super) separator: u8,
}

/// Cuts a list into blocks that end where a row ends.
pub(super) struct Cutter {
    file: File,
    rest: Vec<u8>,
    ended: bool,
    number: usize,
    next_row: u32,
}

impl Cutter {
    /// Opens a list and reads its header.
    pub(super) fn open(path: &Path, number: usize, first_row: u32) -> Result<(Self, Head)> {
        let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
        let mut cutter = Self { file, rest: Vec::new(), ended: false, number, next_row: first_row };
        cutter.fill(path)?;
        if cutter.rest.starts_with(b"\xff\xfe") || cutter.rest.starts_with(b"\xfe\xff") {
            let path = path.display();
            return Err(Failure::new(format!(
                "{path} is UTF-16 text: save it as CSV UTF-8 and link it again"
            )));
        }
        if cutter.rest.starts_with(b"\xef\xbb\xbf") {
            cutter.rest.drain(..3);
        }
        let (end, _) = last_end(&cutter.rest, true, cutter.ended);
        let head: Vec<u8> = cutter.rest.drain(..end).collect();
        let text = String::from_utf8(head).ok().filter(|text| !text.contains('\0'));
        let text = text.ok_or_else(|| {
            Failure::new(format!(
                "{} is not UTF-8 text: save it as CSV UTF-8 and link it again",
                path.display()
            ))
        })?;
        let separator =
            [b',', b';', b'\t', b'|'].into_iter().max_by_key(|s| text.bytes().filter(|b| b == s).count());
        let separator = separator.unwrap_or(b',');
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(text.as_bytes());
        let record = reader.records().next().and_then(std::result::Result::ok).unwrap_or_default();
        let headings: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if headings.iter().all(String::is_empty) {
            return Err(Failure::new(format!(
                "{} has no header: put column names into its first row",
                path.display()
            )));
        }
        Ok((cutter, Head { headings, separator }))
    }

    fn fill(&mut self, path: &Path) -> Result<()> {
        let wanted = BLOCK as u64;
        let read = self.file.by_ref().take(wanted).read_to_end(&mut self.rest);
        let read = read.map_err(|error| Failure::file(path, &error))?;
        self.ended = (read as u64) < wanted;
        Ok(())
    }

    /// The next block; none at the end.
    pub(super) fn next(&mut self, path: &Path) -> Result<Option<Block>> {
        loop {
            let (end, rows) = last_end(&self.rest, false, self.ended);
            if end == 0 && !self.ended {
                if self.rest.len() > LONGEST_ROW {
                    return Err(Failure::new(format!(
                        "{}: after {} rows comes one that does not end within {} MB: look there for a quotation mark that is \
                         not closed, or save the list as CSV UTF-8 again",
                        path.display(),
                        self.next_row,
                        LONGEST_ROW >> 20
                    )));
                }
                self.fill(path)?;
                continue;
            }
            if end == 0 {
                return Ok(None);
            }
            let tail = self.rest.split_off(end);
            let bytes = std::mem::replace(&mut self.rest, tail);
            let block = Block { number: self.number, first_row: self.next_row, bytes };
            self.number += 1;
            self.next_row = self
                .next_row
                .checked_add(rows)
                .ok_or_else(|| Failure::new("too many rows: link in parts"))?;
            return Ok(Some(block));
        }
    }

    /// Where the next list goes on: number of its first block and row.
    pub(super) fn position(&self) -> (usize, u32) {
        (self.number, self.next_row)
    }
}

/// Where the last (or the first) whole row ends, and how many lines end before that. Line breaks in quotes end no row.
fn last_end(bytes: &[u8], first: bool, ended: bool) -> (usize, u32) {
    let (mut quoted, mut end, mut rows) = (false, 0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                end = at + 1;
                rows += 1;
                if first {
                    return (end, rows);
                }
            }
            _ => {}
        }
    }
    if ended && end < bytes.len() { (bytes.len(), rows + 1) } else { (end, rows) }
}
