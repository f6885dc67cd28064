//! All distinct words of all names, once each, with the entries that bear them.
//!
//! Tolerance is spent on the words (some ten thousands), never on the people (hundreds of thousands).

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use super::rarity::{bits, prior};
use crate::normalise::{Kind, sound_keys};

/// A word and who bears it.
#[derive(Default)]
pub(super) struct Word {
    pub(super) text: Arc<str>,
    pub(super) slots: Vec<u32>,
    /// Share of people in the country who bear the word.
    pub(super) prior: f32,
    /// One bit for each letter a–z in the word.
    pub(super) letters: u32,
}

/// The words by number, with ways to find them by text, beginning, sound and letter triples.
#[derive(Default)]
pub(super) struct Lexicon {
    words: Vec<Word>,
    free: Vec<u32>,
    by_text: BTreeMap<Arc<str>, u32>,
    by_sound: HashMap<u64, Vec<u32>>,
    by_triple: HashMap<u32, Vec<u32>>,
}

impl Lexicon {
    /// Notes that an entry bears a word, and gives the word's number.
    pub(super) fn bear(&mut self, text: &str, slot: u32) -> u32 {
        let number = match self.by_text.get(text) {
            Some(number) => *number,
            None => self.add(text),
        };
        if let Some(word) = self.words.get_mut(number as usize)
            && word.slots.last() != Some(&slot)
        {
            word.slots.push(slot);
        }
        number
    }

    /// Forgets that an entry bears a word; a word nobody bears is forgotten altogether.
    pub(super) fn unbear(&mut self, number: u32, slot: u32) {
        let Some(word) = self.words.get_mut(number as usize) else { return };
        if let Some(at) = word.slots.iter().position(|s| *s == slot) {
            word.slots.swap_remove(at);
        }
        if word.slots.is_empty() && !word.text.is_empty() {
            let text = std::mem::take(word).text;
            self.by_text.remove(&text);
            drop_from(&mut self.by_sound, sounds(&text), number);
            drop_from(&mut self.by_triple, triples(&text), number);
            self.free.push(number);
        }
    }

    pub(super) fn word(&self, number: u32) -> Option<&Word> {
        self.words.get(number as usize)
    }

    pub(super) fn text(&self, number: u32) -> &str {
        self.word(number).map_or("", |w| &w.text)
    }

    pub(super) fn bearers(&self, number: u32) -> usize {
        self.word(number).map_or(0, |w| w.slots.len())
    }

    /// Bits that agreement on a word says among so many people.
    pub(super) fn bits(&self, number: u32, kind: Kind, people: usize) -> f32 {
        self.word(number).map_or(0.0, |w| bits(w.prior, kind, w.slots.len(), people))
    }

    pub(super) fn exact(&self, text: &str) -> Option<u32> {
        self.by_text.get(text).copied()
    }

    /// Words that sound like this one, itself included.
    pub(super) fn sounding(&self, text: &str) -> impl Iterator<Item = u32> + '_ {
        sounds(text).into_iter().filter_map(|key| self.by_sound.get(&key)).flatten().copied()
    }

    /// Words that begin with these letters.
    pub(super) fn beginning<'a>(&'a self, letters: &'a str) -> impl Iterator<Item = (&'a str, u32)> + 'a {
        self.by_text
            .range::<str, _>((Bound::Included(letters), Bound::Unbounded))
            .take_while(move |(text, _)| text.starts_with(letters))
            .map(|(text, number)| (&**text, *number))
    }

    /// Words that share at least `least` letter triples with this one.
    pub(super) fn sharing(&self, text: &str, least: u8) -> Vec<u32> {
        let mut shared = vec![0_u8; self.words.len()];
        let mut out = Vec::new();
        for number in triples(text).into_iter().filter_map(|key| self.by_triple.get(&key)).flatten() {
            if let Some(count) = shared.get_mut(*number as usize) {
                *count = count.saturating_add(1);
                if *count == least {
                    out.push(*number);
                }
            }
        }
        out
    }

    fn add(&mut self, text: &str) -> u32 {
        let text: Arc<str> = text.into();
        let word =
            Word { text: text.clone(), slots: Vec::new(), prior: prior(&text), letters: letters(&text) };
        let number = match self.free.pop() {
            Some(number) => number,
            None => u32::try_from(self.words.len()).unwrap_or(u32::MAX),
        };
        match self.words.get_mut(number as usize) {
            Some(place) => *place = word,
            None => self.words.push(word),
        }
        for key in sounds(&text) {
            self.by_sound.entry(key).or_default().push(number);
        }
        for key in triples(&text) {
            self.by_triple.entry(key).or_default().push(number);
        }
        self.by_text.insert(text, number);
        number
    }
}

fn drop_from<K: std::hash::Hash + Eq>(map: &mut HashMap<K, Vec<u32>>, keys: Vec<K>, number: u32) {
    for key in keys {
        if let Some(list) = map.get_mut(&key) {
            list.retain(|n| *n != number);
            if list.is_empty() {
                map.remove(&key);
            }
        }
    }
}

/// Sound keys as 64-bit FNV-1a numbers; whether two words truly sound alike is compared again where it matters.
fn sounds(text: &str) -> Vec<u64> {
    let fnv = |key: &String| {
        key.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
    };
    sound_keys(text).iter().map(fnv).collect()
}

/// Letter triples of a Latin word with a blank at both ends, each once. Other scripts have none.
fn triples(text: &str) -> Vec<u32> {
    if !text.is_ascii() {
        return Vec::new();
    }
    let padded: Vec<u32> =
        std::iter::once(0).chain(text.bytes().map(u32::from)).chain(std::iter::once(0)).collect();
    let mut out: Vec<u32> =
        padded.windows(3).map(|w| w.iter().fold(0, |key, letter| key << 8 | letter)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// One bit for each letter a–z in the word. One edit changes two of them at most.
pub(super) fn letters(text: &str) -> u32 {
    text.bytes().filter(u8::is_ascii_lowercase).fold(0, |all, b| all | 1 << (b - b'a'))
}

/// How many triples a Latin word has.
pub(super) fn triple_count(text: &str) -> usize {
    triples(text).len()
}
