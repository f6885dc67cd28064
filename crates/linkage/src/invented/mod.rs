//! Invented children in the lists of invented agencies, with the truth: for trials, measurements and lessons.
//!
//! Names follow the customs of a dozen peoples with a long tail of rare ones; clerks respell, mistype, shorten and swap;
//! dates are missing by agency, swapped or 1 January; most records have no NIK, some a wrong digit, some a guardian's;
//! brothers, sisters and twins share telephone, guardian and village; most children are in one record, a few in forty.
//! The district part of every NIK is 90 to 99 and telephone numbers begin with 000, so that none can be anybody's.
//! Everything follows from the seed. Seeds below 1000 are for tuning, the rest for testing.

mod agencies;
mod day;
mod dice;
mod errors;
mod family;
mod names;
mod peoples;
mod places;
mod syllables;

use agencies::{AGENCIES, Agency};
use day::{Day, FIRST, SPAN, YEAR};
use dice::Dice;
use family::{Child, Family, phone};
use places::{Place, within};

/// The header of the list.
pub const HEADER: [&str; 14] = [
    "rec_id",
    "agency",
    "event_date",
    "given_name",
    "family_name",
    "sex",
    "dob",
    "age",
    "province",
    "regency",
    "region_code",
    "nik",
    "phone",
    "guardian_name",
];
/// The column that tells the truth, behind the others.
pub const TRUTH: &str = "child_id";

/// What is invented.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The same seed gives the same list.
    pub seed: u64,
    /// Records wished for; the last family is kept whole, so that a few more may come.
    pub records: usize,
    /// Chance of one more child in a family.
    pub siblings: f64,
    /// Chance that the next child of a family is a twin of the one before.
    pub twins: f64,
    /// Exponent of the law of records per child: smaller means longer tail.
    pub tail: f64,
    /// Most records of one child.
    pub most_records: usize,
    /// Factor on every error rate of a clerk: a half for usual lists, 1 for the worst.
    pub errors: f64,
    /// Factor on the share of NIKs present.
    pub niks: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            records: 100_000,
            siblings: 0.36,
            twins: 0.018,
            tail: 2.3,
            most_records: 40,
            errors: 0.5,
            niks: 1.0,
        }
    }
}

/// One row: the cells of [`HEADER`], then the number of the true child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Cells in the order of [`HEADER`].
    pub cells: [String; 14],
    /// The true child.
    pub child: u64,
}

impl Plan {
    /// All rows in an order that tells nothing, with the number of true children.
    #[must_use]
    pub fn rows(&self) -> (Vec<Row>, usize) {
        let mut dice = Dice::new(self.seed);
        let mut rows = Vec::with_capacity(self.records + 64);
        let mut children = 0;
        let crowded: Vec<String> = (0..60).map(|_| phone(&mut dice)).collect();
        while rows.len() < self.records {
            let family = Family::draw(self, &mut dice);
            for child in &family.children {
                children += 1;
                self.records_of(&family, child, children, &crowded, &mut dice, &mut rows);
            }
        }
        dice.shuffle(&mut rows);
        for (at, row) in rows.iter_mut().enumerate() {
            let [id, ..] = &mut row.cells;
            *id = format!("R{at:07}");
        }
        (rows, usize::try_from(children).unwrap_or_default())
    }

    fn records_of(
        &self,
        family: &Family,
        child: &Child,
        number: u64,
        crowded: &[String],
        dice: &mut Dice,
        rows: &mut Vec<Row>,
    ) {
        let mut place = family.place;
        let mut event = FIRST + child.first_seen;
        let nickname = dice.chance(0.02).then(|| family.mother.clone());
        for _ in 0..child.records {
            if dice.chance(0.05) {
                let near = [place.province];
                place = within(if dice.chance(0.7) { &near } else { &[] }, dice);
            }
            let agency = serving(place, dice);
            let mut clerk = Clerk { plan: self, agency, dice };
            let cells = clerk.write(family, child, place, event, crowded, nickname.as_deref());
            rows.push(Row { cells, child: number });
            event = (event + dice.heavy_tail(700, 1.2) as i64).min(FIRST + SPAN as i64 - 1);
        }
    }
}

/// An agency that works in this place.
fn serving(place: Place, dice: &mut Dice) -> &'static Agency {
    let open = |a: &Agency| a.provinces.is_empty() || a.provinces.contains(&place.province);
    let weights = AGENCIES.iter().map(|a| if open(a) { a.weight } else { 0.0 });
    AGENCIES.get(dice.weighted(weights)).unwrap_or(&agencies::ANY)
}

/// Somebody who fills in one row.
struct Clerk<'a> {
    plan: &'a Plan,
    agency: &'static Agency,
    dice: &'a mut Dice,
}

