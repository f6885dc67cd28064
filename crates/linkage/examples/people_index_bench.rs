//! Measures the people index with invented names: prints JSON with microseconds by the clock and memory per person.
//! `cargo run --release -p linkage --example people_index_bench [people] [questions]`
#![allow(clippy::print_stdout)]

use std::time::Instant;

use linkage::normalise::{BirthDate, Nik, Phone, Region, Sex};
use linkage::people::{PeopleIndex, PersonKeys, Query, Traits};

/// A small generator (SplitMix64), so that every run measures the same people.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let at = self.roll(list.len());
        list.get(at).copied().unwrap_or_default()
    }

    /// One of the first few far more often than one of the last.
    fn skewed<'a>(&mut self, list: &[&'a str]) -> &'a str {
        let bound = self.roll(list.len()) + 1;
        let at = self.roll(bound);
        list.get(at).copied().unwrap_or_default()
    }
}

const FORE: &[&str] =
    &["Muhammad", "Siti", "Moh.", "Sri", "Nur", "Abdul", "Ahmad", "M.", "Ni Putu", "I Wayan"];
const GIVEN: &[&str] = &[
    "Rizki", "Dewi", "Putri", "Budi", "Agus", "Aisyah", "Fatimah", "Rina", "Andi", "Wahyu", "Indah", "Eka",
    "Dwi", "Fitri", "Hendra", "Yulia", "Taufik", "Mega", "Galih", "Intan", "Rangga", "Wulan", "Bayu",
    "Citra", "Dimas", "Fajar", "Gilang", "Hasan", "Ilham", "Joko", "Khadijah", "Lukman", "Maya", "Nadia",
    "Oki", "Ratna", "Slamet", "Tari", "Umar", "Vina", "Winda", "Yoga", "Zahra", "Bambang", "Soleh", "Zainal",
    "Syarif", "Khoirul", "Anisa", "Bagas",
];
const START: &[&str] = &[
    "Su", "War", "Har", "Mul", "Sul", "Kar", "Nur", "Han", "Ros", "Yun", "Wid", "Pur", "Sas", "Kus", "Dar",
    "Mar", "Tri", "Pra", "Set", "Gun", "Firm", "Hid", "Ram", "Sap", "Wib", "Ari", "Bud", "Dam", "End", "Isk",
];
const MIDDLE: &[&str] =
    &["", "a", "i", "yo", "tan", "man", "di", "ha", "ti", "wa", "ra", "mi", "na", "su", "la"];
const END: &[&str] = &[
    "no", "ni", "to", "ti", "wati", "wan", "sari", "yanto", "yani", "di", "da", "din", "syah", "man",
    "ningsih", "putra", "lestari", "dianto", "rah", "ono",
];

fn family(dice: &mut Dice) -> String {
    format!("{}{}{}{}", dice.skewed(START), dice.skewed(MIDDLE), dice.skewed(MIDDLE), dice.skewed(END))
}

fn name(dice: &mut Dice) -> String {
    let fore = if dice.roll(3) == 0 { dice.skewed(FORE) } else { "" };
    let given = dice.skewed(GIVEN);
    match dice.roll(10) {
        0 => given.to_owned() + &family(dice).to_lowercase(),
        1 | 2 => format!("{fore} {given}"),
        3 => format!("{fore} {given} binti {}", dice.skewed(GIVEN)),
        4 | 5 => format!("{fore} {given} {} {}", family(dice), family(dice)),
        _ => format!("{fore} {given} {}", family(dice)),
    }
}

fn person(dice: &mut Dice) -> Traits {
    let (year, month, day) = (2006 + dice.roll(18), 1 + dice.roll(12), 1 + dice.roll(28));
    let female = dice.roll(2) == 0;
    let area = format!(
        "{}{:02}9{}",
        dice.pick(&["32", "33", "35", "51", "53", "73"]),
        1 + dice.roll(30),
        dice.roll(10)
    );
    let shift = if female { 40 } else { 0 };
    let nik = format!("{area}{:02}{month:02}{:02}{:04}", day + shift, year % 100, 1 + dice.roll(99));
    let phone = format!("0800{:08}", dice.roll(60_000));
    let mut names = vec![name(dice)];
    if dice.roll(8) == 0 {
        names.push(dice.skewed(GIVEN).to_owned());
    }
    Traits {
        names,
        sex: Some(if female { Sex::Female } else { Sex::Male }),
        birth: BirthDate::ymd(year as u16, month as u8, day as u8).filter(|_| dice.roll(4) > 0),
        region: Region::parse(&area),
        nik: Nik::parse(&nik).ok().filter(|_| dice.roll(10) < 3),
        phones: Phone::parse(&phone).ok().filter(|_| dice.roll(2) == 0).into_iter().collect(),
    }
}

