//! 32 bytes in JSON: lower-case hexadecimal.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::text::BadText;
use crate::tag::{from_hex, sha256, to_hex};

/// A SHA-256 hash or another value of 32 bytes, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash(pub [u8; 32]);

/// The content address of an envelope: SHA-256 of what its members signed.
pub type Eid = Hash;

impl Hash {
    /// SHA-256 of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha256(bytes))
    }
}

impl TryFrom<String> for Hash {
    type Error = BadText;

    fn try_from(text: String) -> Result<Self, BadText> {
        let bad = BadText("hash");
        let bytes: [u8; 32] = from_hex(&text).map_err(|_| bad)?.try_into().map_err(|_| bad)?;
        // One text for one value, so that texts can be compared.
        if to_hex(&bytes) == text { Ok(Self(bytes)) } else { Err(bad) }
    }
}

impl FromStr for Hash {
    type Err = BadText;

    fn from_str(text: &str) -> Result<Self, BadText> {
        Self::try_from(text.to_owned())
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        to_hex(&hash.0)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Bytes in JSON: base64 of RFC 4648 section 4, at most `MAX` bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bytes<const MAX: usize>(pub Vec<u8>);

impl<const MAX: usize> TryFrom<String> for Bytes<MAX> {
    type Error = BadText;

    fn try_from(text: String) -> Result<Self, BadText> {
        let bad = BadText("base64");
        if text.len() > MAX.div_ceil(3) * 4 {
            return Err(bad);
        }
        let bytes = crate::tag::from_base64(&text).map_err(|_| bad)?;
        if bytes.len() > MAX { Err(bad) } else { Ok(Self(bytes)) }
    }
}

impl<const MAX: usize> From<Bytes<MAX>> for String {
    fn from(bytes: Bytes<MAX>) -> Self {
        crate::tag::to_base64(&bytes.0)
    }
}
