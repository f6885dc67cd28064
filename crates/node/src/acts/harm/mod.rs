//! Special acts about shared hashes, overlapping work and files for receivers outside. What reports, notices and reviews do follows from
//! their kinds and `crate::harm`.

mod change_hash_list;
mod check_overlap;
mod judge_hash;
mod list_hash_lists;
mod look_up_hash;
mod make_file;
mod open_hash_list;
mod subscribe_hash_list;
mod take_goaml;
mod write_goaml;

pub use change_hash_list::ChangeHashList;
pub(crate) use change_hash_list::ListFacts;
pub use check_overlap::CheckOverlap;
pub use judge_hash::JudgeHash;
pub use list_hash_lists::{HashListRow, HashLists, ListHashLists};
pub use look_up_hash::{LookUpHash, LookedUp, Met};
pub use make_file::{MadeFile, MakeFile};
pub use open_hash_list::OpenHashList;
pub use subscribe_hash_list::SubscribeHashList;
pub use take_goaml::TakeGoaml;
pub use write_goaml::{WriteGoaml, WrittenGoaml};

use model::ProblemCode;
use signals::{Digest, DigestKind};

use crate::error::{Error, Result};

/// Reads one hash by its kind and digits.
fn one(kind: &str, digits: &str) -> Result<Digest> {
    let kind = DigestKind::of_code(kind).ok_or(Error::field("kind", ProblemCode::UnknownCode))?;
    Digest::parse(kind, digits).map_err(|_| Error::field("hash", ProblemCode::NotAHash))
}

/// Reads hashes, one a line as `kind:digits`.
fn many(text: &str, field: &str) -> Result<Vec<Digest>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let read: Option<Vec<Digest>> = lines.map(crate::harm::hashes::digest).collect();
    let mut read = read.ok_or(Error::field(field, ProblemCode::NotAHash))?;
    read.sort_unstable();
    read.dedup();
    Ok(read)
}

/// A text that must be there and is not too long.
fn said(text: &str, field: &str, most: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::field(field, ProblemCode::Missing));
    }
    if text.chars().count() > most {
        return Err(Error::field(field, ProblemCode::TooLong));
    }
    if formats::refuse_picture_text(text).is_err() {
        return Err(Error::field(field, ProblemCode::Picture));
    }
    Ok(text.to_owned())
}
