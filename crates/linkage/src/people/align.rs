//! Two names laid side by side, word by word, in whatever order.

use super::asked::{AskedName, call_word};
use super::expand::How;
use super::lexicon::Lexicon;
use crate::normalise::Kind;

/// A word of a name in the index.
#[derive(Clone, Copy)]
pub(super) struct HeldWord {
    pub(super) word: u32,
    pub(super) kind: Kind,
}

/// How two names agree.
#[derive(Clone, Copy)]
pub(super) struct NameAgreement {
    /// Share of the weight of the words asked for that found an answer, 0 to 1.
    pub(super) asked: f32,
    /// Share of the weight of the words held that were asked for, 0 to 1.
    pub(super) held: f32,
    /// Weight of all words asked for, in bits.
    pub(super) asked_bits: f32,
    /// Weight of all words held, in bits.
    pub(super) held_bits: f32,
    /// The worst way in which a word answered.
    pub(super) worst: Option<How>,
    /// Did every word on both sides find its answer?
    pub(super) whole: bool,
    /// Was something written together here and apart there?
    pub(super) joined: bool,
    /// Do the words the two persons are called by both stand alone?
    pub(super) given_differs: bool,
}

/// Words with less likeness are not called the same when it comes to telling brothers and sisters apart.
const SAME_WORD: f32 = 0.65;

/// A possible pairing: some words asked for (bits of a mask) with some words held.
struct Pairing {
    asked: u32,
    held: u32,
    likeness: f32,
    worth: f32,
    how: How,
}

/// Lays a name held beside the name asked for, best pairings first, no word twice.
pub(super) fn align(asked: &AskedName, held: &[HeldWord], lexicon: &Lexicon, people: usize) -> NameAgreement {
    let held_weights: Vec<f32> = held.iter().map(|h| lexicon.bits(h.word, h.kind, people)).collect();
    let mut all = singles(asked, held, lexicon);
    joined(asked, held, &mut all);
    all.sort_by(|a, b| {
        b.worth
            .total_cmp(&a.worth)
            .then(b.likeness.total_cmp(&a.likeness))
            .then((a.asked, a.held).cmp(&(b.asked, b.held)))
    });
    let mut taken: Vec<Pairing> = Vec::new();
    let (mut asked_mask, mut held_mask) = (0_u32, 0_u32);
    for pairing in all {
        if asked_mask & pairing.asked == 0 && held_mask & pairing.held == 0 {
            asked_mask |= pairing.asked;
            held_mask |= pairing.held;
            taken.push(pairing);
        }
    }
    let asked_weights: Vec<f32> = asked.words.iter().map(|w| w.weight).collect();
    let same = |mask: fn(&Pairing) -> u32| {
        taken.iter().filter(|p| p.likeness >= SAME_WORD).fold(0, |all, p| all | mask(p))
    };
    let held_call = call_word(held.iter().map(|h| (h.kind, lexicon.text(h.word))));
    NameAgreement {
        asked: share(&asked_weights, &taken, |p| p.asked),
        held: share(&held_weights, &taken, |p| p.held),
        asked_bits: asked_weights.iter().sum(),
        held_bits: held_weights.iter().sum(),
        worst: taken.iter().map(|p| p.how).max(),
        whole: asked_mask.count_ones() as usize == asked.words.len()
            && held_mask.count_ones() as usize == held.len(),
        joined: taken.iter().any(|p| p.asked.count_ones() + p.held.count_ones() > 2),
        given_differs: stands_alone(asked.call_word(), same(|p| p.asked))
            && stands_alone(held_call, same(|p| p.held)),
    }
}

fn stands_alone(call: Option<usize>, same: u32) -> bool {
    call.is_some_and(|at| same & bit(at) == 0)
}

fn singles(asked: &AskedName, held: &[HeldWord], lexicon: &Lexicon) -> Vec<Pairing> {
    let mut out = Vec::new();
    for (i, word) in asked.words.iter().enumerate() {
        for (j, other) in held.iter().enumerate() {
            let found = word.matches.find(other.word).map(|m| (m.likeness, m.how));
            let Some((likeness, how)) = found.or_else(|| initial(&word.text, lexicon.text(other.word)))
            else {
                continue;
            };
            let pairing =
                Pairing { asked: bit(i), held: bit(j), likeness, worth: word.weight * likeness, how };
            out.push(pairing);
        }
    }
    out
}

/// A single letter agrees with a word that begins with it.
fn initial(asked: &str, held: &str) -> Option<(f32, How)> {
    let single = |w: &str| w.chars().nth(1).is_none();
    let agree = (single(asked) || single(held)) && asked.chars().next() == held.chars().next();
    (agree && !asked.is_empty()).then_some((0.7, How::Beginning))
}

fn joined(asked: &AskedName, held: &[HeldWord], out: &mut Vec<Pairing>) {
    for join in &asked.joins {
        let span = join.first..join.first + join.count;
        let mask = span.clone().fold(0, |all, at| all | bit(at));
        let weight: f32 = asked.words.iter().skip(join.first).take(join.count).map(|w| w.weight).sum();
        for (j, other) in held.iter().enumerate() {
            if let Some(m) = join.matches.find(other.word) {
                let worth = weight * m.likeness * 0.98;
                out.push(Pairing { asked: mask, held: bit(j), likeness: m.likeness, worth, how: m.how });
            }
        }
    }
    for split in &asked.splits {
        let mut mask = 0;
        let mut worst = (1.0_f32, How::Exact);
        let whole = split.parts.iter().all(|part| {
            let place = held
                .iter()
                .enumerate()
                .find_map(|(j, h)| part.find(h.word).filter(|_| mask & bit(j) == 0).map(|m| (j, m)));
            let Some((j, m)) = place else { return false };
            mask |= bit(j);
            worst = (worst.0.min(m.likeness), worst.1.max(m.how));
            true
        });
        let weight = asked.words.get(split.at).map_or(0.0, |w| w.weight);
        if whole {
            let worth = weight * worst.0 * 0.98;
            out.push(Pairing { asked: bit(split.at), held: mask, likeness: worst.0, worth, how: worst.1 });
        }
    }
}

/// Share of the weights that found an answer, each by its likeness.
fn share(weights: &[f32], taken: &[Pairing], mask: fn(&Pairing) -> u32) -> f32 {
    let all: f32 = weights.iter().sum();
    let got: f32 = weights
        .iter()
        .enumerate()
        .map(|(at, weight)| {
            let answer = taken.iter().find(|p| mask(p) & bit(at) != 0);
            weight * answer.map_or(0.0, |p| p.likeness)
        })
        .sum();
    if all > 0.0 { got / all } else { 0.0 }
}

/// Names have at most twelve words, so a mask of 32 bits holds them.
fn bit(at: usize) -> u32 {
    1_u32.checked_shl(u32::try_from(at).unwrap_or(32)).unwrap_or(0)
}
