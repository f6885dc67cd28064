//! `jejaring check --format case`: what would be read of a document of the police, and what would not.

use formats::case_uco::{CaseRefusal, read_case};
use formats::{Finding, JsonLimits};
use serde_json::json;

use super::Verdict;

pub(super) fn check(bytes: &[u8]) -> Verdict {
    match read_case(bytes, &JsonLimits::default()) {
        Ok(read) => Verdict {
            unjudged: Vec::new(),
            warnings: read
                .tally
                .left
                .iter()
                .map(|(what, times)| advice(what, format!("is not read here ({times} times)")))
                .collect(),
            told: vec![("read", json!(read.tally.mapped)), ("not_read", json!(read.tally.left))],
            ..Verdict::default()
        },
        Err(CaseRefusal::Wrong(finding)) => Verdict { findings: vec![finding], ..Verdict::default() },
        Err(CaseRefusal::Carries) => {
            Verdict { findings: vec![advice("/", CaseRefusal::Carries.to_string())], ..Verdict::default() }
        }
    }
}

fn advice(place: &str, reason: String) -> Finding {
    Finding { line: 0, place: place.to_owned(), reason }
}
