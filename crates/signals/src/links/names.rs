//! Names of enterprises, vessels and places, and names on platforms.

use linkage::normalise::fold;
use unicode_normalization::UnicodeNormalization;

use super::{Identifier, IdentifierKind};

/// Words that say what kind of enterprise or vessel something is, not which one.
const FORMS: &[&str] = &[
    "pt", "cv", "ud", "pd", "fa", "tbk", "persero", "koperasi", "yayasan", "ltd", "inc", "corp", "co", "llc",
    "bhd", "sdn", "pte", "km", "klm", "kmn", "mv", "mt", "fv", "kapal", "toko", "warung", "hotel", "losmen",
    "wisma", "kafe", "cafe", "karaoke",
];

/// The key of a named thing (vessel, venue, employer, recruiter): folded letters, without the words that only say what kind of
/// enterprise it is. Where the name is nothing but such words they stay. `None` when fewer than three letters or digits remain:
/// such a name would link everything with everything.
#[must_use]
pub fn named(kind: IdentifierKind, text: &str) -> Option<Identifier> {
    use IdentifierKind::{Employer, Recruiter, Venue, Vessel};
    if !matches!(kind, Vessel | Venue | Employer | Recruiter) || text.len() > 400 {
        return None;
    }
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = words.iter().filter(|word| !FORMS.contains(word)).copied().collect();
    let key = if telling.is_empty() { words.join(" ") } else { telling.join(" ") };
    (key.chars().filter(|c| *c != ' ').count() >= 3).then(|| Identifier::new(kind, key))
}

/// A name on a platform. Platform and name are compared without capitals and without "@"; look-alike letters are not taken for
/// each other. `None` when one of both is missing or the name holds spaces.
#[must_use]
pub fn handle(platform: &str, text: &str) -> Option<Identifier> {
    let platform: String = fold(platform).chars().filter(|c| c.is_alphanumeric()).collect();
    let name: String = text.trim().trim_start_matches('@').nfkc().collect::<String>().to_lowercase();
    let plausible = !platform.is_empty()
        && (2..=100).contains(&name.chars().count())
        && !name.chars().any(|c| c.is_whitespace() || c.is_control());
    plausible.then(|| Identifier::new(IdentifierKind::Handle, format!("{platform}:{name}")))
}
