//! Breakdowns of an indicator: by one thing or by several at once, always by area too. A stratum has one code for each thing, joined by a
//! full stop, in the order of the breakdown; [`TOTAL`] stands where it is all of them, and alone where it is all of everything.

use model::codes;
use statistics::table::{TOTAL, UNKNOWN};

/// The things that an indicator can be broken down by, with their code lists.
const DIMENSIONS: [(&str, &str); 3] =
    [("sex", "sex"), ("age_band", "age-band"), ("form", "exploitation-form")];

/// What a breakdown is by, in order; nothing for `none`.
#[must_use]
pub fn dimensions(breakdown: &str) -> Vec<&'static str> {
    let wanted: &[&str] = match breakdown {
        "sex" => &["sex"],
        "age_band" => &["age_band"],
        "form" => &["form"],
        "sex_age_band" => &["sex", "age_band"],
        "sex_form" => &["sex", "form"],
        "age_band_form" => &["age_band", "form"],
        _ => &[],
    };
    DIMENSIONS.iter().map(|(name, _)| *name).filter(|name| wanted.contains(name)).collect()
}

/// The breakdown by these things, which stand in order.
#[must_use]
pub(crate) fn named(dimensions: &[&str]) -> String {
    if dimensions.is_empty() { "none".to_owned() } else { dimensions.join("_") }
}

/// The code list of a thing.
#[must_use]
pub fn list(dimension: &str) -> Option<&'static str> {
    DIMENSIONS.iter().find(|(name, _)| *name == dimension).map(|(_, list)| *list)
}

/// Codes of a thing, without the unknown.
#[must_use]
pub fn codes(dimension: &str) -> Vec<&'static str> {
    let codes = list(dimension)
        .and_then(codes::list)
        .into_iter()
        .flat_map(|list| list.codes.iter().map(|code| code.code));
    codes.filter(|code| *code != UNKNOWN).collect()
}

/// The stratum of these codes, one for each thing of the breakdown.
#[must_use]
pub fn joined<S: AsRef<str>>(codes: &[S]) -> String {
    if codes.iter().all(|code| code.as_ref() == TOTAL) {
        return TOTAL.to_owned();
    }
    codes.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(".")
}

/// The codes of a stratum of a breakdown by `width` things; `None` when it has another number of them.
#[must_use]
pub fn parts(width: usize, stratum: &str) -> Option<Vec<&str>> {
    if stratum == TOTAL {
        return Some(vec![TOTAL; width]);
    }
    let parts: Vec<&str> = stratum.split('.').collect();
    (parts.len() == width).then_some(parts)
}

/// Every stratum of a breakdown, all of everything first.
#[must_use]
pub fn all(breakdown: &str) -> Vec<String> {
    let mut found: Vec<Vec<&str>> = vec![Vec::new()];
    for dimension in dimensions(breakdown) {
        let known = codes(dimension);
        let longer = |said: Vec<&'static str>| {
            [TOTAL]
                .into_iter()
                .chain(known.iter().copied())
                .map(move |code| {
                    let mut said = said.clone();
                    said.push(code);
                    said
                })
                .collect::<Vec<_>>()
        };
        found = found.into_iter().flat_map(longer).collect();
    }
    found.iter().map(|codes| joined(codes)).collect()
}

/// A stratum of a breakdown as somebody wrote it: codes in any order, those of SDMX among them, what is missing meant as all.
#[must_use]
pub fn read(breakdown: &str, written: &str) -> Option<String> {
    let dimensions = dimensions(breakdown);
    let mut found = vec![TOTAL; dimensions.len()];
    for code in written.split('.').map(str::trim).filter(|code| !["", TOTAL, "T"].contains(code)) {
        let code = match code {
            "F" => "female",
            "M" => "male",
            other => other,
        };
        let mut place = found.iter_mut().zip(&dimensions).filter(|(said, _)| **said == TOTAL);
        let (said, code) = place.find_map(|(said, dimension)| {
            codes(dimension).into_iter().find(|known| *known == code).map(|known| (said, known))
        })?;
        *said = code;
    }
    Some(joined(&found))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests stop where they fail")]
mod tests {
    use super::*;

    #[test]
    fn a_stratum_has_one_code_for_each_thing() {
        assert_eq!(all("none"), [TOTAL]);
        assert_eq!(all("sex"), [TOTAL, "female", "male", "other"]);
        let both = all("sex_age_band");
        assert_eq!(both.len(), 4 * 6);
        assert!(both.contains(&"_T.age_12_14".to_owned()) && both.contains(&"female._T".to_owned()));
        for stratum in &both {
            assert_eq!(&joined(&parts(2, stratum).unwrap()), stratum);
        }
        assert_eq!(parts(2, "female"), None);
    }

    #[test]
    fn a_stratum_is_read_in_any_order() {
        for (written, said) in [
            ("", Some("_T")),
            ("F", Some("female._T")),
            ("age_12_14.M", Some("male.age_12_14")),
            ("T.age_12_14", Some("_T.age_12_14")),
            ("F.M", None),
            ("anak", None),
        ] {
            assert_eq!(read("sex_age_band", written).as_deref(), said, "{written}");
        }
        assert_eq!(read("sex", "age_12_14"), None);
    }
}
