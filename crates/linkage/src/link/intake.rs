//! Taking rows in: everything that depends on one row alone. Many intakes can work side by side.

use std::collections::BTreeMap;

use super::dates;
use super::encoded::Encoded;
use super::letters::{QuickMap, Word, hash_bytes, mix, pair};
use super::raw::{Column, Raw};
use super::record::{BOY, Birth, GIRL, GUARDIAN_WORDS, NAME_WORDS, NikWorth, Written};
use crate::normalise::{BirthDate, Kind, Name, Nik, Phone, Region, fold};

/// Why a row was set aside, or a cell of it not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// Row: the id is empty.
    NoId,
    /// Row: neither a name nor a NIK.
    NothingToCompare,
    /// Row: an earlier row has the same id.
    RepeatedId,
    /// Row: the bytes are no text of the file's encoding.
    NotText,
    /// Row: another number of cells than the header has.
    Ragged,
    /// Cell: a date that cannot be read.
    Date,
    /// Cell: an age that cannot be read or is none.
    Age,
    /// Cell: a NIK that has not sixteen digits.
    Nik,
    /// Cell: a NIK of one repeated digit, or one that stands in far too many rows.
    NikPlaceholder,
    /// Cell: a telephone number that cannot be read.
    Phone,
    /// Cell: a sex that is neither.
    Sex,
}

impl Trouble {
    /// Is the whole row set aside?
    #[must_use]
    pub fn of_row(self) -> bool {
        matches!(self, Self::NoId | Self::NothingToCompare | Self::RepeatedId | Self::NotText | Self::Ragged)
    }

    /// Its code for machines.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoId => "no-id",
            Self::NothingToCompare => "no-name-and-no-nik",
            Self::RepeatedId => "repeated-id",
            Self::NotText => "not-text",
            Self::Ragged => "cells-do-not-fit-header",
            Self::Date => "date-not-read",
            Self::Age => "age-not-read",
            Self::Nik => "nik-not-read",
            Self::NikPlaceholder => "nik-placeholder",
            Self::Phone => "phone-not-read",
            Self::Sex => "sex-not-read",
        }
    }
}

/// Rows held in one piece: so large that the system gets its memory back when the piece is let go of.
const PART: usize = 1 << 18;

/// A row after its own cells were understood.
#[derive(Clone, Copy, Default)]
pub(crate) struct Taken {
    pub(crate) hash: u64,
    pub(crate) nik: u64,
    pub(crate) phone: u64,
    pub(crate) name: [Written; NAME_WORDS],
    pub(crate) guardian: [Written; GUARDIAN_WORDS],
    pub(crate) birth: Birth,
    pub(crate) source: u64,
    pub(crate) province: u32,
    pub(crate) province_name: u32,
    pub(crate) regency: u32,
    pub(crate) regency_name: u32,
    pub(crate) district: u16,
    pub(crate) row: u32,
    pub(crate) sex: u8,
    pub(crate) nik_worth: NikWorth,
}

/// What one worker took in.
#[derive(Default)]
pub struct Intake {
    pub(crate) taken: Vec<Vec<Taken>>,
    pub(crate) sources: BTreeMap<u64, String>,
    pub(crate) troubles: BTreeMap<Trouble, u64>,
    pub(crate) encoded: Option<Encoded>,
    words: QuickMap<Box<[u8]>, Option<Word>>,
    places: QuickMap<Box<str>, u32>,
    /// Mixed into the ids of one of several files.
    scope: u64,
}

impl Intake {
    /// An intake that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Rows taken in so far, without those set aside.
    #[must_use]
    pub fn len(&self) -> usize {
        self.taken.iter().map(Vec::len).sum()
    }

    /// Has nothing been taken in?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// Counts a trouble found outside, such as a row that is no text.
    pub fn note(&mut self, trouble: Trouble) {
        *self.troubles.entry(trouble).or_default() += 1;
    }

    /// An intake for one of several files, whose ids may be the same as those of another.
    #[must_use]
    pub fn of_file(file: &str) -> Self {
        Self { scope: hash_bytes(file.as_bytes()), ..Self::default() }
    }

