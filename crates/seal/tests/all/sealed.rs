use proptest::prelude::*;
use seal::{PersonKey, Place, SealError, SymmetricKey, open, seal, sealed_length};

use crate::seeded::Seeded;

const PLACE: Place<'_> = Place { table: "person", row: "p1", column: "name" };

proptest! {
    #[test]
    fn what_is_sealed_opens_again(text in prop::collection::vec(any::<u8>(), 0..1500), seed: u64) {
        let chance = &mut Seeded::new(seed);
        let key = PersonKey::generate(chance);
        let sealed = seal(&key, PLACE, &text, chance);
        prop_assert_eq!(sealed.len(), sealed_length(text.len()));
        let opened = open(&key, PLACE, &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), text.as_slice());
    }

    #[test]
    fn it_opens_at_its_own_place_alone(
        from in ("[a-c]{0,3}", "[a-c]{0,3}", "[a-c]{0,3}"),
        to in ("[a-c]{0,3}", "[a-c]{0,3}", "[a-c]{0,3}"),
    ) {
        let chance = &mut Seeded::new(1);
        let key = SymmetricKey::generate(chance);
        let here = Place { table: &from.0, row: &from.1, column: &from.2 };
        let there = Place { table: &to.0, row: &to.1, column: &to.2 };
        let sealed = seal(&key, here, b"value", chance);
        prop_assert_eq!(open(&key, there, &sealed).is_ok(), from == to);
    }

    #[test]
    fn no_altered_byte_passes(text in ".{0,60}", at: prop::sample::Index, flip in 1_u8..) {
        let chance = &mut Seeded::new(2);
        let key = SymmetricKey::generate(chance);
        let mut sealed = seal(&key, PLACE, text.as_bytes(), chance);
        let at = at.index(sealed.len());
        sealed[at] ^= flip;
        prop_assert!(open(&key, PLACE, &sealed).is_err());
    }

    #[test]
    fn no_cut_or_longer_value_passes(keep: prop::sample::Index, more in prop::collection::vec(any::<u8>(), 1..40)) {
        let chance = &mut Seeded::new(3);
        let key = SymmetricKey::generate(chance);
        let sealed = seal(&key, PLACE, b"value", chance);
        prop_assert!(open(&key, PLACE, &sealed[..keep.index(sealed.len())]).is_err());
        prop_assert!(open(&key, PLACE, &[sealed, more].concat()).is_err());
    }

    #[test]
    fn lengths_fall_into_few_sizes(a in 0_usize..31, b in 0_usize..31, c in 256_usize..511) {
        prop_assert_eq!(sealed_length(a), sealed_length(b));
        prop_assert_eq!(sealed_length(c), sealed_length(256));
        prop_assert_eq!((sealed_length(a) - 41) % 32, 0);
        prop_assert_eq!((sealed_length(c) - 41) % 256, 0);
    }
}

#[test]
fn the_edges_of_the_buckets() {
    let sizes =
        [(0, 32), (31, 32), (32, 64), (223, 224), (224, 256), (255, 256), (256, 512), (511, 512), (512, 768)];
    let chance = &mut Seeded::new(8);
    let key = SymmetricKey::generate(chance);
    for (length, padded) in sizes {
        assert_eq!(sealed_length(length), padded + 41, "length {length}");
        let text = vec![0; length];
        assert_eq!(open(&key, PLACE, &seal(&key, PLACE, &text, chance)).unwrap().as_slice(), text);
    }
}

#[test]
fn parts_of_a_place_do_not_run_together() {
    let chance = &mut Seeded::new(4);
    let key = SymmetricKey::generate(chance);
    let sealed = seal(&key, Place { table: "ab", row: "c", column: "d" }, b"v", chance);
    let moved = open(&key, Place { table: "a", row: "bc", column: "d" }, &sealed);
    assert_eq!(moved.unwrap_err(), SealError::NotAuthentic);
}

#[test]
fn the_same_text_seals_differently_and_opens_under_its_key_alone() {
    let chance = &mut Seeded::new(5);
    let (key, other) = (SymmetricKey::generate(chance), SymmetricKey::generate(chance));
    let (one, two) = (seal(&key, PLACE, b"v", chance), seal(&key, PLACE, b"v", chance));
    assert_ne!(one, two);
    assert_eq!(open(&other, PLACE, &one).unwrap_err(), SealError::NotAuthentic);
}

#[test]
fn errors_say_what_happened() {
    let chance = &mut Seeded::new(6);
    let key = SymmetricKey::generate(chance);
    let mut sealed = seal(&key, PLACE, b"v", chance);
    assert_eq!(open(&key, PLACE, &[]).unwrap_err(), SealError::TooShort(0));
    assert_eq!(open(&key, PLACE, &sealed[..30]).unwrap_err(), SealError::TooShort(30));
    sealed[0] = 9;
    assert_eq!(open(&key, PLACE, &sealed).unwrap_err(), SealError::UnknownForm(9));
}
