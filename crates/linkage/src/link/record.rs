//! Records packed for comparing: about one and a half cache lines each, no pointer in them.

use super::letters::Word;
use crate::normalise::Kind;

/// Words kept of a child's name.
pub(crate) const NAME_WORDS: usize = 5;
/// Words kept of a guardian's name.
pub(crate) const GUARDIAN_WORDS: usize = 3;

const KIND_SHIFT: u32 = 28;

/// A word of a name: its number in the lexicon plus one, and what it is within the name; 0 for none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Term(u32);

impl Term {
    pub(crate) fn new(word: u32, kind: Kind) -> Self {
        Self((word + 1) | (kind as u32) << KIND_SHIFT)
    }

    /// What [`Term::number`] gave.
    pub(crate) fn of_number(number: u32) -> Self {
        Self(number)
    }

    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The number of the word in the lexicon.
    pub(crate) fn word(self) -> Option<u32> {
        (self.0 & ((1 << KIND_SHIFT) - 1)).checked_sub(1)
    }

    pub(crate) fn is(self, kind: Kind) -> bool {
        self.0 != 0 && self.0 >> KIND_SHIFT == kind as u32
    }

    /// Does the word say who is meant (and not only the order of birth, a particle or a letter)?
    pub(crate) fn tells(self) -> bool {
        self.is(Kind::Own) || self.is(Kind::Patronym)
    }
}

/// A word as taken in, before the lexicon is known: twelve letters and the kind in one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Written(u64);

impl Written {
    pub(crate) fn new(word: Word, kind: Kind) -> Self {
        Self(word.number() | (kind as u64) << 60)
    }

    pub(crate) fn letters(self) -> u64 {
        self.0 & ((1 << 60) - 1)
    }

    pub(crate) fn kind(self) -> Kind {
        Kind::from_u8((self.0 >> 60) as u8).unwrap_or(Kind::Own)
    }
}

/// What is known of a birth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Birth {
    /// `yyyymmdd`, zeros for what is not known; 0 for no date.
    pub(crate) date: u32,
    /// First and last possible day, counted from the first day of 1900; both 0 when nothing is known.
    pub(crate) first: u16,
    pub(crate) last: u16,
}

impl Birth {
    pub(crate) fn is_known(self) -> bool {
        self.last != 0
    }

    pub(crate) fn is_day(self) -> bool {
        !self.date.is_multiple_of(100) && self.date % 10_000 != 101
    }

    /// Day and month whichever comes first, with the year: the same for a swapped date.
    pub(crate) fn swap_blind(self) -> u32 {
        let (year, month, day) = (self.date / 10_000, self.date / 100 % 100, self.date % 100);
        year * 10_000 + month.min(day) * 100 + month.max(day)
    }

    /// The year in the middle of what is possible.
    pub(crate) fn year(self) -> u32 {
        if self.date > 0 {
            self.date / 10_000
        } else {
            1900 + (u32::from(self.first) + u32::from(self.last)) / 2 * 100 / 36_525
        }
    }
}

/// Sex unknown, girl, boy.
pub(crate) const GIRL: u8 = 1;
pub(crate) const BOY: u8 = 2;

/// What a NIK is worth as evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum NikWorth {
    /// There is none.
    #[default]
    None = 0,
    /// Sixteen digits, but not a child's of this age: a guardian's, or mistyped.
    Doubtful = 1,
    /// It tells a birth that fits this child.
    Own = 2,
}

/// One record.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Record {
    /// Hash of the id: orders, breaks ties, draws samples.
    pub(crate) hash: u64,
    pub(crate) nik: u64,
    pub(crate) phone: u64,
    pub(crate) name: [Term; NAME_WORDS],
    pub(crate) guardian: [Term; GUARDIAN_WORDS],
    pub(crate) birth: Birth,
    /// Province and regency as numbers or hashes; 0 when unknown.
    pub(crate) province: u32,
    pub(crate) regency: u32,
    pub(crate) district: u16,
    pub(crate) source: u16,
    /// Row in the order of delivery.
    pub(crate) row: u32,
    pub(crate) sex: u8,
    pub(crate) nik_worth: NikWorth,
    /// Information in the telephone, the regency and the province: what many share says little.
    pub(crate) phone_bits: u8,
    pub(crate) regency_bits: u8,
    pub(crate) province_bits: u8,
    /// Which word of the name the child is called by.
    pub(crate) call_at: u8,
    /// Information in all words of the name and of the guardian's: two names never agree on more than the richer says.
    pub(crate) name_bits: u8,
    pub(crate) guardian_bits: u8,
    /// Information in each word that tells who is meant, as rare as it is where this record is from.
    pub(crate) name_word_bits: [u8; NAME_WORDS],
    pub(crate) guardian_word_bits: [u8; GUARDIAN_WORDS],
}

impl Record {
    /// The word the child is called by.
    pub(crate) fn call(&self) -> Term {
        self.name.get(usize::from(self.call_at)).copied().unwrap_or_default()
    }
}