    /// Takes a row in. `row` is its place in the order of delivery, `file` stands for its agency where it names none.
    ///
    /// # Errors
    /// The [`Trouble`] for which the row was set aside; it is counted already.
    pub fn take(&mut self, raw: &Raw<'_>, row: u32, file: &str) -> Result<(), Trouble> {
        let (id, whole) = (raw.text(Column::Id), raw.text(Column::Name));
        let mut taken = Taken { hash: self.key_of(id), row, ..Taken::default() };
        if id.is_empty() {
            return Err(self.aside(Trouble::NoId));
        }
        let (given, family) = (raw.text(Column::GivenName), raw.text(Column::FamilyName));
        taken.name = match (whole.is_empty(), family.is_empty()) {
            (false, _) => self.name(whole),
            (true, true) => self.name(given),
            (true, false) => self.name(&format!("{given} {family}")),
        };
        taken.guardian = self.name(raw.text(Column::GuardianName));
        let event = self.date(raw.text(Column::EventDate));
        taken.birth = self.birth(raw, event);
        self.nik(raw.text(Column::Nik), event, &mut taken);
        if taken.nik == 0 && taken.name.first().is_none_or(|w| w.letters() == 0) {
            return Err(self.aside(Trouble::NothingToCompare));
        }
        taken.phone = self.phone(raw.text(Column::Phone));
        taken.sex = self.sex(raw.text(Column::Sex));
        self.region(raw, &mut taken);
        let agency = raw.text(Column::Agency);
        self.keep(taken, if agency.is_empty() { file } else { agency });
        Ok(())
    }

    pub(crate) fn key_of(&self, id: &str) -> u64 {
        mix(hash_bytes(id.as_bytes()) ^ self.scope)
    }

    /// Keeps a row that was understood.
    pub(crate) fn keep(&mut self, mut taken: Taken, agency: &str) {
        taken.source = self.source(agency);
        match self.taken.last_mut().filter(|part| part.len() < PART) {
            Some(part) => part.push(taken),
            None => {
                // Parts of one size: a list that doubles as it grows takes twice the memory of its rows.
                let mut part = Vec::with_capacity(PART);
                part.push(taken);
                self.taken.push(part);
            }
        }
    }

    pub(crate) fn aside(&mut self, trouble: Trouble) -> Trouble {
        self.note(trouble);
        trouble
    }

