//! Names of members: `CC/CLASS/CODE[/UNIT]`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::BadText;

/// Classes of member (code list `member-class`).
pub const CLASSES: [&str; 9] = ["GOV", "LEA", "NCB", "FIU", "HOT", "NGO", "IGO", "TOU", "PLT"];

/// A member, such as `ID/NGO/CONTOH-KASIH` or `ID/NGO/CONTOH-KASIH/BANDUNG`.
///
/// The country is an ISO 3166-1 alpha-2 code, or `XX` for an international body. The code never changes during the life of the
/// member. A unit may live on another node than its member.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MemberId(String);

impl MemberId {
    /// The whole name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country, or `XX`.
    #[must_use]
    pub fn country(&self) -> &str {
        self.part(0)
    }

    /// One of [`CLASSES`].
    #[must_use]
    pub fn class(&self) -> &str {
        self.part(1)
    }

    /// The member without its unit.
    #[must_use]
    pub fn organisation(&self) -> Self {
        let end = self.0.match_indices('/').nth(2).map_or(self.0.len(), |(at, _)| at);
        Self(self.0.get(..end).unwrap_or_default().to_owned())
    }

    /// The unit, if the name has one.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        self.0.split('/').nth(3)
    }

    fn part(&self, at: usize) -> &str {
        self.0.split('/').nth(at).unwrap_or_default()
    }
}

impl FromStr for MemberId {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        Self::try_from(text.to_owned())
    }
}

impl TryFrom<String> for MemberId {
    type Error = BadText;

    fn try_from(text: String) -> Result<Self, BadText> {
        let parts: Vec<&str> = text.split('/').collect();
        let good = match parts.as_slice() {
            [country, class, names @ ..] => {
                country.len() == 2
                    && country.bytes().all(|byte| byte.is_ascii_uppercase())
                    && CLASSES.contains(class)
                    && matches!(names.len(), 1 | 2)
                    && names.iter().all(|name| is_name(name))
            }
            _ => false,
        };
        if good { Ok(Self(text)) } else { Err(BadText("member id")) }
    }
}

impl From<MemberId> for String {
    fn from(id: MemberId) -> Self {
        id.0
    }
}

impl fmt::Display for MemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Capital letters, digits and inner hyphens, at most 60 characters.
fn is_name(name: &str) -> bool {
    let bytes = name.as_bytes();
    let known = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'-';
    (1..=60).contains(&bytes.len())
        && bytes.iter().all(known)
        && bytes.first() != Some(&b'-')
        && bytes.last() != Some(&b'-')
}
