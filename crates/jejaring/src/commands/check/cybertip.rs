//! `jejaring check --format cybertip`

use formats::cybertip::check_cybertip;
use formats::xml::XmlLimits;

use super::Verdict;

pub(super) fn check(bytes: &[u8]) -> Verdict {
    Verdict { findings: check_cybertip(bytes, &XmlLimits::default()), ..Verdict::default() }
}
