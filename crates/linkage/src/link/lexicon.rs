//! The words of all names, with their sounds and how many bear them.

use super::letters::{QuickMap, Word, hash_bytes};
use super::record::Term;
use crate::normalise::{Kind, sound_keys};

/// Words that stand before what a child is called by.
pub(crate) const FRONT: &[&str] =
    &["muhammad", "ahmad", "abdul", "siti", "sitti", "nur", "sri", "putri", "andi", "maria"];

/// A word of the lexicon.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) word: Word,
    /// Hash of how it sounds.
    pub(crate) sound: u32,
    /// Letters that occur in it, and its length.
    pub(crate) shape: u32,
    /// Information in it: binary logarithm of one over its share, in 1/8 bit.
    pub(crate) bits: u8,
    /// Stands before the name by which a child is called.
    pub(crate) front: bool,
}

/// What is compared of the words of one name, side by side in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<const N: usize> {
    pub(crate) sound: [u32; N],
    /// Letters that occur, and the length above them.
    shape: [u32; N],
    pub(crate) bits: [u8; N],
    /// Which words tell who is meant, as bits.
    pub(crate) tell: u8,
}

/// Above the letters of a word's shape.
const LENGTH: u32 = 27;

/// May two words of these shapes be one slip apart, and are they long enough for that to mean something?
#[inline]
pub(crate) fn near(a: u32, b: u32) -> bool {
    let (len_a, len_b) = (a >> LENGTH, b >> LENGTH);
    let letters = (1 << LENGTH) - 1;
    len_a.abs_diff(len_b) <= 1 && len_a.min(len_b) >= 4 && ((a ^ b) & letters).count_ones() <= 2
}

impl<const N: usize> Words<N> {
    #[inline]
    pub(crate) fn shape(&self, at: usize) -> u32 {
        self.shape.get(at).copied().unwrap_or_default()
    }
}

/// All words, ordered by their letters, so that numbers do not depend on the order of rows.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    entries: Vec<Entry>,
}

/// Eighths of a bit in one over this share.
pub(crate) fn eighths(count: u64, all: u64) -> u8 {
    let bits = (all.max(1) as f64 / count.max(1) as f64).log2() * 8.0;
    bits.round().clamp(0.0, 255.0) as u8
}

impl Lexicon {
    /// From the letters of each word and how often it was written, out of so many names.
    pub(crate) fn new(mut counted: Vec<(u64, u64)>, names: u64) -> Self {
        counted.sort_unstable();
        let front: Vec<u64> = FRONT.iter().map(|word| Word::pack(word).number()).collect();
        let entry = |(letters, count): (u64, u64)| {
            let text = unpack(letters);
            let sound = sound_keys(&text).into_iter().next().unwrap_or_else(|| text.clone());
            let word = if text.is_empty() { Word::default() } else { Word::pack(&text) };
            let foreign = text.is_empty();
            Entry {
                word,
                sound: if foreign { letters as u32 } else { hash_bytes(sound.as_bytes()) as u32 },
                shape: word.bag() | word.len() << LENGTH,
                bits: eighths(count, names),
                front: front.contains(&letters),
            }
        };
        Self { entries: counted.into_iter().map(entry).collect() }
    }

    /// The words of a lexicon that was made elsewhere, in their order.
    pub(crate) fn of_entries(entries: Vec<Entry>) -> Self {
        Self { entries }
    }

    pub(crate) fn all(&self) -> &[Entry] {
        &self.entries
    }

    /// Numbers of the words by their letters.
    pub(crate) fn numbers(counted: &mut [(u64, u64)]) -> QuickMap<u64, u32> {
        counted.sort_unstable();
        (0_u32..).zip(counted.iter()).map(|(at, (letters, _))| (*letters, at)).collect()
    }

    #[inline]
    pub(crate) fn entry(&self, term: Term) -> Entry {
        term.word().and_then(|word| self.entries.get(word as usize)).copied().unwrap_or_default()
    }

    /// What is compared of a name's words, each with so much information in it.
    #[inline]
    pub(crate) fn words<const N: usize>(&self, name: &[Term; N], bits: &[u8; N]) -> Words<N> {
        let mut words = Words { sound: [0; N], shape: [0; N], bits: *bits, tell: 0 };
        let places = words.sound.iter_mut().zip(&mut words.shape);
        for ((at, term), (sound, shape)) in name.iter().enumerate().zip(places) {
            if term.tells() {
                let entry = self.entry(*term);
                words.tell |= 1 << at;
                (*sound, *shape) = (entry.sound, entry.shape);
            }
        }
        words
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    #[inline]
    pub(crate) fn sound(&self, term: Term) -> u64 {
        term.word().and_then(|word| self.entries.get(word as usize)).map_or(0, |entry| entry.sound.into())
    }

    /// The place of the word a child is called by: the first of its own that is not commonly put in front.
    pub(crate) fn call(&self, name: &[Term]) -> u8 {
        let own = || (0_u8..).zip(name).filter(|(_, term)| term.is(Kind::Own));
        let first = own().find(|(_, term)| !self.entry(**term).front);
        first.or_else(|| own().next()).map_or(0, |(at, _)| at)
    }
}

/// The letters of a packed word; empty for one of another script.
fn unpack(letters: u64) -> String {
    let at = |place: u32| (letters >> (55 - 5 * place) & 31) as u8;
    if at(0) == 31 {
        return String::new();
    }
    (0..12).map(at).take_while(|letter| *letter > 0).map(|letter| char::from(b'a' + letter - 1)).collect()
}
