//! An invented child, and the same child as a second agency wrote it down.

use model::{Date, Draft};

use super::dice::{Dice, later};
use super::names::{self, People, Sex, respell};
use super::places;

/// What an agency knows of a child.
#[derive(Debug, Clone)]
pub(crate) struct Child {
    pub(crate) name: String,
    pub(crate) alias: Option<String>,
    pub(crate) sex: Sex,
    pub(crate) born: Date,
    /// How much of the birth date is known.
    pub(crate) known: Known,
    pub(crate) nik: Option<String>,
    pub(crate) region: &'static str,
    pub(crate) province: &'static str,
    pub(crate) address: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) language: &'static str,
    pub(crate) guardian: Guardian,
    pub(crate) disability: Option<&'static str>,
    pub(crate) schooling: Option<&'static str>,
}

/// How much of a birth date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// The day, from a document or as told.
    Day,
    /// The year alone, as told.
    Year,
    /// An estimated year.
    Guess,
}

/// Who cares for a child.
#[derive(Debug, Clone)]
pub(crate) struct Guardian {
    pub(crate) name: String,
    pub(crate) relation: &'static str,
    pub(crate) phone: Option<String>,
}

/// Brothers and sisters share where they live, whom to call, who cares for them and, among many peoples, a name.
#[derive(Debug)]
pub(crate) struct Family {
    people: &'static People,
    clan: Option<&'static str>,
    region: &'static str,
    province: &'static str,
    address: String,
    phone: Option<String>,
    guardian: Guardian,
}

const RELATIONS: &[(usize, &str)] = &[
    (46, "mother"),
    (24, "father"),
    (10, "grandmother"),
    (4, "grandfather"),
    (6, "aunt"),
    (4, "uncle"),
    (2, "sister"),
    (2, "brother"),
    (2, "other_nonfamily"),
];
const SCHOOLING: &[(usize, &str)] = &[
    (18, "SD kelas 4"),
    (16, "SD kelas 6"),
    (20, "SMP kelas 1"),
    (18, "SMP kelas 3"),
    (12, "SMA kelas 1"),
    (8, "SMK kelas 2"),
    (14, "Putus sekolah sejak SMP"),
    (9, "Putus sekolah sejak SD"),
    (5, "Paket B"),
    (3, "Belum pernah bersekolah"),
];
const DISABILITIES: &[&str] = &["seeing", "hearing", "walking", "communicating", "remembering"];

/// A number that cannot be dialled: no Indonesian number begins so.
pub(crate) fn phone(dice: &mut Dice) -> String {
    format!("0800-0000-{:04}", dice.between(0, 9_999))
}

impl Family {
    /// A family in one of the provinces.
    pub(crate) fn invent(provinces: &[&str], dice: &mut Dice) -> Self {
        let (region, province) = places::regency(provinces, dice);
        let people = names::people_of(province, dice);
        let clan = people.clan(dice);
        let relation = dice.weighted(RELATIONS);
        let elder = match relation {
            "father" | "grandfather" | "uncle" | "brother" => Sex::Male,
            _ => Sex::Female,
        };
        let phone = dice.percent(82).then(|| phone(dice));
        let guardian = Guardian { name: people.name(elder, clan, dice), relation, phone: phone.clone() };
        let address = places::address(dice);
        Self { people, clan, region, province, address, phone, guardian }
    }

    /// A child of this family, under eighteen on the day when it comes to an agency.
    pub(crate) fn child(&self, met: Date, dice: &mut Dice) -> Child {
        let sex = if dice.percent(57) { Sex::Female } else { Sex::Male };
        let years = dice.weighted(&[(6, 4), (8, 7), (12, 10), (20, 12), (24, 14), (22, 15), (18, 16_i64)]);
        let born = later(met, -(years * 365 + dice.between(20, 600)));
        let known = dice.weighted(&[(74, 0), (16, 1), (10, 2)]);
        let known = match known {
            0 => Known::Day,
            1 => Known::Year,
            _ => Known::Guess,
        };
        let nik = (known == Known::Day && dice.percent(70)).then(|| nik(self.region, born, sex, dice));
        Child {
            name: self.people.name(sex, self.clan, dice),
            alias: None,
            sex,
            born,
            known,
            nik,
            region: self.region,
            province: self.province,
            address: Some(self.address.clone()),
            phone: self.phone.clone(),
            language: self.people.language,
            guardian: self.guardian.clone(),
            disability: dice.percent(5).then(|| dice.pick(DISABILITIES)),
            schooling: dice.percent(85).then(|| dice.weighted(SCHOOLING)),
        }
    }
}

