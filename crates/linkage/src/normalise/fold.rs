//! Letters without case or accent.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower-cases, decomposes (Unicode NFKD), drops accents and apostrophes, and turns every other sign into a space.
/// Full stops, commas and slashes stay, because they tell an initial, a degree or a patronym apart from a word.
/// Letters of other scripts stay, with their vowel signs.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase).nfkd().flat_map(char::to_lowercase) {
        if is_apostrophe(c) || is_dropped_mark(c) {
            continue;
        }
        match c {
            'ı' => out.push('i'),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            '.' | ',' | '/' => out.push(c),
            c if c.is_alphanumeric() || is_combining_mark(c) => out.push(c),
            _ => out.push(' '),
        }
    }
    out
}

/// Apostrophes inside names (Nur'aini, Ma'ruf) are written or left out at will.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '´' | '"')
}

/// Latin accents and Arabic vowel points go; the vowel signs of Thai, Khmer or Burmese are letters and stay.
fn is_dropped_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{065f}' | '\u{0670}')
        || (is_combining_mark(c) && !c.is_alphanumeric())
}
