//! Member ids: `ID/NGO/CONTOH-KASIH` is country, class and name.

use std::fmt;
use std::str::FromStr;

use model::codes;
use serde::{Deserialize, Serialize};

/// A member id that fits its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct MemberId(String);

/// Longest name; the whole id stays a short line everywhere.
const NAME: usize = 60;

impl FromStr for MemberId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts: Vec<&str> = text.split('/').collect();
        let [country, class, name] = parts.as_slice() else {
            return Err("a member id has three parts, such as ID/NGO/CONTOH-KASIH".into());
        };
        if !known("country", country) {
            return Err(format!("{country} is not an ISO 3166-1 country code: Indonesia is ID"));
        }
        if !known("member-class", class) {
            return Err(format!(
                "{class} is not a class of member: use GOV LEA NCB FIU HOT NGO IGO TOU or PLT"
            ));
        }
        let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        let edges = name.starts_with('-') || name.ends_with('-');
        if name.is_empty() || name.len() > NAME || edges || !name.chars().all(fits) {
            return Err(format!(
                "the name of a member has 1 to {NAME} letters A-Z, digits and inner hyphens"
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

fn known(list: &str, code: &str) -> bool {
    codes::list(list).is_some_and(|list| list.get(code).is_some())
}

impl MemberId {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for MemberId {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<MemberId> for String {
    fn from(id: MemberId) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_of_the_form_are_taken() {
        for good in ["ID/NGO/CONTOH-KASIH", "ID/GOV/CONTOH", "PH/HOT/HALIMBAWA", "ID/PLT/9-A"] {
            assert_eq!(good.parse::<MemberId>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "CONTOH",
            "ID/NGO",
            "id/NGO/CONTOH",
            "XX/NGO/CONTOH",
            "ID/ABC/CONTOH",
            "ID/NGO/contoh",
            "ID/NGO/-CONTOH",
            "ID/NGO/CONTOH KASIH",
            "ID/NGO/CONTOH/KASIH",
            "ID/NGO/",
        ] {
            assert!(bad.parse::<MemberId>().is_err(), "{bad}");
        }
    }
}
