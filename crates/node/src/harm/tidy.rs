//! How references are kept: addresses broken apart, hashes in small digits, and no address in words that everybody reads.

use model::kinds::ContentReport;
use model::{DataGroup, KindMeta, ProblemCode, Record, Shape, Value};
use signals::{Digest, DigestKind, links};

use crate::error::{Error, Result};
use crate::exchange::indicators::holds_address;

/// Kinds whose words are read by people who may not see an address.
const OF_CONTENT: [&str; 7] = [
    "content-report",
    "content-notice",
    "incoming-notice",
    "hash-challenge",
    "hash-submission",
    "raised-challenge",
    "handed-file",
];

/// Puts references into the form in which they are kept; other kinds stay as they are.
///
/// # Errors
/// [`Error::Invalid`] for what is no address and no hash, [`Error::Refused`] for an address among words.
pub(crate) fn tidy(meta: &'static KindMeta, mut record: Record) -> Result<Record> {
    if !OF_CONTENT.contains(&meta.slug) {
        return Ok(record);
    }
    for field in meta.fields {
        let said = record.to_text(meta, field.name);
        if said.is_empty() || field.computed {
            continue;
        }
        if field.group == DataGroup::Address {
            let broken = links::broken_apart(&said)
                .ok_or_else(|| Error::field(field.name, ProblemCode::NotAnAddress))?;
            record.set(meta, field.name, Value::from(broken));
        } else if matches!(field.shape, Shape::Line(_) | Shape::Narrative(_))
            && holds_address(&said)
            && !(meta.slug == "hash-challenge" && field.name == "hash")
        {
            return Err(Error::Refused("address-in-words"));
        }
    }
    match meta.slug {
        "content-report" => {
            for (name, kind) in ContentReport::HASHES {
                hash(meta, &mut record, name, kind)?;
            }
            let score = ContentReport::score(&record);
            record.set(meta, "quality", Value::from(score));
        }
        "hash-challenge" => {
            let (kind, said) = (record.to_text(meta, "hash_kind"), record.to_text(meta, "hash"));
            let digest = super::hashes::of_kind(&kind, &said);
            let digest = digest.ok_or_else(|| Error::field("hash", ProblemCode::NotAHash))?;
            record.set(meta, "hash_kind", Value::from(digest.kind().code()));
            record.set(meta, "hash", Value::from(digest.digits()));
        }
        _ => {}
    }
    Ok(record)
}

fn hash(meta: &'static KindMeta, record: &mut Record, name: &str, kind: &str) -> Result<()> {
    let said = record.to_text(meta, name);
    if said.is_empty() {
        return Ok(());
    }
    let wrong = || Error::field(name, ProblemCode::NotAHash);
    let kind = DigestKind::of_code(kind).ok_or_else(wrong)?;
    let digest = Digest::parse(kind, &said).map_err(|_| wrong())?;
    record.set(meta, name, Value::from(digest.digits()));
    Ok(())
}
