//! Ids: UUIDv7, made by whoever starts an act, also offline, and never changed or reused.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::Timestamp;

/// A UUIDv7 (RFC 9562): 48 bits of milliseconds, then random bits, so that ids sort roughly by time of making.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(Uuid);

/// The text is no UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected a UUID such as 01890a5d-ac96-774b-bcce-b302099a8057")]
pub struct IdError;

impl Id {
    /// Makes an id from an instant and ten random bytes; six bits of them give way to version and variant.
    pub fn new(at: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// The sixteen bytes, for indexes in memory.
    pub fn to_u128(self) -> u128 {
        self.0.as_u128()
    }

    /// The id with these sixteen bytes.
    pub const fn from_u128(raw: u128) -> Self {
        Self(Uuid::from_u128(raw))
    }

    /// The last bytes, which are random in a UUIDv7: the source of readable numbers.
    pub(crate) fn tail(self) -> [u8; 8] {
        let (_, tail) = self.0.as_u64_pair();
        tail.to_be_bytes()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        // Only the hyphenated form: one id, one spelling, so that equal ids are equal texts in the database.
        if text.len() != 36 {
            return Err(IdError);
        }
        Uuid::try_parse(text).map(Self).map_err(|_| IdError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_round_trip_and_order() {
        let early = Id::new(Timestamp::from_millis(1_000), [7; 10]);
        let late = Id::new(Timestamp::from_millis(2_000), [1; 10]);
        assert!(early.to_string() < late.to_string());
        assert_eq!(early.to_string().parse::<Id>(), Ok(early));
        assert_eq!("nonsense".parse::<Id>(), Err(IdError));
        assert_eq!(early.to_string().replace('-', "").parse::<Id>(), Err(IdError));
    }
}
