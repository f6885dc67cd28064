//! The national identity number (Nomor Induk Kependudukan): 16 digits that carry the region of first registration, the
//! date of birth (day plus 40 for women and girls) and a serial number. Permendagri 72/2022; UU 24/2013 article 13.

use std::fmt;

use super::birth::BirthDate;
use super::region::Region;

/// Sex as the civil registry records it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Perempuan.
    Female,
    /// Laki-laki.
    Male,
}

/// Sixteen digits that claim to be a NIK. `Debug` shows none of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nik(u64);

/// What a well-formed NIK says about its bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NikFacts {
    /// District of first registration.
    pub region: Region,
    /// Date of birth, the century inferred.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Serial number among those born that day in that district, from 1.
    pub serial: u16,
}

/// Why a text is no NIK, or a NIK not well formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NikProblem {
    /// Not sixteen digits but this many.
    Length(usize),
    /// Something other than digits, spaces, dots and hyphens.
    NotDigits,
    /// The first six digits are no region: province below 11, or regency or district zero.
    Region,
    /// Digits 7–12 are no day of the calendar.
    BirthDate,
    /// The serial number is 0000.
    Serial,
}

impl fmt::Display for NikProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(n) => write!(f, "a NIK has 16 digits, this has {n}: read it again from the card"),
            Self::NotDigits => f.write_str("a NIK has digits only: read it again from the card"),
            Self::Region => f.write_str("digits 1 to 6 are no region: read them again from the card"),
            Self::BirthDate => {
                f.write_str("digits 7 to 12 are no date of birth: read them again from the card")
            }
            Self::Serial => f.write_str("digits 13 to 16 cannot all be zero: read them again from the card"),
        }
    }
}

impl std::error::Error for NikProblem {}

impl Nik {
    /// Reads sixteen digits; spaces, dots and hyphens between them do not matter. Whether the digits make sense is
    /// asked by [`Nik::facts`], because a NIK with a wrong digit still helps to find a person.
    ///
    /// # Errors
    /// [`NikProblem::NotDigits`] or [`NikProblem::Length`].
    pub fn parse(text: &str) -> Result<Self, NikProblem> {
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NikProblem::NotDigits);
        }
        let problem = NikProblem::Length(digits.len());
        if digits.len() != 16 {
            return Err(problem);
        }
        digits.parse().map(Self).map_err(|_| problem)
    }

    /// The sixteen digits as a number.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }

    /// From a number below 10^16.
    #[must_use]
    pub fn from_number(number: u64) -> Option<Self> {
        (number < 10_000_000_000_000_000).then_some(Self(number))
    }

    /// The sixteen digits.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:016}", self.0)
    }

    /// What the digits say. The two-digit year is the latest one not after `reference_year` (the year of today or of
    /// the record), so that nobody is unborn and a child is a child.
    ///
    /// # Errors
    /// The first part that makes no sense: region, then date of birth, then serial number.
    pub fn facts(self, reference_year: u16) -> Result<NikFacts, NikProblem> {
        let part = |step: u64, size: u64| self.0 / step % size;
        let area = part(10_000_000_000, 1_000_000);
        if area < 110_000 || area / 100 % 100 == 0 || area % 100 == 0 {
            return Err(NikProblem::Region);
        }
        let region = Region::from_number(area * 10_000).ok_or(NikProblem::Region)?;
        let day = part(100_000_000, 100);
        let (sex, day) = if day > 40 { (Sex::Female, day - 40) } else { (Sex::Male, day) };
        let two = u16::try_from(part(10_000, 100)).unwrap_or_default();
        let century = reference_year / 100 * 100;
        let year =
            if century + two <= reference_year { century + two } else { (century + two).saturating_sub(100) };
        let small = |n: u64| u8::try_from(n).unwrap_or_default();
        let birth =
            BirthDate::ymd(year, small(part(1_000_000, 100)), small(day)).ok_or(NikProblem::BirthDate)?;
        let serial = u16::try_from(part(1, 10_000)).unwrap_or_default();
        if serial == 0 {
            return Err(NikProblem::Serial);
        }
        Ok(NikFacts { region, birth, sex, serial })
    }

    /// Do the day, month and two-digit year inside agree with this date? Tells a child's own NIK from a guardian's.
    #[must_use]
    pub fn tells_birth(self, birth: BirthDate) -> bool {
        self.facts(birth.year()).is_ok_and(|facts| birth.is_full() && facts.birth == birth)
    }

    /// The last four digits: they count those born on one day in one district, and so tell such children apart.
    #[must_use]
    pub fn serial(self) -> u64 {
        self.0 % 10_000
    }

    /// Is this the other number with one digit mistyped, or two neighbours changed places?
    #[must_use]
    pub fn one_digit_off(self, other: Self) -> bool {
        let (mut a, mut b) = (self.0, other.0);
        let mut off = 0;
        // The pair of digits one place to the right, if they differed.
        let mut before = None;
        while a != b {
            let (x, y) = (a % 10, b % 10);
            if x != y {
                off += 1;
                let swapped = before == Some((y, x));
                if off > 2 || (off == 2 && !swapped) {
                    return false;
                }
            }
            before = (x != y).then_some((x, y));
            (a, b) = (a / 10, b / 10);
        }
        off > 0
    }
}

impl fmt::Debug for Nik {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nik(…)")
    }
}