    fn name<const N: usize>(&mut self, text: &str) -> [Written; N] {
        let mut out = [Written::default(); N];
        if text.is_empty() {
            return out;
        }
        if text.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ') && self.plain(text, &mut out) {
            return out;
        }
        let name = Name::parse(text);
        let tells = |kind: Kind| matches!(kind, Kind::Own | Kind::Patronym);
        let spare = name.tokens().len().saturating_sub(N);
        let mut dropped = 0;
        let kept = name.tokens().iter().filter(|token| {
            let drop = dropped < spare && !tells(token.kind);
            dropped += usize::from(drop);
            !drop
        });
        for (place, token) in out.iter_mut().zip(kept) {
            *place = Written::new(Word::pack(&token.text), token.kind);
        }
        out
    }

    /// Words that mean the same wherever they stand are looked up; false when one of them is not such a word.
    fn plain(&mut self, text: &str, out: &mut [Written]) -> bool {
        let mut places = out.iter_mut();
        for part in text.split(' ').filter(|part| !part.is_empty()) {
            let word = match self.words.get(part.as_bytes()) {
                Some(word) => *word,
                None => {
                    let word = plain_word(part);
                    self.words.insert(part.as_bytes().into(), word);
                    word
                }
            };
            match (word, places.next()) {
                (Some(word), Some(place)) => *place = Written::new(word, Kind::Own),
                (Some(_), None) => return true,
                (None, _) => {
                    out.fill(Written::default());
                    return false;
                }
            }
        }
        true
    }

    fn date(&mut self, text: &str) -> Option<BirthDate> {
        let date = dates::read(text);
        if date.is_none() && !text.is_empty() {
            self.note(Trouble::Date);
        }
        date
    }

    fn birth(&mut self, raw: &Raw<'_>, event: Option<BirthDate>) -> Birth {
        if let Some(date) = self.date(raw.text(Column::Dob)) {
            return dates::birth(date);
        }
        let text = raw.text(Column::Age);
        let digits = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        match digits.parse::<u32>() {
            Ok(age @ 0..=120) => event.and_then(|event| dates::of_age(age, event)).unwrap_or_default(),
            _ => {
                if !text.is_empty() {
                    self.note(Trouble::Age);
                }
                Birth::default()
            }
        }
    }

    fn nik(&mut self, text: &str, event: Option<BirthDate>, taken: &mut Taken) {
        if text.is_empty() {
            return;
        }
        let Ok(nik) = Nik::parse(text) else { return self.note(Trouble::Nik) };
        let digits = nik.number();
        if digits % 1_111_111_111_111_111 == 0 || digits == 1_234_567_890_123_456 {
            return self.note(Trouble::NikPlaceholder);
        }
        taken.nik = digits;
        taken.nik_worth = NikWorth::Doubtful;
        let reference = event.map_or(2024, BirthDate::year);
        let Ok(facts) = nik.facts(reference) else { return };
        let told = dates::birth(facts.birth);
        // A guardian was born some twenty years before; a child's own number tells nearly the birth that is known.
        let fits = match taken.birth.is_known() {
            true => dates::gap(told, taken.birth) <= 800,
            false => reference.saturating_sub(facts.birth.year()) <= 18,
        };
        if fits {
            taken.nik_worth = NikWorth::Own;
        }
    }

    fn phone(&mut self, text: &str) -> u64 {
        match Phone::parse(text) {
            _ if text.is_empty() => 0,
            Ok(phone) => phone.number(),
            Err(_) => {
                self.note(Trouble::Phone);
                0
            }
        }
    }

    fn sex(&mut self, text: &str) -> u8 {
        let first = text.bytes().next().map(|b| b.to_ascii_lowercase());
        match (first, text.to_ascii_lowercase().as_str()) {
            (None, _) => 0,
            (_, "p" | "f" | "w" | "pr" | "perempuan" | "wanita" | "female" | "girl" | "2") => GIRL,
            (_, "l" | "m" | "lk" | "laki" | "laki-laki" | "laki laki" | "pria" | "male" | "boy" | "1") => BOY,
            _ => {
                self.note(Trouble::Sex);
                0
            }
        }
    }

    fn region(&mut self, raw: &Raw<'_>, taken: &mut Taken) {
        if let Some(region) = Region::parse(raw.text(Column::RegionCode)) {
            let number = region.number();
            let part = |step: u64| u32::try_from(number / step).unwrap_or_default();
            taken.province = part(100_000_000);
            if region.levels() >= 2 {
                taken.regency = part(1_000_000);
            }
            if region.levels() >= 3 {
                taken.district = u16::try_from(number / 10_000 % 100).unwrap_or_default();
            }
        }
        taken.province_name = self.place(raw.text(Column::Province), "");
        taken.regency_name = self.place(raw.text(Column::Regency), raw.text(Column::Province));
    }

    /// A place by its name, as a number above all codes.
    fn place(&mut self, name: &str, within: &str) -> u32 {
        if name.is_empty() {
            return 0;
        }
        if let (Some(known), true) = (self.places.get(name), within.is_empty()) {
            return *known;
        }
        let number = |text: &str| (hash_bytes(fold(text).trim().as_bytes()) >> 33) as u32 | 1 << 31;
        if within.is_empty() {
            let number = number(name);
            self.places.insert(name.into(), number);
            return number;
        }
        let own = self.place(name, "");
        let above = self.place(within, "");
        pair(own.into(), above.into()) as u32 | 1 << 31
    }

    fn source(&mut self, name: &str) -> u64 {
        let hash = hash_bytes(name.as_bytes());
        self.sources.entry(hash).or_insert_with(|| name.to_owned());
        hash
    }
}

/// A word that is a name by itself and the same at the beginning and the end of a longer name.
fn plain_word(part: &str) -> Option<Word> {
    let (front, back) = (Name::parse(&format!("{part} qaqu")), Name::parse(&format!("qaqu {part}")));
    let own = |name: &Name, at: usize| {
        let tokens = name.tokens();
        let whole = tokens.len() == 2 && tokens.iter().all(|token| token.kind == Kind::Own);
        tokens.get(at).filter(|_| whole).map(|token| Word::pack(&token.text))
    };
    let word = own(&front, 0)?;
    (own(&back, 1) == Some(word)).then_some(word)
}
