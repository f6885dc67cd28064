//! Bounded values: whatever does not fit is refused while it is read, so that no larger thing ever exists in memory as a value.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::media;

/// Text that is not what its place allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}: see docs/PROTOCOL.md for what is allowed there")]
pub struct BadText(pub(crate) &'static str);

/// Text of people: at most `MAX` bytes of UTF-8, no control characters but line ends and tabs, and nothing that is or could hold
/// a picture.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text<const MAX: usize>(String);

/// A line for labels and names of things.
pub type Line = Text<256>;
/// A narrative field, up to 4 KiB.
pub type Long = Text<4096>;

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = BadText;

    fn try_from(text: String) -> Result<Self, BadText> {
        if text.len() > MAX {
            return Err(BadText("text: too long"));
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            return Err(BadText("text: control character"));
        }
        if media::is_media(&text) {
            return Err(BadText("text: it holds media"));
        }
        Ok(Self(text))
    }
}

impl<const MAX: usize> TryFrom<&str> for Text<MAX> {
    type Error = BadText;

    fn try_from(text: &str) -> Result<Self, BadText> {
        Self::try_from(text.to_owned())
    }
}

impl<const MAX: usize> From<Text<MAX>> for String {
    fn from(text: Text<MAX>) -> Self {
        text.0
    }
}

impl<const MAX: usize> Deref for Text<MAX> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// A code of a list, a name of a kind, a post: 1 to 64 characters of `A–Z a–z 0–9 . _ + - : / @`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

impl TryFrom<String> for Code {
    type Error = BadText;

    fn try_from(text: String) -> Result<Self, BadText> {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"._+-:/@".contains(&byte);
        let good = (1..=64).contains(&text.len()) && text.bytes().all(known);
        if good { Ok(Self(text)) } else { Err(BadText("code")) }
    }
}

impl TryFrom<&str> for Code {
    type Error = BadText;

    fn try_from(text: &str) -> Result<Self, BadText> {
        Self::try_from(text.to_owned())
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl Deref for Code {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A UUID in its usual form of 36 characters, lower case (RFC 9562).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uuid(String);

impl TryFrom<String> for Uuid {
    type Error = BadText;

    fn try_from(text: String) -> Result<Self, BadText> {
        let fits = |(at, byte): (usize, u8)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        };
        let good = text.len() == 36 && text.bytes().enumerate().all(fits);
        if good { Ok(Self(text)) } else { Err(BadText("UUID")) }
    }
}

impl TryFrom<&str> for Uuid {
    type Error = BadText;

    fn try_from(text: &str) -> Result<Self, BadText> {
        Self::try_from(text.to_owned())
    }
}

impl From<Uuid> for String {
    fn from(id: Uuid) -> Self {
        id.0
    }
}

impl Deref for Uuid {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// A list of at most `MAX` values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<T>",
    into = "Vec<T>",
    bound(deserialize = "T: Deserialize<'de>", serialize = "T: Serialize + Clone")
)]
pub struct List<T, const MAX: usize>(Vec<T>);

impl<T, const MAX: usize> Default for List<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const MAX: usize> TryFrom<Vec<T>> for List<T, MAX> {
    type Error = BadText;

    fn try_from(list: Vec<T>) -> Result<Self, BadText> {
        if list.len() > MAX { Err(BadText("list: too many items")) } else { Ok(Self(list)) }
    }
}

impl<T, const MAX: usize> From<List<T, MAX>> for Vec<T> {
    fn from(list: List<T, MAX>) -> Self {
        list.0
    }
}

impl<T, const MAX: usize> Deref for List<T, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}
