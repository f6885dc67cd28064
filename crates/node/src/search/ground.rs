//! Grounds of a hit as codes, for pages and the API.

use linkage::people::Ground;

/// The code of a ground; worded as `ground-<code>`.
pub(crate) const fn code(ground: Ground) -> &'static str {
    match ground {
        Ground::NameExact => "name-exact",
        Ground::NameSound => "name-sound",
        Ground::NameTypo => "name-typo",
        Ground::NamePartial => "name-partial",
        Ground::NameJoined => "name-joined",
        Ground::NameAlias => "name-alias",
        Ground::GivenDiffers => "given-differs",
        Ground::NikExact => "nik-exact",
        Ground::NikOneDigit => "nik-one-digit",
        Ground::NikPrefix => "nik-prefix",
        Ground::NikDiffers => "nik-differs",
        Ground::PhoneExact => "phone-exact",
        Ground::PhonePrefix => "phone-prefix",
        Ground::BirthDateExact => "birth-date-exact",
        Ground::BirthDateSwapped => "birth-date-swapped",
        Ground::BirthDateNear => "birth-date-near",
        Ground::BirthYearSame => "birth-year-same",
        Ground::BirthYearNear => "birth-year-near",
        Ground::BirthDiffers => "birth-differs",
        Ground::SameDistrict => "same-district",
        Ground::SameRegency => "same-regency",
        Ground::SameProvince => "same-province",
        Ground::SexAgrees => "sex-agrees",
        Ground::SexDiffers => "sex-differs",
    }
}
