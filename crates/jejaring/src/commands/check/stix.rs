//! `jejaring check --format stix`

use formats::JsonLimits;
use formats::stix::read_stix;

use super::Verdict;

pub(super) fn check(bytes: &[u8]) -> Verdict {
    match read_stix(bytes, &JsonLimits::default()) {
        Ok(bundle) => Verdict {
            told: vec![("objects", bundle.objects.len().into()), ("not_read", bundle.not_read.into())],
            ..Verdict::default()
        },
        Err(findings) => Verdict { findings, ..Verdict::default() },
    }
}
