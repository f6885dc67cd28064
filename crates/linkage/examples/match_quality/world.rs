//! A register and queries of invented people.

use std::collections::HashMap;

use linkage::invented::{Plan, Row};
use linkage::normalise::{BirthDate, Nik, Phone, Region, Sex};
use linkage::recipes::Subject;
use seal::matching::{EpochId, MatchToken, TableBuilder, TokenTable};

/// Records of one list.
const LIST: usize = 250_000;

/// A question, and whom it is truly about if that person is in the register.
pub(crate) struct Query {
    pub(crate) subject: Subject,
    pub(crate) person: Option<u32>,
}

pub(crate) struct World {
    pub(crate) table: TokenTable,
    pub(crate) queries: Vec<Query>,
}

/// Stands for both oblivious functions.
pub(crate) fn keyed(text: &str) -> MatchToken {
    MatchToken::from_bytes(seal::sha256(&[b"a key that both guardians would hold\n", text.as_bytes()].concat()))
}

impl World {
    /// A register of so many people with one record each. Half of the queries are other records of people in it, half are about
    /// people left out of it, whose brothers and sisters are often in.
    pub(crate) fn invent(people: usize, queries: usize, seed: u64) -> Self {
        let mut builder = TableBuilder::with_capacity(people * 20);
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        let mut register = 0_u32;
        for list in 0.. {
            if register as usize >= people {
                break;
            }
            let (rows, _) = Plan { seed: seed + list, records: LIST, ..Plan::default() }.rows();
            let mut first: HashMap<u64, Option<u32>> = HashMap::new();
            let mut asked: HashMap<u64, u32> = HashMap::new();
            for row in &rows {
                match first.get(&row.child) {
                    None if register as usize >= people => {}
                    None if row.child % 10 == 0 => {
                        first.insert(row.child, None);
                        unknown.push(Query { subject: subject(row), person: None });
                    }
                    None => {
                        first.insert(row.child, Some(register));
                        for token in subject(row).tokens() {
                            builder.add(keyed(&token.text), token.recipe.number(), register).unwrap();
                        }
                        register += 1;
                    }
                    Some(Some(person)) if asked.insert(row.child, 1).is_none() => {
                        known.push(Query { subject: subject(row), person: Some(*person) });
                    }
                    Some(_) => {}
                }
            }
        }
        let half = queries / 2;
        let thin = |mut all: Vec<Query>| {
            let step = (all.len() / half.max(1)).max(1);
            let mut at = 0;
            all.retain(|_| {
                at += 1;
                at % step == 0
            });
            all.truncate(half);
            all
        };
        let mut queries = thin(known);
        queries.extend(thin(unknown));
        Self { table: builder.build(EpochId([0; 32])), queries }
    }
}

/// What a register would know from one row.
pub(crate) fn subject(row: &Row) -> Subject {
    let [_, _, event, given, family, sex, dob, age, _, _, code, nik, phone, guardian] = &row.cells;
    let event = BirthDate::parse(event);
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    Subject {
        names: vec![format!("{given} {family}")],
        sex: match sex.to_lowercase().as_str() {
            "p" | "f" | "girl" | "perempuan" => Some(Sex::Female),
            "l" | "m" | "boy" | "laki-laki" => Some(Sex::Male),
            _ => None,
        },
        birth: BirthDate::parse(dob).or_else(|| of_age(age.parse().ok()?, event?)),
        region: Region::parse(code),
        niks: Nik::parse(nik).ok().into_iter().collect(),
        documents: Vec::new(),
        phones: Phone::parse(phone).ok().into_iter().collect(),
        guardians: some(guardian).into_iter().collect(),
        handles: Vec::new(),
        recorded: event.map_or(2024, BirthDate::year),
    }
}

/// The year in the middle of the births that an age leaves possible.
fn of_age(age: u16, event: BirthDate) -> Option<BirthDate> {
    let late = u16::from(event.month().unwrap_or(12) > 6);
    BirthDate::year_month((event.year() + late).checked_sub(age + 1)?, None)
}
