//! What a search gives back, and why.

/// One reason for or against two records being one person. A page can put each into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Ground {
    /// Every word of the name is the same, in whatever order.
    NameExact,
    /// Every word of the name is the same or sounds the same.
    NameSound,
    /// Every word agrees if typing errors are forgiven.
    NameTypo,
    /// Some words agree, or the beginning of a word.
    NamePartial,
    /// Words were written together in one record and apart in the other.
    NameJoined,
    /// It was not the chief name that agreed but an alias.
    NameAlias,
    /// The own names differ, though others may agree: rather a brother or sister.
    GivenDiffers,
    /// The same NIK.
    NikExact,
    /// The same NIK but for one digit, or two neighbouring digits swapped.
    NikOneDigit,
    /// The NIK begins with the digits asked for.
    NikPrefix,
    /// Different NIK.
    NikDiffers,
    /// A telephone number in common.
    PhoneExact,
    /// A telephone number begins with the digits asked for.
    PhonePrefix,
    /// The same full date of birth.
    BirthDateExact,
    /// Day and month of birth have changed places.
    BirthDateSwapped,
    /// Two of day, month and year of birth agree.
    BirthDateNear,
    /// The same year of birth; nothing more is known.
    BirthYearSame,
    /// Years of birth one or two apart.
    BirthYearNear,
    /// Dates of birth that do not agree.
    BirthDiffers,
    /// The same district.
    SameDistrict,
    /// The same regency or city.
    SameRegency,
    /// The same province.
    SameProvince,
    /// The same sex.
    SexAgrees,
    /// Different sex.
    SexDiffers,
}

impl Ground {
    /// Every ground there is, in order.
    pub const ALL: [Self; 24] = [
        Self::NameExact,
        Self::NameSound,
        Self::NameTypo,
        Self::NamePartial,
        Self::NameJoined,
        Self::NameAlias,
        Self::GivenDiffers,
        Self::NikExact,
        Self::NikOneDigit,
        Self::NikPrefix,
        Self::NikDiffers,
        Self::PhoneExact,
        Self::PhonePrefix,
        Self::BirthDateExact,
        Self::BirthDateSwapped,
        Self::BirthDateNear,
        Self::BirthYearSame,
        Self::BirthYearNear,
        Self::BirthDiffers,
        Self::SameDistrict,
        Self::SameRegency,
        Self::SameProvince,
        Self::SexAgrees,
        Self::SexDiffers,
    ];

    /// Does it speak for the two being one? Sex and province alone do not bring anyone into a result.
    #[must_use]
    pub fn speaks_for(self) -> bool {
        !matches!(
            self,
            Self::GivenDiffers
                | Self::NikDiffers
                | Self::BirthYearNear
                | Self::BirthDiffers
                | Self::SameProvince
                | Self::SexAgrees
                | Self::SexDiffers
        )
    }
}

/// Grounds while evidence is added up: one bit each, because everyone gathered is weighed and few are shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Grounds(u32);

impl Grounds {
    pub(super) fn add(&mut self, ground: Ground) {
        self.0 |= 1 << ground as u8;
    }

    pub(super) fn list(self) -> Vec<Ground> {
        Ground::ALL.into_iter().filter(|ground| self.0 & 1 << *ground as u8 != 0).collect()
    }
}

/// A person found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The caller's id.
    pub id: u128,
    /// Share of the evidence that agrees, of all that both sides know: 0 none, 1 all.
    pub score: f32,
    /// Weight of the evidence in bits; negative if it speaks against.
    pub bits: f32,
    /// Why, in the order of [`Ground`].
    pub grounds: Vec<Ground>,
}
