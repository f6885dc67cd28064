//! What happens to a name between a child's mouth and a clerk's list.

use super::dice::Dice;

/// Letters that clerks truly interchange: reform of 1972, Arabic letters, sounds of the region.
const SPELLINGS: &[(&str, &str)] = &[
    ("u", "oe"),
    ("j", "dj"),
    ("c", "tj"),
    ("y", "j"),
    ("sy", "sj"),
    ("f", "p"),
    ("v", "f"),
    ("z", "j"),
    ("kh", "h"),
    ("kh", "ch"),
    ("sy", "s"),
    ("q", "k"),
    ("dz", "z"),
    ("ah", "a"),
    ("iy", "i"),
    ("ai", "ae"),
    ("i", "y"),
    ("a", "o"),
    ("d", "dh"),
    ("t", "th"),
    ("s", "sh"),
    ("k", "c"),
    ("ss", "s"),
    ("nn", "n"),
    ("ll", "l"),
    ("mm", "m"),
    ("n", "nn"),
    ("y", "i"),
    ("w", "u"),
    ("o", "u"),
    ("e", "i"),
];

const MUHAMMAD: &[&str] = &[
    "Muhammad",
    "Muhammad",
    "Mohammad",
    "Muhamad",
    "M.",
    "M.",
    "Moh.",
    "Muh.",
    "Mochamad",
    "Mochammad",
    "Mohamad",
    "Mhd.",
];

/// Another spelling of a word: one of the usual exchanges where one fits.
pub(super) fn respell(word: &str, dice: &mut Dice) -> String {
    for _ in 0..6 {
        let at = dice.below(SPELLINGS.len());
        let Some((from, to)) = SPELLINGS.get(at) else { continue };
        let lower = word.to_lowercase();
        if lower.contains(from) {
            return capital(&lower.replacen(from, to, 1));
        }
    }
    word.to_owned()
}

/// One slip of the finger: a letter left out, doubled, changed, or two that changed places.
pub(super) fn mistype(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let at = 1 + dice.below(letters.len() - 1);
    match dice.below(4) {
        0 => {
            letters.remove(at);
        }
        1 => {
            let random = char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or_default());
            letters.insert(at, random);
        }
        2 => {
            let random = char::from(b'a' + u8::try_from(dice.below(26)).unwrap_or_default());
            if let Some(letter) = letters.get_mut(at) {
                *letter = random;
            }
        }
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => {
            letters.pop();
        }
    }
    letters.into_iter().collect()
}

/// A name as one clerk writes it. `care` from 0 (careless) to 1.
pub(super) fn written(name: &[String], care: f64, dice: &mut Dice) -> Vec<String> {
    let slip = 1.0 - care;
    let mut words: Vec<String> = name.to_vec();
    let front = words
        .first()
        .is_some_and(|w| matches!(w.as_str(), "Muhammad" | "Siti" | "I" | "Ni" | "Nur" | "Ahmad"));
    if words.len() > 1 && dice.chance(0.05 + 0.18 * slip) {
        words.pop();
    } else if words.len() > 2 && dice.chance(0.03 + 0.10 * slip) {
        words.remove(1);
    }
    if front && words.len() > 1 && dice.chance(0.04 + 0.12 * slip) {
        words.remove(0);
    }
    if words.len() > 2
        && dice.chance(0.03)
        && let Some(word) = words.get_mut(1)
    {
        *word = word.chars().take(1).chain(['.']).collect();
    }
    for word in &mut words {
        if word == "Muhammad" {
            *word = dice.pick(MUHAMMAD).to_owned();
        } else if dice.chance(0.025 + 0.14 * slip) {
            *word = respell(word, dice);
        } else if dice.chance(0.01 + 0.05 * slip) {
            *word = mistype(word, dice);
        }
    }
    if words.len() > 1 && dice.chance(0.012 + 0.03 * slip) {
        words.rotate_left(1);
    }
    if words.len() > 1 && dice.chance(0.012) {
        let joined = words.concat();
        words = vec![capital(&joined.to_lowercase())];
    }
    words
}

/// The first letter large.
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
