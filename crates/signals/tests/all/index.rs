use proptest::prelude::*;
use signals::{
    Digest, DigestKind, DigestProblem, Exact, Keys, MAX_DISTANCE, Near, Pdq, PdqIndex, Scratch, distance,
};

/// SplitMix64: the same numbers on every machine.
fn numbers(mut state: u64) -> impl FnMut() -> u64 {
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn some(next: &mut impl FnMut() -> u64) -> Pdq {
    Pdq([next(), next(), next(), next()])
}

fn flipped(hash: &Pdq, bits: impl IntoIterator<Item = u8>) -> Pdq {
    let mut words = hash.0;
    for bit in bits {
        words[usize::from(bit) / 64] ^= 1 << (bit % 64);
    }
    Pdq(words)
}

fn all_layouts(hashes: &[Pdq]) -> Vec<PdqIndex> {
    [1, 100_000, 2_000_000]
        .into_iter()
        .map(|expected| {
            let mut index = PdqIndex::expecting(expected);
            for hash in hashes {
                index.add(*hash).unwrap();
            }
            index
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever the bits in which a hash differs, and however they lie over the pieces, every layout finds it up to the limit
    /// and nothing beyond it.
    #[test]
    fn every_layout_finds_what_comparing_with_all_finds(
        seed in any::<u64>(),
        changes in prop::collection::vec(prop::collection::btree_set(any::<u8>(), 0..40), 1..40),
        near_bits in prop::collection::vec(prop::collection::btree_set(0u8..64, 25..34), 1..10),
        limit in 0u32..=31,
    ) {
        let mut next = numbers(seed);
        let asked = some(&mut next);
        let mut hashes: Vec<Pdq> = (0..200).map(|_| some(&mut next)).collect();
        hashes.extend(changes.iter().chain(&near_bits).map(|bits| flipped(&asked, bits.iter().copied())));
        let mut scratch = Scratch::default();
        for index in all_layouts(&hashes) {
            let expected = index.near_by_scan(&asked, limit);
            prop_assert_eq!(index.near(&asked, limit, &mut scratch), expected.as_slice());
            for near in &expected {
                prop_assert_eq!(distance(index.get(near.number).unwrap(), &asked), near.distance);
            }
        }
    }

    #[test]
    fn digits_come_back_as_they_were(bytes in prop::collection::vec(any::<u8>(), 32)) {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        for kind in DigestKind::ALL {
            let digits = &digits[..kind.bytes() * 2];
            let digest = Digest::parse(kind, digits).unwrap();
            prop_assert_eq!(digest.digits(), digits.to_ascii_lowercase());
            let shown = format!("{digest:?}");
            prop_assert!(!shown.contains(&digest.digits()[..8]));
            prop_assert!(Digest::parse(kind, &digits[1..]).is_err());
        }
    }

    #[test]
    fn exact_holds_what_was_added_and_nothing_else(
        added in prop::collection::vec(any::<[u8; 16]>(), 0..300),
        asked in prop::collection::vec(any::<[u8; 16]>(), 0..50),
        keys in any::<(u64, u64)>(),
    ) {
        let mut index = Exact::new(Keys(keys.0, keys.1));
        let given: Vec<u32> = added.iter().map(|digest| index.add(digest).unwrap()).collect();
        for (digest, number) in added.iter().zip(&given) {
            prop_assert_eq!(index.find(digest), Some(*number));
            prop_assert_eq!(index.get(*number), Some(digest));
            prop_assert_eq!(index.add(digest), Some(*number));
        }
        for digest in asked.iter().filter(|digest| !added.contains(digest)) {
            prop_assert_eq!(index.find(digest), None);
        }
    }
}

#[test]
fn bits_spread_evenly_over_the_pieces_are_the_hardest_and_are_found() {
    let mut next = numbers(7);
    for pieces in [11u32, 16] {
        let width = 256 / pieces;
        let asked = some(&mut next);
        // 31 bits dealt out to the pieces one after the other, starting at each piece.
        let dealt = |start: u32| {
            let bits = (0..MAX_DISTANCE).map(|n| {
                let piece = (start + n) % pieces;
                u8::try_from(piece * width + (n / pieces) * 7).unwrap()
            });
            flipped(&asked, bits)
        };
        let far: Vec<Pdq> = (0..pieces).map(dealt).collect();
        let expected: Vec<Near> = (0..pieces).map(|number| Near { distance: 31, number }).collect();
        for index in all_layouts(&far) {
            assert_eq!(index.near(&asked, MAX_DISTANCE, &mut Scratch::default()), expected);
            assert_eq!(index.near(&asked, 30, &mut Scratch::default()), []);
        }
    }
}

#[test]
fn an_index_that_grows_through_its_layouts_keeps_numbers_and_recall() {
    let mut next = numbers(11);
    let mut index = PdqIndex::default();
    let mut scratch = Scratch::default();
    let hashes: Vec<Pdq> = (0..20_000).map(|_| some(&mut next)).collect();
    for (number, hash) in hashes.iter().enumerate() {
        assert_eq!(index.add(*hash).map(|n| n as usize), Some(number));
    }
    assert_eq!(index.len(), 20_000);
    for (number, hash) in hashes.iter().enumerate().step_by(997) {
        let asked = flipped(hash, [3, 77, 130, 200, 255]);
        let found = index.near(&asked, MAX_DISTANCE, &mut scratch);
        assert_eq!(found, [Near { distance: 5, number: u32::try_from(number).unwrap() }]);
        assert_eq!(index.add(*hash), u32::try_from(number).ok());
    }
}

#[test]
fn same_digits_that_all_look_alike_do_not_pile_up() {
    let mut index = Exact::<32>::new(Keys(3, 5));
    for n in 0..100_000u32 {
        let mut digest = [0u8; 32];
        digest[8..12].copy_from_slice(&n.to_be_bytes());
        assert_eq!(index.add(&digest), Some(n));
    }
    assert!(index.bytes() < 100_000 * 60);
}

#[test]
fn wrong_digits_are_told_apart() {
    let parse = |digits| Digest::parse(DigestKind::Md5, digits).unwrap_err();
    assert_eq!(parse("abc"), DigestProblem::Length { expected: 32, found: 3 });
    assert_eq!(parse("g0000000000000000000000000000000"), DigestProblem::NotHexadecimal);
    assert_eq!(DigestKind::of_code("SHA-256"), Some(DigestKind::Sha256));
    assert_eq!(DigestKind::of_code("photodna"), None);
}
