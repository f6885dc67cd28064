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
    MatchToken::from_bytes(seal::sha256(
        &[b"a key that both guardians would hold\n", text.as_bytes()].concat(),
    ))
}

impl World {
    /// A register of so many people. Half of the queries are about people in it, half about people left out of it, whose
    /// brothers and sisters are often in. With `files`, holder and asker each know half of a child's records; otherwise one
    /// record each.
    pub(crate) fn invent(people: usize, queries: usize, seed: u64, files: bool) -> Self {
        let mut builder = TableBuilder::with_capacity(people * 20);
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        let mut register = 0_u32;
        for list in 0.. {
            if register as usize >= people {
                break;
            }
            let (rows, _) = Plan { seed: seed + list, records: LIST, ..Plan::default() }.rows();
            let mut children: HashMap<u64, Vec<&Row>> = HashMap::new();
            for row in &rows {
                children.entry(row.child).or_default().push(row);
            }
            let mut children: Vec<(u64, Vec<&Row>)> = children.into_iter().collect();
            children.sort_unstable_by_key(|(child, _)| *child);
            for (child, rows) in children {
                let half = if files { rows.len().div_ceil(2) } else { 1 };
                let (held, rest) = rows.split_at(half);
                let rest = if files { rest } else { &rest[..rest.len().min(1)] };
                if child % 10 == 0 {
                    unknown.push(Query { subject: subject(held), person: None });
                } else if (register as usize) < people {
                    for token in subject(held).tokens() {
                        builder.add(keyed(&token.text), token.recipe.number(), register).unwrap();
                    }
                    if !rest.is_empty() {
                        known.push(Query { subject: subject(rest), person: Some(register) });
                    }
                    register += 1;
                }
            }
        }
        let mut all = thin(known, queries / 2);
        all.extend(thin(unknown, queries / 2));
        Self { table: builder.build(EpochId([0; 32])), queries: all }
    }
}

/// So many, evenly spread.
fn thin(all: Vec<Query>, wanted: usize) -> Vec<Query> {
    let step = (all.len() / wanted.max(1)).max(1);
    all.into_iter().step_by(step).take(wanted).collect()
}

/// What an organisation knows from its records of one child.
pub(crate) fn subject(rows: &[&Row]) -> Subject {
    let mut out = Subject::default();
    for row in rows {
        let [_, _, event, given, family, sex, dob, age, _, _, code, nik, phone, guardian] = &row.cells;
        let event = BirthDate::parse(event);
        out.names.push(format!("{given} {family}"));
        out.sex = out.sex.or(match sex.to_lowercase().as_str() {
            "p" | "f" | "girl" | "perempuan" => Some(Sex::Female),
            "l" | "m" | "boy" | "laki-laki" => Some(Sex::Male),
            _ => None,
        });
        let birth = BirthDate::parse(dob).or_else(|| of_age(age.parse().ok()?, event?));
        let better = |b: &BirthDate| b.is_full() && !b.is_default_day();
        if out.birth.is_none()
            || birth.as_ref().is_some_and(better) && !out.birth.as_ref().is_some_and(better)
        {
            out.birth = birth;
        }
        out.region = out.region.or(Region::parse(code));
        out.niks.extend(Nik::parse(nik).ok());
        out.phones.extend(Phone::parse(phone).ok());
        if !guardian.is_empty() {
            out.guardians.push(guardian.clone());
        }
        out.recorded = out.recorded.max(event.map_or(2024, BirthDate::year));
    }
    out
}

/// The year in the middle of the births that an age leaves possible.
fn of_age(age: u16, event: BirthDate) -> Option<BirthDate> {
    let late = u16::from(event.month().unwrap_or(12) > 6);
    BirthDate::year_month((event.year() + late).checked_sub(age + 1)?, None)
}
