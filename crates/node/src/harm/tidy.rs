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
        return Ok(apart(meta, &record).unwrap_or(record));
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

/// What a report's words name on the internet is kept as words that no program makes a link of: whoever reads them may not open it, and most may
/// not even look.
pub(crate) fn apart(meta: &'static KindMeta, record: &Record) -> Option<Record> {
    if meta.slug != "report" {
        return None;
    }
    let mut changed = None;
    for field in meta.fields {
        let said = record.to_text(meta, field.name);
        if matches!(field.shape, Shape::Line(_) | Shape::Narrative(_)) && holds_address(&said) {
            changed.get_or_insert_with(|| record.clone()).set(
                meta,
                field.name,
                Value::from(words_apart(&said)),
            );
        }
    }
    changed
}

/// The same words, with every address among them broken apart.
pub(crate) fn words_apart(text: &str) -> String {
    let apart = |piece: &str| match named(piece).and_then(|word| Some((word, links::broken_apart(word)?))) {
        Some((word, broken)) => piece.replacen(word, &broken, 1),
        None => piece.to_owned(),
    };
    text.split_inclusive(char::is_whitespace).map(apart).collect()
}

/// The first address that some words name.
pub(crate) fn first_address(text: &str) -> Option<&str> {
    text.split_whitespace().find_map(|piece| named(piece).filter(|word| links::address(word).is_some()))
}

/// A word without the signs that people write around an address.
fn named(piece: &str) -> Option<&str> {
    let around =
        |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"' | '\'' | '(' | ')' | '<' | '>' | '.');
    let word = piece.trim_matches(around);
    (!word.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::{first_address, words_apart};

    #[test]
    fn addresses_among_words_are_broken_apart_and_the_rest_stays() {
        let text =
            "Lihat (https://contoh-rekaan.invalid/a.b?x=1),\nlalu www.contoh.invalid. Jam 10.30, Rp 1.500.";
        let apart = words_apart(text);
        assert_eq!(
            apart,
            "Lihat (hxxps://contoh-rekaan[.]invalid/a[.]b?x=1),\nlalu hxxp://www[.]contoh[.]invalid. Jam 10.30, Rp 1.500."
        );
        assert_eq!(words_apart(&apart), apart, "once is enough");
        assert_eq!(first_address(text), Some("https://contoh-rekaan.invalid/a.b?x=1"));
        assert_eq!(first_address("Tidak ada alamat: jam 10.30"), None);
    }
}
