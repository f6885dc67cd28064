//! Special acts about shared hashes, overlapping work and files for receivers outside. What reports, notices and reviews do follows from
//! their kinds and `crate::harm`.

mod answer_notice_link;
mod change_hash_list;
mod check_overlap;
mod export_htcds;
mod judge_hash;
mod list_hash_lists;
mod look_up_hash;
mod make_file;
mod match_transactions;
mod open_hash_list;
mod open_notice_link;
mod send_notice_link;
mod share_hash_list;
mod subscribe_hash_list;
mod take_content_file;
mod take_goaml;
mod tell_list_owner;
mod view_flaggers;
mod view_links;
mod write_goaml;

pub use crate::harm::outside::{NoticeByLink, NoticeTold};
pub use answer_notice_link::AnswerNoticeLink;
pub use change_hash_list::ChangeHashList;
pub(crate) use change_hash_list::ListFacts;
pub use check_overlap::CheckOverlap;
pub use export_htcds::{ExportHtcds, HtcdsFile};
pub use judge_hash::JudgeHash;
pub use list_hash_lists::{HashListRow, HashLists, ListHashLists};
pub use look_up_hash::{LookUpHash, LookedUp, Met};
pub use make_file::{MadeFile, MakeFile};
pub use match_transactions::{MatchTransactions, MatchedParty};
pub use open_hash_list::OpenHashList;
pub use open_notice_link::{NoticeOpened, OpenNoticeLink};
pub use send_notice_link::SendNoticeLink;
pub use share_hash_list::ShareHashList;
pub use subscribe_hash_list::SubscribeHashList;
pub use take_content_file::{TakeContentFile, TakenFile};
pub use take_goaml::TakeGoaml;
pub use tell_list_owner::{ListWord, TellListOwner};
pub use view_flaggers::{Flagger, Flaggers, Outcomes, ViewFlaggers};
pub use view_links::{LinkedCase, Links, Thing, ViewLinks};
pub use write_goaml::{WriteGoaml, WrittenGoaml};

use model::ProblemCode;
use signals::{Digest, DigestKind};

use crate::error::{Error, Result};

/// Reads one hash by its kind and digits.
fn one(kind: &str, digits: &str) -> Result<Digest> {
    if kind != "address" {
        DigestKind::of_code(kind).ok_or(Error::field("kind", ProblemCode::UnknownCode))?;
    }
    crate::harm::hashes::of_kind(kind, digits).ok_or(Error::field("hash", ProblemCode::NotAHash))
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
    if crate::carried::carries(text) {
        return Err(Error::field(field, ProblemCode::Picture));
    }
    Ok(text.to_owned())
}
