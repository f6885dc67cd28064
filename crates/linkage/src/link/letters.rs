//! Words of names packed into numbers: twelve letters of five bits, so that comparing words is comparing registers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Letters kept of one word; what follows no longer tells children apart.
const LETTERS: usize = 12;
/// First letter of a word in another script: the rest is its hash.
const FOREIGN: u64 = 31;
const WORD_BITS: u32 = 60;

/// A word: twelve letters of five bits from the top, 1 for `a` to 26 for `z`; 0 for no word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Word(u64);

impl Word {
    pub(crate) fn pack(text: &str) -> Self {
        if !text.bytes().all(|b| b.is_ascii_lowercase()) {
            let hash = hash_bytes(text.as_bytes()) >> 9;
            return Self(FOREIGN << 55 | hash & ((1 << 55) - 1));
        }
        let mut packed = 0;
        for (at, letter) in (0_u32..).zip(text.bytes().take(LETTERS)) {
            packed |= u64::from(letter - b'a' + 1) << (WORD_BITS - 5 * (at + 1));
        }
        Self(packed)
    }

    pub(crate) fn number(self) -> u64 {
        self.0
    }

    /// What [`Word::number`] gave.
    pub(crate) fn of_number(number: u64) -> Self {
        Self(number)
    }

    pub(crate) fn len(self) -> u32 {
        if self.0 == 0 { 0 } else { 12 - self.0.trailing_zeros() / 5 }
    }

    /// The first `count` letters.
    pub(crate) fn beginning(self, count: u32) -> u64 {
        self.0 >> (WORD_BITS - 5 * count.min(12))
    }

    /// This word with another written behind it.
    pub(crate) fn join(self, other: Self) -> Self {
        let len = self.len();
        if len >= 12 {
            return self;
        }
        // Letters pushed past the twelfth leave nothing of themselves behind.
        Self(self.0 | other.0 >> (5 * len))
    }

    /// One bit for each letter that occurs.
    pub(crate) fn bag(self) -> u32 {
        let (mut rest, mut bag) = (self.0, 0);
        while rest != 0 {
            bag |= 1 << (rest & 31);
            rest >>= 5;
        }
        // A word of another script has letters of its own: no number above that of z.
        bag & 0x07ff_fffe
    }

    fn letters(self) -> ([u8; 12], usize) {
        let mut out = [0; 12];
        let mut len = 0;
        for (at, place) in (0_u32..).zip(out.iter_mut()) {
            let letter = (self.0 >> (WORD_BITS - 5 * (at + 1)) & 31) as u8;
            if letter == 0 {
                break;
            }
            *place = letter;
            len += 1;
        }
        (out, len)
    }

    /// Are the words within one slip of the finger: a letter left out, added, changed, or two neighbours that changed
    /// places?
    pub(crate) fn one_slip(self, other: Self) -> bool {
        let ((a, a_len), (b, b_len)) = (self.letters(), other.letters());
        let (a, b) = (a.get(..a_len).unwrap_or_default(), b.get(..b_len).unwrap_or_default());
        let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let (a, b) = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
        match (a, b) {
            ([_, rest @ ..], other) if rest == other => true,
            (other, [_, rest @ ..]) if rest == other => true,
            ([_, a @ ..], [_, b @ ..]) if a == b => true,
            ([p, q, a @ ..], [r, s, b @ ..]) => p == s && q == r && a == b,
            (a, b) => a == b,
        }
    }
}

/// Hash of bytes, the same on every machine and in every run (FNV-1a, then mixed).
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    mix(hash)
}

/// Spreads every bit of a number over all (finaliser of SplitMix64).
pub(crate) fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One number out of two.
pub(crate) fn pair(a: u64, b: u64) -> u64 {
    mix(a ^ mix(b).rotate_left(23))
}

/// A quick hasher for tables that live within one run. Nothing depends on the order of such a table.
#[derive(Default, Clone, Copy)]
pub(crate) struct Quick(u64);

/// A table with [`Quick`] hashes.
pub(crate) type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.write_u64(u64::from_le_bytes(*eight));
        }
        let last = rest.iter().fold(rest.len() as u64, |sum, byte| sum << 8 | u64::from(*byte));
        self.write_u64(last);
    }

    fn write_u8(&mut self, number: u8) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_letters() {
        assert_eq!(Word::pack("sari").len(), 4);
        assert_eq!(Word::pack("setyaningrumwati").len(), 12);
        assert_eq!(Word::pack("nur").join(Word::pack("aini")), Word::pack("nuraini"));
        assert_eq!(Word::pack("setya").join(Word::pack("ningrum")), Word::pack("setyaningrum"));
        assert_eq!(Word::pack("setyani").join(Word::pack("ningrum")), Word::pack("setyaniningrum"));
    }

    #[test]
    fn one_slip_is_one() {
        let slip = |a, b| Word::pack(a).one_slip(Word::pack(b));
        for (a, b) in
            [("rizki", "riski"), ("rizki", "rizi"), ("rizki", "rizkki"), ("rizki", "rziki"), ("dewi", "dewi")]
        {
            assert!(slip(a, b) && slip(b, a), "{a} {b}");
        }
        for (a, b) in [("rizki", "rafki"), ("dewi", "dian"), ("ani", "anita"), ("sari", "siar")] {
            assert!(!slip(a, b) && !slip(b, a), "{a} {b}");
        }
    }
}
