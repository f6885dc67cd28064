//! A name asked for, with everything in the index each of its words may mean.

use super::expand::{Matches, alike, tolerant};
use super::lexicon::Lexicon;
use super::rarity::{bits, is_fore_word, prior};
use crate::normalise::{Kind, Name};

/// One word asked for.
pub(super) struct AskedWord {
    pub(super) text: String,
    pub(super) kind: Kind,
    pub(super) weight: f32,
    pub(super) matches: Matches,
}

/// Neighbouring words asked for that a record may have written as one.
pub(super) struct Join {
    pub(super) first: usize,
    pub(super) count: usize,
    pub(super) matches: Matches,
}

/// A word asked for that a record may have written as several.
pub(super) struct Split {
    pub(super) at: usize,
    pub(super) parts: Vec<Matches>,
}

/// One name asked for.
pub(super) struct AskedName {
    pub(super) words: Vec<AskedWord>,
    pub(super) joins: Vec<Join>,
    pub(super) splits: Vec<Split>,
}

/// Ways of cutting one word that are followed up.
const MOST_SPLITS: usize = 6;

impl AskedName {
    pub(super) fn new(name: &Name, typing: bool, lexicon: &Lexicon, people: usize) -> Self {
        let tokens = name.tokens();
        let words: Vec<AskedWord> = tokens
            .iter()
            .enumerate()
            .map(|(at, token)| {
                let typed = typing && at + 1 == tokens.len();
                let known = lexicon.exact(&token.text);
                AskedWord {
                    text: token.text.clone(),
                    kind: token.kind,
                    weight: known.map_or_else(
                        || bits(prior(&token.text), token.kind, 0, people),
                        |word| lexicon.bits(word, token.kind, people),
                    ),
                    matches: tolerant(lexicon, &token.text, typed),
                }
            })
            .collect();
        let joins = joins(&words, lexicon);
        let splits = words.iter().enumerate().flat_map(|(at, w)| splits(at, &w.text, lexicon)).collect();
        Self { words, joins, splits }
    }

    /// Where the word stands that the person is called by: the first that is neither weak nor as common as Siti.
    pub(super) fn call_word(&self) -> Option<usize> {
        call_word(self.words.iter().map(|w| (w.kind, w.text.as_str())))
    }
}

/// Position of the first own word that is not merely put before the name.
pub(super) fn call_word<'a>(words: impl Iterator<Item = (Kind, &'a str)>) -> Option<usize> {
    let own: Vec<(usize, &str)> = words
        .enumerate()
        .filter(|(_, (kind, _))| *kind == Kind::Own)
        .map(|(at, (_, text))| (at, text))
        .collect();
    own.iter().find(|(_, text)| !is_fore_word(text)).or(own.first()).map(|(at, _)| *at)
}

fn joins(words: &[AskedWord], lexicon: &Lexicon) -> Vec<Join> {
    let mut out = Vec::new();
    for count in [2, 3] {
        for (first, group) in words.windows(count).enumerate() {
            let text: String = group.iter().map(|w| w.text.as_str()).collect();
            let matches = alike(lexicon, &text);
            if !matches.is_empty() {
                out.push(Join { first, count, matches });
            }
        }
    }
    out
}

/// Cuts of a long word into two or three words of the index. A part has at least two letters, the last at least three.
fn splits(at: usize, text: &str, lexicon: &Lexicon) -> Vec<Split> {
    if text.len() < 6 || !text.is_ascii() {
        return Vec::new();
    }
    let mut cuts: Vec<(usize, Split)> = Vec::new();
    for cut in 2..=text.len() - 3 {
        let (left, right) = text.split_at(cut);
        let left = alike(lexicon, left);
        if left.is_empty() {
            continue;
        }
        let whole = alike(lexicon, right);
        if !whole.is_empty() {
            cuts.push((rarest(lexicon, &[&left, &whole]), Split { at, parts: vec![left.clone(), whole] }));
        }
        for cut in 2..=right.len().saturating_sub(3) {
            let (middle, last) = right.split_at(cut);
            let middle = alike(lexicon, middle);
            let last = if middle.is_empty() { Matches::default() } else { alike(lexicon, last) };
            if !last.is_empty() {
                let rank = rarest(lexicon, &[&left, &middle, &last]);
                cuts.push((rank, Split { at, parts: vec![left.clone(), middle, last] }));
            }
        }
    }
    cuts.sort_by_key(|(bearers, split)| (split.parts.len(), std::cmp::Reverse(*bearers)));
    cuts.into_iter().take(MOST_SPLITS).map(|(_, split)| split).collect()
}

/// Bearers of the part that fewest bear: a cut into two usual words is a better guess than one with an odd rest.
fn rarest(lexicon: &Lexicon, parts: &[&Matches]) -> usize {
    let bearers = |m: &&Matches| m.best().iter().map(|m| lexicon.bearers(m.word)).max().unwrap_or(0);
    parts.iter().map(bearers).min().unwrap_or(0)
}
