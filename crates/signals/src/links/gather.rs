//! What a narrative names by itself: telephones, wallets, account numbers of the international form, addresses.

use super::{Identifier, address, iban, numbers::phone, wallet};

/// Longest text that is looked through.
const LONGEST: usize = 65_536;
/// Signs that may stand inside a telephone number.
const BETWEEN: &[char] = &[' ', '-', '.', '(', ')', '/'];

/// Identifiers in a text, each once, sorted. Names are not guessed: they come from fields of their own.
#[must_use]
pub fn gather(text: &str) -> Vec<Identifier> {
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let text = text.get(..end).unwrap_or_default();
    let mut found = Vec::new();
    let mut rest = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let bare =
            word.trim_matches(|c: char| matches!(c, ',' | ';' | '"' | '\'' | '(' | ')' | '<' | '>' | '.'));
        match address(bare).or_else(|| wallet(bare)).or_else(|| iban(bare)) {
            Some(identifier) => {
                found.push(identifier);
                rest.push_str(" ; ");
            }
            None => {
                rest.push_str(word);
                rest.push(' ');
            }
        }
    }
    telephones(&rest, &mut found);
    found.sort();
    found.dedup();
    found
}

/// Runs of digits with the usual signs between them, that begin as a telephone does. Sixteen digits and more are an identity or
/// card number; a day or a sum does not begin with "+", "0", "62" or "8".
fn telephones(text: &str, found: &mut Vec<Identifier>) {
    let mut run = String::new();
    for sign in text.chars().chain(['\n']) {
        let inside =
            sign.is_ascii_digit() || BETWEEN.contains(&sign) || (sign == '+' && run.trim().is_empty());
        if inside {
            run.push(sign);
            continue;
        }
        take(&std::mem::take(&mut run), found);
        if sign == '+' {
            run.push(sign);
        }
    }
}

fn take(run: &str, found: &mut Vec<Identifier>) {
    let run = run.trim_matches(BETWEEN);
    let digits = run.chars().filter(char::is_ascii_digit).count();
    let begins = ["+", "0", "62", "8"].iter().any(|start| run.starts_with(start));
    if begins && (9..=15).contains(&digits) {
        found.extend(phone(run));
    }
}
