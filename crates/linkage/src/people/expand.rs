//! From a word asked for to the words in the index it may mean.

use super::lexicon::{Lexicon, letters, triple_count};

/// How a word of the index answers a word asked for, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    Exact,
    Sound,
    Typo,
    Beginning,
}

/// A word of the index and how well it answers, 0 to 1.
#[derive(Clone, Copy)]
pub(super) struct Match {
    pub(super) word: u32,
    pub(super) likeness: f32,
    pub(super) how: How,
}

/// The answers to one word, each once, sorted by word; `best` holds them by likeness.
#[derive(Default, Clone)]
pub(super) struct Matches {
    by_word: Vec<Match>,
    best: Vec<Match>,
}

/// Answers kept of one word.
const MOST: usize = 256;
/// Likeness of words that sound alike.
const SOUND: f32 = 0.94;

impl Matches {
    pub(super) fn find(&self, word: u32) -> Option<Match> {
        let at = self.by_word.binary_search_by_key(&word, |m| m.word).ok()?;
        self.by_word.get(at).copied()
    }

    pub(super) fn best(&self) -> &[Match] {
        &self.best
    }

    pub(super) fn is_empty(&self) -> bool {
        self.best.is_empty()
    }

    fn of(mut all: Vec<Match>, lexicon: &Lexicon) -> Self {
        all.sort_by(|a, b| a.word.cmp(&b.word).then(b.likeness.total_cmp(&a.likeness)));
        all.dedup_by_key(|m| m.word);
        // Never by number of the word: that depends on the order in which people came.
        all.sort_by(|a, b| {
            let rank = |m: &Match| (std::cmp::Reverse(lexicon.bearers(m.word)), lexicon.text(m.word));
            b.likeness.total_cmp(&a.likeness).then_with(|| rank(a).cmp(&rank(b)))
        });
        all.truncate(MOST);
        let mut by_word = all.clone();
        by_word.sort_by_key(|m| m.word);
        Self { by_word, best: all }
    }
}

/// Words equal to this one or sounding like it.
pub(super) fn alike(lexicon: &Lexicon, text: &str) -> Matches {
    Matches::of(same_or_sound(lexicon, text), lexicon)
}

/// Words equal, sounding alike, one or two typing errors away, or — while the word is being typed — beginning so.
pub(super) fn tolerant(lexicon: &Lexicon, text: &str, typing: bool) -> Matches {
    let mut all = same_or_sound(lexicon, text);
    all.extend(typos(lexicon, text));
    if typing {
        all.extend(beginnings(lexicon, text));
    }
    Matches::of(all, lexicon)
}

fn same_or_sound(lexicon: &Lexicon, text: &str) -> Vec<Match> {
    let exact = lexicon.exact(text).map(|word| Match { word, likeness: 1.0, how: How::Exact });
    // Rina and Rino do not meet here: a final a and o fall together in long words only.
    let sound = lexicon.sounding(text).map(|word| Match { word, likeness: SOUND, how: How::Sound });
    exact.into_iter().chain(sound).collect()
}

fn typos(lexicon: &Lexicon, text: &str) -> Vec<Match> {
    let length = text.len();
    if length < 4 || !text.is_ascii() {
        return Vec::new();
    }
    let spoilt = if length >= 8 { 6 } else { 4 };
    let least = u8::try_from(triple_count(text).saturating_sub(spoilt).max(1)).unwrap_or(u8::MAX);
    let (bag, edits) = (letters(text), if length >= 8 { 2 } else { 1 });
    let near = lexicon.sharing(text, least).into_iter();
    near.filter_map(|word| {
        // Much cheaper than the distance itself, and rules out most.
        if (bag ^ lexicon.word(word)?.letters).count_ones() > 2 * edits {
            return None;
        }
        let likeness = typo_likeness(text, lexicon.text(word))?;
        Some(Match { word, likeness, how: How::Typo })
    })
    .collect()
}

/// Likeness of two words one edit apart, or two in long words. In a short word one letter is often another name (Budi,
/// Rudi), as is a last vowel (Rizki, Rizka).
fn typo_likeness(asked: &str, held: &str) -> Option<f32> {
    let (a, b) = (asked.len(), held.len());
    if a.abs_diff(b) > 2 || b < 3 {
        return None;
    }
    let base = match (strsim::osa_distance(asked, held), a.min(b)) {
        (1, 0..=4) => 0.55,
        (1, 5) => 0.72,
        (1, 6) => 0.8,
        (1, _) => 0.87,
        (2, 8..) => 0.75,
        _ => return None,
    };
    let other_start = asked.as_bytes().first() != held.as_bytes().first();
    let vowel = |w: &str| w.chars().last().filter(|c| "aiueo".contains(*c));
    let other_end = a == b && matches!((vowel(asked), vowel(held)), (Some(x), Some(y)) if x != y);
    Some(base - if other_start { 0.1 } else { 0.0 } - if other_end { 0.2 } else { 0.0 })
}

/// Beginnings count by the share of the word already typed; of the many words under a short beginning the commonest.
fn beginnings(lexicon: &Lexicon, text: &str) -> Vec<Match> {
    let mut all: Vec<(&str, u32)> = lexicon.beginning(text).collect();
    all.sort_by_key(|(word, number)| (std::cmp::Reverse(lexicon.bearers(*number)), *word));
    all.truncate(MOST / 2);
    let share = |word: &str| text.len() as f32 / word.len().max(1) as f32;
    all.into_iter()
        .map(|(word, number)| Match { word: number, likeness: 0.6 + 0.3 * share(word), how: How::Beginning })
        .collect()
}
