//! Readable numbers of matters, such as `KS-26-7F3KQ2M-X`: made from the id, so also offline and without a counter that
//! concurrent writers would queue on. They hold no name, birth date or document number.

use crate::id::Id;
use crate::time::{Timestamp, Zone};

/// Crockford's base 32: no I, L, O or U, so that a number read over the telephone is not misheard.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

fn digit(n: u64) -> char {
    ALPHABET.get((n % 32) as usize).map_or('0', |b| char::from(*b))
}

/// The number of a matter: prefix of its kind, year, seven characters of chance (35 bits) and a check character.
pub fn number(prefix: &str, id: Id, opened: Timestamp) -> String {
    let bits = u64::from_be_bytes(id.tail()) & ((1 << 35) - 1);
    let body: String = (0..7).rev().map(|i| digit(bits >> (5 * i))).collect();
    let year = opened.date(Zone::Wib).year() % 100;
    format!("{prefix}-{year:02}-{body}-{}", digit(bits % 31))
}

/// Brings a number typed by a person into the stored spelling (case, spaces, O for 0, I and L for 1) and checks it.
/// `None` when the check character does not fit: somebody misheard or mistyped.
pub fn normalise(typed: &str) -> Option<String> {
    let upper: String = typed.trim().to_uppercase().split_whitespace().collect::<Vec<_>>().join("-");
    let mut parts = upper.splitn(3, '-');
    let (prefix, year, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            })
            .collect()
    };
    let (year, rest) = (digits(year), digits(rest));
    let (body, check) = rest.split_once('-')?;
    if body.len() != 7 || check.chars().count() != 1 {
        return None;
    }
    let mut bits = 0u64;
    for byte in body.bytes() {
        bits = bits * 32 + ALPHABET.iter().position(|a| *a == byte)? as u64;
    }
    (check.chars().next()? == digit(bits % 31)).then(|| format!("{prefix}-{year}-{body}-{check}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_survive_the_telephone(random in any::<[u8; 10]>(), millis in 0i64..4_000_000_000_000) {
            let at = Timestamp::from_millis(millis);
            let code = number("KS", Id::new(at, random), at);
            prop_assert_eq!(normalise(&code), Some(code.clone()));
            prop_assert_eq!(normalise(&format!("  {} ", code.to_lowercase().replace('0', "o"))), Some(code));
        }

        #[test]
        fn one_wrong_character_is_noticed(random in any::<[u8; 10]>(), place in 0usize..7, by in 1u64..31) {
            let at = Timestamp::from_millis(1_700_000_000_000);
            let code = number("KS", Id::new(at, random), at);
            let mut bytes = code.into_bytes();
            let old = ALPHABET.iter().position(|a| *a == bytes[6 + place]).unwrap() as u64;
            // 31 and 32 share no factor, so any single change that is not by 31 moves the remainder.
            let new = (old + by) % 32;
            prop_assume!(new.abs_diff(old) != 31);
            bytes[6 + place] = ALPHABET[new as usize];
            prop_assert_eq!(normalise(&String::from_utf8(bytes).unwrap()), None);
        }
    }
}
