//! Parties and transactions of a report to a financial-intelligence unit, one a line, as people write them and as a file says them. Pure.
//!
//! A party is `account: BANK NUMBER`, `entity: NAME`, `person: NAME`, `phone: NUMBER`, `wallet: ADDRESS`. A transaction is
//! `DAY; AMOUNT; MODE FUNDS FUNDS; PARTY; PARTY; PLACE; WHAT FOR`, with codes of the unit's lists; a line of another form is words.

use formats::goaml::{Account, Entity, Moved, Named, Party, Person, Side, Transaction};
use model::time::Zone;
use model::{Date, Timestamp};

/// A party that has an element of its own; a telephone or a wallet has none and stays in words.
pub(crate) fn party(line: &str) -> Option<Party> {
    let (kind, value) = line.split_once(':')?;
    let value = value.trim().to_owned();
    if value.is_empty() {
        return None;
    }
    Some(match kind.trim() {
        "account" => {
            let (bank, number) = value.rsplit_once(' ')?;
            Party::Account(Box::new(Account {
                institution: Some(bank.to_owned()),
                institution_code: Some(bank.to_owned()),
                number: number.to_owned(),
                name: number.to_owned(),
                ..Account::default()
            }))
        }
        "entity" => Party::Entity(Box::new(Entity { name: value, ..Entity::default() })),
        "person" => {
            let (first_name, last_name) = names(&value);
            Party::Person(Box::new(Person { first_name, last_name, ..Person::default() }))
        }
        _ => return None,
    })
}

/// Given and family name; a single name is both.
pub(crate) fn names(name: &str) -> (String, String) {
    match name.trim().rsplit_once(' ') {
        Some((first, last)) => (first.to_owned(), last.to_owned()),
        None => (name.trim().to_owned(), name.trim().to_owned()),
    }
}

/// Transactions of some lines, and the lines that are words.
pub(crate) fn transactions(lines: &str, country: &str) -> (Vec<Transaction>, Vec<String>) {
    let (mut read, mut words) = (Vec::new(), Vec::new());
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match transaction(line, country) {
            Some(one) => read.push(Transaction { number: (read.len() + 1).to_string(), ..one }),
            None => words.push(line.to_owned()),
        }
    }
    (read, words)
}

fn transaction(line: &str, country: &str) -> Option<Transaction> {
    let parts: Vec<&str> = line.split(';').map(str::trim).collect();
    let [day, amount, codes, from, to, location, description] = parts.as_slice() else { return None };
    let codes: Vec<&str> = codes.split_whitespace().collect();
    let [mode, from_funds, to_funds] = codes.as_slice() else { return None };
    let day: Date = day.parse().ok()?;
    let plain = !amount.is_empty() && amount.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain || location.is_empty() || description.is_empty() {
        return None;
    }
    let side = |funds: &str, who: &str| {
        let party = party(who)?;
        Some(Side { my_client: false, funds: funds.to_owned(), country: country.to_owned(), party })
    };
    Some(Transaction {
        number: String::new(),
        location: (*location).to_owned(),
        description: (*description).to_owned(),
        at: Timestamp::start_of(day, Zone::default()).plus(model::time::DAY / 2).millis(),
        mode: (*mode).to_owned(),
        amount: (*amount).to_owned(),
        from: side(from_funds, from)?,
        to: side(to_funds, to)?,
    })
}

/// A transaction of a file as a line; what a line cannot hold is left out of it and counted by the caller.
pub(crate) fn line(moved: &Moved) -> Option<String> {
    let plain = |text: &str| text.replace([';', '\n', '\r'], ",").trim().to_owned();
    let who = |named: &Option<Named>| {
        named.as_ref().map(|named| match named {
            Named::Account(bank, number) => format!("account: {} {}", plain(bank), plain(number)),
            Named::Entity(name) => format!("entity: {}", plain(name)),
            Named::Person(name) => format!("person: {}", plain(name)),
        })
    };
    let codes = [&moved.mode, &moved.from_funds, &moved.to_funds].map(|code| plain(code));
    let codes = codes.join(" ");
    let parts = [
        plain(&moved.day),
        plain(&moved.amount),
        codes,
        who(&moved.from)?,
        who(&moved.to)?,
        plain(&moved.location),
        plain(&moved.description),
    ];
    parts.iter().all(|part| !part.is_empty()).then(|| parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_becomes_a_transaction_and_other_lines_stay_words() {
        let good = "2026-03-01; 1500000.50; TRF K K; account: CONTOH 000012345678; person: Orang Contoh; Jakarta; rekaan";
        let (read, words) =
            transactions(&format!("{good}\nTiga kali dalam seminggu (rekaan).\n2026-13-01; x"), "ID");
        assert_eq!((read.len(), words.len()), (1, 2));
        assert_eq!(
            (read[0].number.as_str(), read[0].amount.as_str(), read[0].mode.as_str()),
            ("1", "1500000.50", "TRF")
        );
        assert!(matches!(&read[0].to.party, Party::Person(one) if one.last_name == "Contoh"));
        assert!(party("phone: 0800-0000-0001").is_none() && party("account: tanpa").is_none());
    }
}
