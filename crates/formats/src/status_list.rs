//! Bitstring Status List v1.0 (W3C Recommendation, 2025): one bit for each credential, so many together that whoever fetches the list tells
//! nobody which one is looked at.

use std::collections::BTreeSet;
use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// Entries of a list: the least that the standard allows, 16 KB before it is compressed.
pub const ENTRIES: u32 = 131_072;

/// The compressed list (`GZIP(bitstring)`) in which these entries are set; the caller writes it in base64url with a `u` before it. Entries
/// beyond the list are left out. The same entries give the same bytes.
#[must_use]
pub fn compressed(set: &BTreeSet<u32>) -> Vec<u8> {
    let mut bits = vec![0_u8; usize::try_from(ENTRIES / 8).unwrap_or_default()];
    for entry in set {
        // The leftmost bit of the first byte is entry 0.
        if let Some(byte) = usize::try_from(entry / 8).ok().and_then(|at| bits.get_mut(at)) {
            *byte |= 0x80 >> (entry % 8);
        }
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    // Writing into memory does not fail.
    if packed.write_all(&bits).is_err() {
        return Vec::new();
    }
    packed.finish().unwrap_or_default()
}

/// Whether an entry of a compressed list is set; `None` when the bytes are no list with this entry.
#[must_use]
pub fn is_set(packed: &[u8], entry: u32) -> Option<bool> {
    let mut bits = Vec::new();
    GzDecoder::new(packed).take(u64::from(ENTRIES / 8)).read_to_end(&mut bits).ok()?;
    let byte = bits.get(usize::try_from(entry / 8).ok()?)?;
    Some(byte & (0x80 >> (entry % 8)) != 0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_set_is_read_again(set in proptest::collection::btree_set(0..ENTRIES, 0..40), other in 0..ENTRIES) {
            let packed = compressed(&set);
            for entry in &set {
                prop_assert_eq!(is_set(&packed, *entry), Some(true));
            }
            prop_assert_eq!(is_set(&packed, other), Some(set.contains(&other)));
            prop_assert_eq!(packed, compressed(&set));
        }
    }

    #[test]
    fn what_is_no_list_has_no_entries() {
        assert_eq!(is_set(b"no list", 0), None);
        assert_eq!(is_set(&compressed(&BTreeSet::new()), ENTRIES), None);
    }
}
