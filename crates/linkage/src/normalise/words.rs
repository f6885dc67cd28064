//! Words that stand for another: abbreviations and the many spellings of the commonest names.

use super::spelling::modern;

/// Every way of writing the commonest given name of the archipelago, abbreviations included.
const MUHAMMAD: &[&str] = &[
    "mhd",
    "mhmd",
    "moch",
    "mochamad",
    "mochammad",
    "moh",
    "mohamad",
    "mohamed",
    "mohammad",
    "mohammed",
    "mohd",
    "mokhamad",
    "mokhammad",
    "muchamad",
    "muchammad",
    "muh",
    "muhamad",
    "muhamed",
    "muhammed",
    "muhd",
    "mukhamad",
    "mukhammad",
    "mukhamat",
];

/// Other fixed replacements; several words where one word hides two.
const FIXED: &[(&str, &[&str])] = &[
    ("abd", &["abdul"]),
    ("abdl", &["abdul"]),
    ("abdoul", &["abdul"]),
    ("abdur", &["abdul"]),
    ("abdus", &["abdul"]),
    ("abdulloh", &["abdullah"]),
    ("dela", &["de", "la"]),
    ("delacruz", &["de", "la", "cruz"]),
    ("delapena", &["de", "la", "pena"]),
    ("delarosa", &["de", "la", "rosa"]),
    ("delatorre", &["de", "la", "torre"]),
    ("delos", &["de", "los"]),
    ("delosreyes", &["de", "los", "reyes"]),
    ("delossantos", &["de", "los", "santos"]),
    ("delrosario", &["del", "rosario"]),
    ("sta", &["santa"]),
    ("sto", &["santo"]),
];

/// Writes one word in its usual form; may give several words.
pub(super) fn usual(word: &str) -> Vec<String> {
    let word = modern(word);
    if MUHAMMAD.contains(&word.as_str()) {
        return vec!["muhammad".into()];
    }
    if let Some((_, to)) = FIXED.iter().find(|(from, _)| *from == word) {
        return to.iter().map(|w| (*w).to_owned()).collect();
    }
    match servant_of(&word) {
        Some(rest) => vec!["abdul".into(), rest],
        None => vec![word],
    }
}

/// "Abdurrahman", "Abdul Rahman", "Abdurahman": the servant of one of the ninety-nine names. The article takes the
/// sound of what follows, so that the first letter of the name is written twice, or once by the less careful.
fn servant_of(word: &str) -> Option<String> {
    let rest = word.strip_prefix("abdu")?;
    if rest.starts_with("llah") || rest.chars().count() < 5 {
        return None;
    }
    if let Some(rest) = rest.strip_prefix('l') {
        return (!rest.starts_with("l")).then(|| rest.to_owned());
    }
    let mut letters = rest.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    if !"rsznd".contains(first) {
        return None;
    }
    Some(if first == second { rest.chars().skip(1).collect() } else { rest.to_owned() })
}
