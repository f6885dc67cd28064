//! Two names laid side by side, word by word, in whatever order.

use super::lexicon::{Entry, Lexicon};
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
    /// Information in the words that agree, in 1/8 bit.
    pub(crate) bits: u8,
    /// Which words were answered, as bits.
    taken: [u8; 2],
}

impl Aligned {
    /// Was this word of the name answered?
    pub(crate) fn covers(&self, name: &[Term], term: Term, side: usize) -> bool {
        let mask = self.taken.get(side).copied().unwrap_or_default();
        name.iter().position(|t| *t == term).is_some_and(|at| mask >> at & 1 == 1)
    }

    fn take(&mut self, at: [usize; 2], likeness: Likeness, bits: u32) {
        for (mask, at) in self.taken.iter_mut().zip(at) {
            *mask |= 1 << at;
        }
        self.worst = self.worst.max(likeness);
        self.bits = self.bits.saturating_add(u8::try_from(bits).unwrap_or(u8::MAX));
    }

    fn free(&self, side: usize, at: usize) -> bool {
        self.taken.get(side).is_some_and(|mask| mask >> at & 1 == 0)
    }
}

/// Lays two names side by side: first what is exactly the same, then what is alike.
#[inline]
pub(crate) fn align(lexicon: &Lexicon, a: &[Term], b: &[Term]) -> Aligned {
    let mut found = Aligned::default();
    let count = |terms: &[Term]| u8::try_from(terms.iter().filter(|t| t.tells()).count()).unwrap_or_default();
    found.words = [count(a), count(b)];
    if found.words.contains(&0) {
        found.worst = Likeness::None;
        return found;
    }
    let mut matched = 0_u8;
    for (i, x) in a.iter().enumerate().filter(|(_, x)| x.tells()) {
        let same = b.iter().enumerate().find(|(j, y)| y.word() == x.word() && y.tells() && found.free(1, *j));
        if let Some((j, _)) = same {
            found.take([i, j], Likeness::Exact, lexicon.entry(*x).bits.into());
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

fn loosely(lexicon: &Lexicon, a: &[Term], b: &[Term], found: &mut Aligned) -> u8 {
    let mut more = 0;
    for (i, x) in a.iter().enumerate().filter(|(_, x)| x.tells()) {
        if !found.free(0, i) {
            continue;
        }
        let left = lexicon.entry(*x);
        for (j, y) in b.iter().enumerate().filter(|(_, y)| y.tells()) {
            if !found.free(1, j) {
                continue;
            }
            let right = lexicon.entry(*y);
            if alike(&left, &right) {
                found.take([i, j], Likeness::Alike, u32::from(left.bits.min(right.bits)));
                more += 1;
                break;
            }
        }
    }
    more
}

/// Words of one sound, or one slip apart when long enough for that to mean something.
#[inline]
fn alike(a: &Entry, b: &Entry) -> bool {
    if a.sound == b.sound {
        return true;
    }
    let (len_a, len_b) = (a.word.len(), b.word.len());
    let near = len_a.abs_diff(len_b) <= 1 && len_a.min(len_b) >= 4;
    near && (a.bag ^ b.bag).count_ones() <= 2 && a.word.one_slip(b.word)
}

/// Two words here written as one there. Gives the words newly answered on either side.
fn together(lexicon: &Lexicon, a: &[Term], b: &[Term], found: &mut Aligned) -> (u8, u8) {
    let parts = joined(lexicon, a, b, found, 0);
    if parts > 0 {
        return (parts, 1);
    }
    let parts = joined(lexicon, b, a, found, 1);
    if parts > 0 { (1, parts) } else { (0, 0) }
}

fn joined(lexicon: &Lexicon, apart: &[Term], whole: &[Term], found: &mut Aligned, side: usize) -> u8 {
    let other = 1 - side;
    for (i, (x, y)) in apart.iter().zip(apart.iter().skip(1)).enumerate() {
        if !(x.is(Kind::Own) && y.is(Kind::Own) && found.free(side, i) && found.free(side, i + 1)) {
            continue;
        }
        let (first, second) = (lexicon.entry(*x), lexicon.entry(*y));
        let word = first.word.join(second.word);
        for (j, z) in whole.iter().enumerate().filter(|(_, z)| z.is(Kind::Own)) {
            let held = lexicon.entry(*z).word;
            if found.free(other, j) && (held == word || held.one_slip(word)) {
                let bits = u32::from(first.bits) + u32::from(second.bits);
                let at = if side == 0 { [i, j] } else { [j, i] };
                found.take(at, Likeness::Alike, bits);
                if let Some(mask) = found.taken.get_mut(side) {
                    *mask |= 1 << (i + 1);
                }
                return 2;
            }
        }
    }
    0
}
