//! What is compared, and the levels of agreement: the words of the model file.

/// A field of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum Field {
    /// The child's name as a whole.
    Name = 0,
    /// Date of birth or age.
    Birth = 1,
    /// Sex.
    Sex = 2,
    /// Region.
    Region = 3,
    /// Nomor induk kependudukan.
    Nik = 4,
    /// Telephone.
    Phone = 5,
    /// Guardian's name.
    Guardian = 6,
}

/// All fields in order.
pub const FIELDS: [Field; 7] =
    [Field::Name, Field::Birth, Field::Sex, Field::Region, Field::Nik, Field::Phone, Field::Guardian];

/// Most levels of a field.
pub(crate) const MAX_LEVELS: usize = 12;

/// Levels of the name.
pub(crate) mod name {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const SAME_SINGLE: u8 = 2;
    pub(crate) const ALIKE: u8 = 3;
    pub(crate) const PART: u8 = 4;
    pub(crate) const PART_ALIKE: u8 = 5;
    pub(crate) const CALL: u8 = 6;
    pub(crate) const TAIL: u8 = 7;
    pub(crate) const SHARED: u8 = 8;
    pub(crate) const BEGINNING: u8 = 9;
    pub(crate) const DIFFERS: u8 = 10;
}

/// Levels of the birth.
pub(crate) mod birth {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const SWAPPED: u8 = 2;
    pub(crate) const ONE_PART: u8 = 3;
    pub(crate) const DEFAULT_DAY: u8 = 4;
    pub(crate) const AGE_FITS: u8 = 5;
    pub(crate) const AGE_NEAR: u8 = 6;
    pub(crate) const SAME_YEAR: u8 = 7;
    pub(crate) const YEAR_NEAR: u8 = 8;
    pub(crate) const AGE_FAR: u8 = 9;
    pub(crate) const DIFFERS: u8 = 10;
}

/// Levels of region.
pub(crate) mod region {
    pub(crate) const DISTRICT: u8 = 1;
    pub(crate) const REGENCY: u8 = 2;
    pub(crate) const PROVINCE: u8 = 3;
    pub(crate) const DIFFERS: u8 = 4;
}

/// Levels of the NIK.
pub(crate) mod nik {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const SAME_DOUBTFUL: u8 = 2;
    pub(crate) const ONE_DIGIT: u8 = 3;
    pub(crate) const DIFFERS_DOUBTFUL: u8 = 4;
    pub(crate) const DIFFERS: u8 = 5;
}

/// Levels of sex and telephone.
pub(crate) const SAME: u8 = 1;
pub(crate) const DIFFERS: u8 = 2;

/// Levels of the guardian's name.
pub(crate) mod guardian {
    pub(crate) const SAME: u8 = 1;
    pub(crate) const ALIKE: u8 = 2;
    pub(crate) const PART: u8 = 3;
    pub(crate) const DIFFERS: u8 = 4;
}

impl Field {
    /// Its name in model files.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Birth => "birth",
            Self::Sex => "sex",
            Self::Region => "region",
            Self::Nik => "nik",
            Self::Phone => "phone",
            Self::Guardian => "guardian",
        }
    }

    /// Names of its levels in model files. The first, `missing`, always weighs nothing.
    #[must_use]
    pub fn levels(self) -> &'static [&'static str] {
        match self {
            Self::Name => &[
                "missing",
                "same",
                "same-single",
                "alike",
                "part",
                "part-alike",
                "call-same",
                "tail",
                "shared",
                "beginning",
                "differs",
            ],
            Self::Birth => &[
                "missing",
                "same",
                "swapped",
                "one-part",
                "default-day",
                "age-fits",
                "age-near",
                "same-year",
                "year-near",
                "age-far",
                "differs",
            ],
            Self::Sex | Self::Phone => &["missing", "same", "differs"],
            Self::Region => &["missing", "district", "regency", "province", "differs"],
            Self::Nik => &["missing", "same", "same-doubtful", "one-digit", "differs-doubtful", "differs"],
            Self::Guardian => &["missing", "same", "alike", "part", "differs"],
        }
    }
}

/// The levels of one pair, and how much information lies in what agrees (1/8 bit).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) levels: [u8; 7],
    pub(crate) name_bits: u8,
    pub(crate) region_bits: u8,
    pub(crate) phone_bits: u8,
    pub(crate) guardian_bits: u8,
}

impl Pattern {
    pub(crate) fn level(&self, field: Field) -> u8 {
        self.levels.get(field as usize).copied().unwrap_or_default()
    }

    /// Information in what agrees, for fields whose values differ in rarity.
    pub(crate) fn bits(&self, field: Field) -> u8 {
        match field {
            Field::Name => self.name_bits,
            Field::Region => self.region_bits,
            Field::Phone => self.phone_bits,
            Field::Guardian => self.guardian_bits,
            Field::Birth | Field::Sex | Field::Nik => 0,
        }
    }

    /// Takes a field for missing.
    pub(crate) fn hide(&mut self, field: Field) {
        self.set(field, 0);
    }

    #[inline]
    pub(crate) fn set(&mut self, field: Field, level: u8) {
        if let Some(place) = self.levels.get_mut(field as usize) {
            *place = level;
        }
    }

    /// All levels in one number, four bits each.
    pub(crate) fn code(&self) -> u32 {
        self.levels.iter().fold(0, |code, level| code << 4 | u32::from(*level))
    }

    /// The level of a field within [`Pattern::code`].
    pub(crate) fn of_code(code: u32, field: Field) -> u8 {
        (code >> (4 * (6 - field as u32)) & 15) as u8
    }
}
