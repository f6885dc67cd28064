//! Rights of the person whose data it is (Law 27 of 2022): a copy of it, its erasure, how long it is kept, and the record of
//! what is processed.

mod access_copy;
mod carrying;
mod requester;
mod view_processing;

pub use access_copy::{AccessCopy, CopiedCase, CopyOfData, DECIDED, InCopy};
pub(crate) use carrying::withdraw;
pub(crate) use view_processing::retention as retention_rules;
pub use view_processing::{Processing, RetentionRule, ViewProcessing};

use model::kinds::{RetentionReview, SubjectRequest};
use model::{Id, Kind, Record};

use crate::db::Tx;
use crate::error::{Error, Result};

/// A review says "erased" only when that is so.
pub(crate) async fn is_erased(tx: &mut Tx, record: &Record) -> Result<()> {
    let meta = RetentionReview::META;
    let about = record.read::<Id>(meta, "about_case").or_else(|| record.read::<Id>(meta, "about_report"));
    let about = about.ok_or(Error::Refused("not-erased"))?;
    let row = tx
        .row(
            "select y.destroyed_at from matter m join person_key y on y.id = m.key_id where m.id = $1",
            &[about.into()],
        )
        .await?;
    match row.map(|row| row.int_opt(0)).transpose()?.flatten() {
        Some(_) => Ok(()),
        None => Err(Error::Refused("not-erased")),
    }
}

/// Nothing is carried out before it was granted, an erasure or a correction only once it is done, and no answer leaves for somebody whom it
/// could help to find the child.
pub(crate) async fn may_carry_out(tx: &mut Tx, request: Id, record: &Record) -> Result<()> {
    let meta = SubjectRequest::META;
    let text = |name| record.text(meta, name);
    if text("decision") == "refused" {
        return Err(Error::Refused("request-refused"));
    }
    let Some(person) = record.read::<Id>(meta, "person") else { return Ok(()) };
    let who = record.read::<Id>(meta, "requester_person");
    let receives = text("request_type") == "access";
    requester::Requester { person, as_what: text("requester"), who, receives }.may_be_answered(tx).await?;
    if text("request_type") == "correction" {
        carrying::corrected(tx, request, person).await?;
    }
    if text("request_type") == "erasure" {
        let row = tx
            .row(
                "select y.destroyed_at from k_person p join person_key y on y.id = p.key_id where p.id = $1",
                &[person.into()],
            )
            .await?;
        if row.map(|row| row.int_opt(0)).transpose()?.flatten().is_none() {
            return Err(Error::Refused("not-erased"));
        }
    }
    Ok(())
}
