//! Services and organisations as HSDS 3.0 has them.

use formats::{Finding, hsds};

use super::Verdict;

/// Everything that is wrong, with its place.
pub(super) fn check(bytes: &[u8]) -> Verdict {
    let found = match hsds::check_file(bytes) {
        Ok((_, found)) => found,
        Err(check) => vec![check],
    };
    let finding = |check: hsds::Check| Finding { line: 0, place: check.place, reason: check.why };
    Verdict { findings: found.into_iter().map(finding).collect(), ..Verdict::default() }
}
