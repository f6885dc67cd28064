//! Two names laid side by side, word by word, in whatever order.

use super::letters::Word;
use super::lexicon::{Lexicon, Words, near};
use super::rarity::either;
use super::record::Term;
use crate::normalise::Kind;

/// How two words are alike, best first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// The same letters.
    #[default]
    Exact,
    /// The same sound, one slip of the finger, or written together.
    Alike,
    /// Not at all.
    None,
}

/// How two names agree.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Aligned {
    /// Words that tell who is meant, on either side.
    pub(crate) words: [u8; 2],
    /// Those that found no answer.
    pub(crate) left: [u8; 2],
    /// The worst way in which a word was answered; `None` when no word was.
    pub(crate) worst: Likeness,
    /// Information in the words that agree, in 1/8 bit, as rare as they are where either side is from.
    bits: [u8; 2],
    /// Which words were answered, as bits.
    taken: [u8; 2],
}

impl Aligned {
    /// Was the word at this place of the name answered?
    pub(crate) fn covers(&self, at: u8, side: usize) -> bool {
        self.taken.get(side).is_some_and(|mask| mask >> at & 1 == 1)
    }

    fn answered(&self, side: usize) -> u8 {
        self.taken.get(side).copied().unwrap_or_default()
    }

    /// Information in the words that agree, in 1/8 bit.
    #[inline]
    pub(crate) fn bits(&self) -> u8 {
        let [here, there] = self.bits;
        if here == there { here } else { either(here, there) }
    }

    fn take(&mut self, at: [usize; 2], likeness: Likeness, bits: [u8; 2]) {
        for (mask, at) in self.taken.iter_mut().zip(at) {
            *mask |= 1 << at;
        }
        self.worst = self.worst.max(likeness);
        for (sum, bits) in self.bits.iter_mut().zip(bits) {
            *sum = sum.saturating_add(bits);
        }
    }

    fn free(&self, side: usize, at: usize) -> bool {
        self.taken.get(side).is_some_and(|mask| mask >> at & 1 == 0)
    }
}

/// A name with what is compared of its words.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a, const N: usize> {
    pub(crate) terms: &'a [Term; N],
    pub(crate) words: &'a Words<N>,
}

impl<const N: usize> Side<'_, N> {
    /// Words that tell who is meant and are not among those answered, by place.
    #[inline]
    fn open(&self, answered: u8) -> impl Iterator<Item = usize> + use<N> {
        let mut left = self.words.tell & !answered;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            (at < 8).then_some(at)
        })
    }

    #[inline]
    fn word(&self, at: usize) -> Option<u32> {
        self.terms.get(at).and_then(|term| term.word())
    }

    #[inline]
    fn bits(&self, at: usize) -> u8 {
        self.words.bits.get(at).copied().unwrap_or_default()
    }
}

/// Lays two names side by side: first what is exactly the same, then what is alike.
#[inline]
pub(crate) fn align<const N: usize>(lexicon: &Lexicon, a: Side<'_, N>, b: Side<'_, N>) -> Aligned {
    let words = [a.words.tell, b.words.tell].map(|tell| tell.count_ones() as u8);
    let mut found = Aligned { words, ..Aligned::default() };
    if found.words.contains(&0) {
        found.worst = Likeness::None;
        return found;
    }
    let mut matched = 0_u8;
    for i in a.open(0) {
        let word = a.word(i);
        if let Some(j) = b.open(found.answered(1)).find(|j| b.word(*j) == word) {
            found.take([i, j], Likeness::Exact, [a.bits(i), b.bits(j)]);
            matched += 1;
        }
    }
    let [words_a, words_b] = found.words;
    let (mut left_a, mut left_b) = (words_a - matched, words_b - matched);
    if left_a > 0 && left_b > 0 {
        let more = loosely(lexicon, a, b, &mut found);
        (left_a, left_b) = (left_a - more, left_b - more);
        matched += more;
    }
    if left_a != left_b && (left_a > 0 || matched == 0) {
        let (together_a, together_b) = together(lexicon, a, b, &mut found);
        (left_a, left_b) = (left_a - together_a, left_b - together_b);
        matched += together_a;
    }
    found.left = [left_a, left_b];
    if matched == 0 {
        found.worst = Likeness::None;
    }
    found
}

/// Words of one sound, or one slip apart when long enough for that to mean something.
fn loosely<const N: usize>(lexicon: &Lexicon, a: Side<'_, N>, b: Side<'_, N>, found: &mut Aligned) -> u8 {
    let mut more = 0;
    for i in a.open(found.answered(0)) {
        let (sound, shape) = (a.words.sound.get(i), a.words.shape(i));
        let alike = |j: &usize| {
            b.words.sound.get(*j) == sound
                || near(shape, b.words.shape(*j)) && letters(lexicon, a, i).one_slip(letters(lexicon, b, *j))
        };
        if let Some(j) = b.open(found.answered(1)).find(alike) {
            found.take([i, j], Likeness::Alike, [a.bits(i).min(b.bits(j)); 2]);
            more += 1;
        }
    }
    more
}

fn letters<const N: usize>(lexicon: &Lexicon, side: Side<'_, N>, at: usize) -> Word {
    side.terms.get(at).map(|term| lexicon.entry(*term).word).unwrap_or_default()
}

/// Two words here written as one there. Gives the words newly answered on either side.
fn together<const N: usize>(
    lexicon: &Lexicon,
    a: Side<'_, N>,
    b: Side<'_, N>,
    found: &mut Aligned,
) -> (u8, u8) {
    let parts = joined(lexicon, a, b, found, 0);
    if parts > 0 {
        return (parts, 1);
    }
    let parts = joined(lexicon, b, a, found, 1);
    if parts > 0 { (1, parts) } else { (0, 0) }
}

fn joined<const N: usize>(
    lexicon: &Lexicon,
    apart: Side<'_, N>,
    whole: Side<'_, N>,
    found: &mut Aligned,
    side: usize,
) -> u8 {
    let other = 1 - side;
    for (i, (x, y)) in apart.terms.iter().zip(apart.terms.iter().skip(1)).enumerate() {
        if !(x.is(Kind::Own) && y.is(Kind::Own) && found.free(side, i) && found.free(side, i + 1)) {
            continue;
        }
        let word = lexicon.entry(*x).word.join(lexicon.entry(*y).word);
        for (j, z) in whole.terms.iter().enumerate().filter(|(_, z)| z.is(Kind::Own)) {
            let held = lexicon.entry(*z).word;
            if found.free(other, j) && (held == word || held.one_slip(word)) {
                let bits = apart.bits(i).saturating_add(apart.bits(i + 1));
                let at = if side == 0 { [i, j] } else { [j, i] };
                found.take(at, Likeness::Alike, [bits; 2]);
                if let Some(mask) = found.taken.get_mut(side) {
                    *mask |= 1 << (i + 1);
                }
                return 2;
            }
        }
    }
    0
}