/// Resident memory in bytes, where the system tells it.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|s| s.split(' ').nth(1).and_then(|n| n.parse::<usize>().ok()));
    pages.unwrap_or(0) * 4096
}

/// The name with one letter changed.
fn mistyped(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = dice.roll(letters.len());
    if let Some(letter) = letters.get_mut(at).filter(|l| l.is_alphabetic()) {
        *letter = 'e';
    }
    letters.into_iter().collect()
}

/// Each question is asked so often, and its shortest time counts: on a busy machine the others tell of other processes.
const ROUNDS: usize = 5;

fn measure(label: &str, queries: &[Query], mut run: impl FnMut(&Query) -> usize) {
    let mut times: Vec<f64> = Vec::with_capacity(queries.len());
    let mut found = 0;
    for query in queries {
        let mut least = f64::INFINITY;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            found += usize::from(run(query) > 0);
            least = least.min(start.elapsed().as_secs_f64() * 1e6);
        }
        times.push(least);
    }
    found /= ROUNDS;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    println!(
        "  \"{label}\": {{\"queries\": {}, \"answered\": {found}, \"median_us\": {:.0}, \"p99_us\": {:.0}, \"max_us\": {:.0}}},",
        queries.len(),
        at(0.5),
        at(0.99),
        times.last().copied().unwrap_or_default()
    );
}

fn main() {
    let count: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let asked: usize = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let mut dice = Dice(20_260_101);
    let before = resident();
    let start = Instant::now();
    let mut index = PeopleIndex::new();
    let mut sample = Vec::new();
    for id in 0..count as u128 {
        let traits = person(&mut dice);
        if sample.len() < asked && dice.roll(count / asked.max(1) + 1) == 0 {
            sample.push(traits.clone());
        }
        index.upsert(&PersonKeys { id, org: (id % 40) as u32, traits });
    }
    let (built, grown) = (start.elapsed().as_millis(), resident().saturating_sub(before));
    println!(
        "{{\n  \"people\": {count}, \"build_ms\": {built}, \"bytes_per_person\": {},",
        grown / count.max(1)
    );
    let first = |t: &Traits| t.names.first().cloned().unwrap_or_default();
    let full: Vec<Query> = sample.iter().map(|t| Query::free(&first(t))).collect();
    let typos: Vec<Query> = sample.iter().map(|t| Query::free(&mistyped(&first(t), &mut dice))).collect();
    let typing: Vec<Query> =
        sample.iter().map(|t| Query::free(&first(t).chars().take(4).collect::<String>())).collect();
    let letters: Vec<Query> =
        sample.iter().map(|t| Query::free(&first(t).trim().chars().take(1).collect::<String>())).collect();
    let forms: Vec<Query> = sample.iter().map(Query::form).collect();
    let numbers: Vec<Query> = sample.iter().filter_map(|t| t.nik.map(|n| Query::free(&n.digits()))).collect();
    let years: Vec<Query> =
        sample.iter().filter_map(|t| t.birth.map(|b| Query::free(&format!("siti {}", b.year())))).collect();
    for (label, queries) in [
        ("full_name", &full),
        ("mistyped", &typos),
        ("four_letters", &typing),
        ("one_letter", &letters),
        ("form", &forms),
        ("nik", &numbers),
        ("common_name_and_year", &years),
    ] {
        measure(label, queries, |q| index.search(q, 20, |_, _| true).len());
    }
    measure("likely", &forms, |q| index.likely(q, 0.6, |_, _| true).len());
    measure("one_office_of_forty", &full, |q| index.search(q, 20, |_, org| org == 3).len());
    let start = Instant::now();
    let bytes = index.snapshot();
    let saved = start.elapsed().as_millis();
    let start = Instant::now();
    let restored = PeopleIndex::restore(&bytes).map_or(0, |i| i.len());
    println!(
        "  \"snapshot_bytes\": {}, \"snapshot_ms\": {saved}, \"restore_ms\": {}, \"restored\": {restored}\n}}",
        bytes.len(),
        start.elapsed().as_millis()
    );
}