/// An invented NIK: the regency's digits, a district part that no district has (90 to 99), birth date (day plus 40 for
/// girls) and a serial number (build-up after the interior ministry's rule).
pub(crate) fn nik(region: &str, born: Date, sex: Sex, dice: &mut Dice) -> String {
    let place: String = region.chars().filter(char::is_ascii_digit).take(4).collect();
    let day = born.day() + if sex == Sex::Female { 40 } else { 0 };
    let year = born.year().rem_euclid(100);
    format!(
        "{place:0<4}{}{day:02}{:02}{year:02}{:04}",
        dice.between(90, 99),
        born.month(),
        dice.between(1, 40)
    )
}

impl Child {
    /// The same child as a second agency wrote it down.
    pub(crate) fn elsewhere(&self, dice: &mut Dice) -> Self {
        let mut other = self.clone();
        if dice.percent(80) {
            other.name = respell(&self.name, dice);
        }
        if dice.percent(10) {
            other.alias = self.name.split(' ').next_back().map(str::to_owned);
        }
        if dice.percent(30)
            && let Ok(swapped) = Date::new(self.born.year(), self.born.day(), self.born.month())
        {
            other.born = swapped;
        } else if dice.percent(12) {
            other.known = Known::Year;
        }
        other.nik = match &self.nik {
            Some(nik) if dice.percent(45) => {
                Some(if dice.percent(35) { one_off(nik, dice) } else { nik.clone() })
            }
            _ => None,
        };
        if dice.percent(35) {
            other.phone = None;
        }
        if dice.percent(40) {
            other.address = dice.percent(50).then(|| places::address(dice));
        }
        if dice.percent(40) {
            other.guardian.name = respell(&self.guardian.name, dice);
        }
        if dice.percent(50) {
            other.guardian.phone = None;
        }
        other
    }

    /// What is typed into the form of a person.
    pub(crate) fn draft(&self) -> Draft {
        let mut draft = Draft::default()
            .with("name", self.name.as_str())
            .with("sex", self.sex.code())
            .with("birth_year", self.born.year().to_string())
            .with("nationality", "ID")
            .with("region", self.region)
            .with("guardian_name", self.guardian.name.as_str())
            .with("guardian_relation", self.guardian.relation);
        let languages = if self.language == "id" { "id".to_owned() } else { format!("id {}", self.language) };
        draft.set("languages", languages);
        let basis = match self.known {
            Known::Day if self.nik.is_some() => "document",
            Known::Day | Known::Year => "stated",
            Known::Guess => "estimated",
        };
        draft.set("age_basis", basis);
        if self.known == Known::Day {
            draft.set("birth_day", format!("{:02}-{:02}", self.born.month(), self.born.day()));
        }
        let texts = [
            ("aliases", self.alias.as_deref()),
            ("nik", self.nik.as_deref()),
            ("address", self.address.as_deref()),
            ("phone", self.phone.as_deref()),
            ("guardian_phone", self.guardian.phone.as_deref()),
            ("disability", self.disability),
            ("schooling", self.schooling),
        ];
        for (field, text) in texts {
            if let Some(text) = text {
                draft.set(field, text);
            }
        }
        draft
    }
}

/// One digit of the serial part mistyped.
fn one_off(nik: &str, dice: &mut Dice) -> String {
    let at = 12 + dice.below(4);
    let turn =
        |digit: char| char::from_digit((digit.to_digit(10).unwrap_or(0) + 1) % 10, 10).unwrap_or(digit);
    nik.chars().enumerate().map(|(index, digit)| if index == at { turn(digit) } else { digit }).collect()
}
