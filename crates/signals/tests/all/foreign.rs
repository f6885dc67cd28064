//! The entry points of the fuzz target, by chance and with a mutated sample.

use proptest::prelude::*;

#[allow(dead_code, unreachable_pub, reason = "shared with the fuzz target")]
#[path = "../../../../fuzz/src/marks.rs"]
mod entries;

const SAMPLE: &[u8] = include_bytes!("../../../../fuzz/seeds/marks/baris.txt");

#[test]
fn the_sample_is_understood() {
    let text = std::str::from_utf8(SAMPLE).unwrap();
    assert!(signals::links::gather(text).len() > 3);
    entries::marks(SAMPLE);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn harmed_samples_do_no_harm(harms in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0usize..12), 0..8)) {
        let mut bytes = SAMPLE.to_vec();
        for (at, byte, cut) in harms {
            let at = at.index(bytes.len().max(1));
            if cut > 0 {
                let end = (at + cut).min(bytes.len());
                bytes.splice(at.min(end)..end, std::iter::repeat_n(byte, cut / 2));
            } else if let Some(old) = bytes.get_mut(at) {
                *old ^= byte;
            }
        }
        entries::marks(&bytes);
    }

    #[test]
    fn chance_does_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..600), text in "(?i)((hxxps?|https?)://|www\\.)?[a-z0-9.:/?#@\\[\\]()\\\\{}é -]{0,80}") {
        entries::marks(&bytes);
        entries::marks(text.as_bytes());
    }
}
