//! Identifiers made of digits and letters.

use linkage::normalise::Phone;

use super::{Identifier, IdentifierKind};

/// A telephone in the international form, as `linkage` reads it. `None` when it is none.
#[must_use]
pub fn phone(text: &str) -> Option<Identifier> {
    let phone = Phone::parse(text).ok()?;
    Some(Identifier::new(IdentifierKind::Phone, phone.e164()))
}

/// An account: the institution's code or name and the number as its digits. `None` for fewer than 6 or more than 34 characters.
#[must_use]
pub fn account(institution: &str, number: &str) -> Option<Identifier> {
    let institution = letters_and_digits(institution);
    let number = letters_and_digits(number);
    let plausible = (6..=34).contains(&number.len()) && number.bytes().any(|byte| byte.is_ascii_digit());
    (plausible && !institution.is_empty())
        .then(|| Identifier::new(IdentifierKind::Account, format!("{institution}:{number}")))
}

/// An international account number whose check digits fit (ISO 13616, modulus 97).
#[must_use]
pub fn iban(text: &str) -> Option<Identifier> {
    let plain = letters_and_digits(text);
    let (head, tail) = plain.split_at_checked(4)?;
    let shape = head.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && head.bytes().skip(2).all(|byte| byte.is_ascii_digit())
        && (15..=34).contains(&plain.len());
    if !shape {
        return None;
    }
    let mut rest = 0u32;
    for digit in tail.chars().chain(head.chars()).map(|c| c.to_digit(36)) {
        let digit = digit?;
        rest = if digit < 10 { rest * 10 + digit } else { rest * 100 + digit } % 97;
    }
    (rest == 1).then(|| Identifier::new(IdentifierKind::Account, format!("IBAN:{plain}")))
}

/// A wallet: addresses of Bitcoin (both alphabets), of Ethereum and what shares its form, of Tron. Only the form is looked at,
/// except that letters which the alphabet leaves out are refused.
#[must_use]
pub fn wallet(text: &str) -> Option<Identifier> {
    let text = text.trim();
    let key = ethereum(text).or_else(|| bech32(text)).or_else(|| base58(text))?;
    Some(Identifier::new(IdentifierKind::Wallet, key))
}

fn ethereum(text: &str) -> Option<String> {
    let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?;
    let fits = digits.len() == 40 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    // Capitals are a check against typing errors and mean nothing else.
    fits.then(|| format!("0x{}", digits.to_ascii_lowercase()))
}

fn bech32(text: &str) -> Option<String> {
    let one_case =
        !text.bytes().any(|b| b.is_ascii_uppercase()) || !text.bytes().any(|b| b.is_ascii_lowercase());
    let lower = text.to_ascii_lowercase();
    let data = lower.strip_prefix("bc1")?;
    let known = data.chars().all(|c| "qpzry9x8gf2tvdw0s3jn54khce6mua7l".contains(c));
    (one_case && known && (14..=74).contains(&lower.len())).then_some(lower)
}

fn base58(text: &str) -> Option<String> {
    let first = text.chars().next()?;
    let length = match first {
        '1' | '3' => 26..=35,
        'T' => 34..=34,
        _ => return None,
    };
    let known = text.chars().all(|c| c.is_ascii_alphanumeric() && !matches!(c, '0' | 'O' | 'I' | 'l'));
    // A word or a plain number is no wallet.
    let mixed = text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic());
    (known && mixed && length.contains(&text.len())).then(|| text.to_owned())
}

/// A vessel by its IMO number, whose last digit checks the others (IMO resolution A.1117).
#[must_use]
pub fn imo(text: &str) -> Option<Identifier> {
    let plain = letters_and_digits(text);
    let digits = plain.strip_prefix("IMO").unwrap_or(&plain);
    let figures: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let (check, others) = figures.split_last()?;
    let sum: u32 = others.iter().zip([7, 6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    let fits = digits.len() == 7 && others.len() == 6 && sum % 10 == *check;
    fits.then(|| Identifier::new(IdentifierKind::Vessel, format!("IMO:{digits}")))
}

/// A road vehicle by its plate.
#[must_use]
pub fn vehicle(text: &str) -> Option<Identifier> {
    let plain = letters_and_digits(text);
    let mixed = plain.bytes().any(|b| b.is_ascii_digit()) && plain.bytes().any(|b| b.is_ascii_alphabetic());
    (mixed && (3..=10).contains(&plain.len())).then(|| Identifier::new(IdentifierKind::Vehicle, plain))
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
