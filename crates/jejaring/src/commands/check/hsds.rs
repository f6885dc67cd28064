//! Services and organisations as HSDS 3.0 has them.

use formats::hsds;

/// Everything that is wrong, with its place.
pub(super) fn check(bytes: &[u8]) -> Vec<(String, String)> {
    match hsds::check_file(bytes) {
        Ok((_, found)) => found.into_iter().map(|check| (check.place, check.why)).collect(),
        Err(check) => vec![(check.place, check.why)],
    }
}