impl Clerk<'_> {
    fn errs(&mut self, probability: f64) -> bool {
        self.dice.chance(probability * self.plan.errors)
    }

    fn write(
        &mut self,
        family: &Family,
        child: &Child,
        place: Place,
        event: i64,
        crowded: &[String],
        nickname: Option<&[String]>,
    ) -> [String; 14] {
        let (given_name, family_name) = self.name(child, nickname);
        let (dob, age) = self.birth(child, event);
        let (province, regency, region_code) = self.region(place);
        [
            String::new(),
            self.agency.name.to_owned(),
            Day::from_number(event).iso(),
            given_name,
            family_name,
            self.sex(child.girl),
            dob,
            age,
            province,
            regency,
            region_code,
            self.nik(family, child),
            self.phone(family, crowded),
            self.guardian(family),
        ]
    }

    fn name(&mut self, child: &Child, nickname: Option<&[String]>) -> (String, String) {
        let care = 1.0 - (1.0 - self.agency.care) * self.plan.errors;
        let mut words = match nickname {
            Some(other) if self.dice.chance(0.4) => errors::written(other, care, self.dice),
            _ => errors::written(&child.name, care, self.dice),
        };
        // Some clerks have one field for the name, and so do children with one name.
        if words.len() < 2 || self.agency.weight.to_bits() % 3 == 1 || self.dice.chance(0.08) {
            return (words.join(" "), String::new());
        }
        let family_name = words.pop().unwrap_or_default();
        if self.errs(0.02) { (family_name, words.join(" ")) } else { (words.join(" "), family_name) }
    }

    fn sex(&mut self, girl: bool) -> String {
        if self.errs(0.02) {
            return String::new();
        }
        let girl = girl != self.errs(0.01);
        let [code_girl, code_boy] = self.agency.sexes;
        if girl { code_girl } else { code_boy }.to_owned()
    }

    fn birth(&mut self, child: &Child, event: i64) -> (String, String) {
        let whole_years = ((event - child.born) as f64 / YEAR).floor().max(0.0) as i64;
        let slip = i64::from(self.errs(0.10));
        let told = (whole_years + if self.dice.chance(0.5) { slip } else { -slip }).max(0);
        if self.dice.chance(self.agency.no_birth) {
            let age = if self.dice.chance(0.90) { told.to_string() } else { String::new() };
            return (String::new(), age);
        }
        let mut day = Day::from_number(child.born);
        if self.errs(self.agency.default_day) {
            (day.month, day.day) = (1, 1);
        } else if day.day <= 12 && self.errs(0.075) {
            std::mem::swap(&mut day.month, &mut day.day);
        } else if self.errs(0.02) {
            day = Day::from_number(child.born + self.dice.below(57) as i64 - 28);
        } else if self.errs(0.015) {
            day = Day {
                year: day.year + if self.dice.chance(0.5) { 1 } else { -1 },
                day: day.day.min(28),
                ..day
            };
        }
        let text = match self.agency.slashes {
            true => format!("{:02}/{:02}/{}", day.day, day.month, day.year),
            false => day.iso(),
        };
        let age = if self.dice.chance(0.5) { told.to_string() } else { String::new() };
        (text, age)
    }

    fn region(&mut self, place: Place) -> (String, String, String) {
        if self.errs(0.04) {
            return (place.province_name().to_owned(), String::new(), String::new());
        }
        let district = self.agency.care > 0.7 && self.dice.chance(0.5);
        (place.province_name().to_owned(), place.regency_name(), place.code(district))
    }

    fn nik(&mut self, family: &Family, child: &Child) -> String {
        if !self.dice.chance((1.0 - self.agency.no_nik) * self.plan.niks) {
            return String::new();
        }
        if self.errs(0.04) {
            return family.father_nik.clone();
        }
        let mut digits: Vec<u8> = child.nik.bytes().collect();
        if self.errs(0.04) {
            // The district part stays one that no district has.
            let at = if self.dice.chance(0.3) { self.dice.below(4) } else { 6 + self.dice.below(10) };
            if let Some(digit) = digits.get_mut(at) {
                *digit =
                    b'0' + (*digit - b'0' + 1 + u8::try_from(self.dice.below(9)).unwrap_or_default()) % 10;
            }
        }
        String::from_utf8(digits).unwrap_or_default()
    }

    fn phone(&mut self, family: &Family, crowded: &[String]) -> String {
        if self.dice.chance(self.agency.no_phone) {
            return String::new();
        }
        let number = match () {
            () if self.dice.chance(0.02) => {
                crowded.get(self.dice.rank(crowded.len())).cloned().unwrap_or_default()
            }
            () if self.errs(0.10) => phone(self.dice),
            () => family.phone(self.dice.chance(0.25)),
        };
        match self.dice.below(3) {
            0 => format!("+62 {number}"),
            1 => format!("62{number}"),
            _ => format!("+62-000-{}", number.trim_start_matches("000")),
        }
    }

    fn guardian(&mut self, family: &Family) -> String {
        if self.dice.chance(self.agency.no_guardian) {
            return String::new();
        }
        let care = 1.0 - (1.0 - self.agency.care) * self.plan.errors;
        let name = if self.dice.chance(0.6) { &family.mother } else { &family.father };
        let front = if self.errs(0.06) { self.dice.pick(&["Ibu ", "Bpk. ", "H. ", "Alm. "]) } else { "" };
        format!("{front}{}", errors::written(name, care, self.dice).join(" "))
    }
}
