//! `jejaring check --format iati`: activity and organisation files of the IATI Standard 2.03.

use formats::iati::{LIMITS, check_iati};

use super::Verdict;
use crate::home::clock;

pub(super) fn check(bytes: &[u8]) -> Verdict {
    let found = check_iati(bytes, &LIMITS, clock().now().millis());
    Verdict {
        findings: found.errors,
        warnings: found.warnings,
        told: vec![("records", found.records.into())],
        ..Verdict::default()
    }
}
