//! Reading a search box.

use super::query::Query;
use crate::normalise::{BirthDate, Name, Nik, Phone};

/// Characters of a search box that are read.
const MOST_CHARS: usize = 200;
/// A number shorter than this would bring everybody.
const LEAST_DIGITS: usize = 4;

pub(super) fn read(text: &str) -> Query {
    let text: String = text.chars().take(MOST_CHARS).collect();
    let mut query = Query::default();
    let mut words: Vec<&str> = Vec::new();
    let mut number = String::new();
    for part in text.split_whitespace() {
        if !is_number(part) {
            take_number(&mut number, &mut query);
            words.push(part);
        } else if let Some(date) = full_date(part) {
            query.birth = query.birth.or(Some(date));
        } else {
            number.push_str(part);
            number.push(' ');
        }
    }
    take_number(&mut number, &mut query);
    let name = Name::parse(&words.join(" "));
    // A blank behind the last word, or a number, says that the word is finished; the search stays open all the same.
    query.typing = true;
    if !name.is_empty() {
        query.names.push(name);
    }
    query
}

fn is_number(part: &str) -> bool {
    part.bytes().any(|b| b.is_ascii_digit())
        && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'/' | b'(' | b')'))
}

fn full_date(part: &str) -> Option<BirthDate> {
    BirthDate::parse(part).filter(|date| date.is_full())
}

/// Groups of digits that stood side by side: a year, a NIK or a telephone number.
fn take_number(number: &mut String, query: &mut Query) {
    let text = std::mem::take(number);
    let text = text.trim();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < LEAST_DIGITS {
        return;
    }
    let year = if digits.len() == 4 && text.len() == 4 { BirthDate::parse(text) } else { None };
    if year.is_some() {
        query.birth = query.birth.or(year);
        return;
    }
    if let Ok(nik) = Nik::parse(&digits) {
        query.nik = Some(nik);
        return;
    }
    let begins = text.starts_with(['+', '0', '(']) || (text.starts_with("62") && digits.len() <= 14);
    match Phone::parse(text) {
        Ok(phone) if begins || text.starts_with('8') => query.phones.push(phone),
        _ => {}
    }
    if begins {
        query.phone_prefix = crate::normalise::phone_prefix(text);
    }
    if !text.starts_with(['+', '0']) && digits.len() < 16 {
        query.nik_prefix = Some(digits);
    }
}
