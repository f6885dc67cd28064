//! From the fields of a person to what the index compares.

use linkage::normalise::{BirthDate, Nik, Phone, Region, Sex};
use linkage::people::Traits;

/// Reads texts by field name, as stored or as typed. What cannot be read is left out: half a number finds nobody.
pub(crate) fn of_texts<'t>(text: impl Fn(&str) -> &'t str) -> Traits {
    let aliases = text("aliases").split([',', ';', '/', '\n']).map(str::trim);
    let names = std::iter::once(text("name").trim()).chain(aliases);
    let phones = [text("phone"), text("guardian_phone")];
    Traits {
        names: names.filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        sex: match text("sex") {
            "female" => Some(Sex::Female),
            "male" => Some(Sex::Male),
            _ => None,
        },
        birth: birth(text("birth_year"), text("birth_day"), text("age_basis")),
        region: Region::parse(text("region")),
        nik: Nik::parse(text("nik")).ok(),
        phones: phones.iter().filter_map(|phone| Phone::parse(phone).ok()).collect(),
    }
}

/// A day that goes with an estimated age says nothing.
fn birth(year: &str, day: &str, basis: &str) -> Option<BirthDate> {
    let year = year.trim().parse().ok()?;
    let day = month_day(day).filter(|_| basis != "estimated");
    let full = day.and_then(|(month, day)| BirthDate::ymd(year, month, day));
    full.or_else(|| BirthDate::year_month(year, None))
}

/// `05-17` as month and day.
fn month_day(text: &str) -> Option<(u8, u8)> {
    let (month, day) = text.trim().split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}
