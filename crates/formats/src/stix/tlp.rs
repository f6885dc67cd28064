//! Traffic Light Protocol 2.0 (FIRST, August 2022) as STIX 2.1 marks it.

use serde_json::{Value, json};

/// How far something may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tlp {
    /// No limit.
    Clear,
    /// The community.
    Green,
    /// The organisation and its clients, need to know.
    Amber,
    /// The receiving organisation only.
    AmberStrict,
    /// Named individuals only.
    Red,
}

/// The extension by which OASIS marks TLP 2.0.
pub(super) const EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// Ids of TLP 1.0: recognised when they come in, never written. White is read as clear.
const OLD: [(&str, Tlp); 4] = [
    ("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp::Clear),
    ("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp::Green),
    ("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Tlp::Amber),
    ("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp::Red),
];

impl Tlp {
    /// From the widest to the strictest.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// The word of the protocol, small letters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::Green => "green",
            Self::Amber => "amber",
            Self::AmberStrict => "amber+strict",
            Self::Red => "red",
        }
    }

    /// The word as people write it; `white` is read as clear.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_lowercase();
        if code == "white" {
            return Some(Self::Clear);
        }
        Self::ALL.into_iter().find(|tlp| tlp.code() == code)
    }

    /// Id of the marking definition that OASIS published.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Clear => "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
            Self::Green => "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
            Self::Amber => "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
            Self::AmberStrict => "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
            Self::Red => "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
        }
    }

    /// The mark of an id, of version 2.0 or 1.0.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        let new = Self::ALL.into_iter().find(|tlp| tlp.id() == id);
        new.or_else(|| OLD.into_iter().find(|(old, _)| *old == id).map(|(_, tlp)| tlp))
    }

    /// The marking definition itself, as OASIS published it.
    pub(super) fn definition(self) -> Value {
        json!({
            "type": "marking-definition", "spec_version": "2.1", "id": self.id(),
            "created": "2022-10-01T00:00:00.000Z", "name": format!("TLP:{}", self.code().to_ascii_uppercase()),
            "extensions": { EXTENSION: { "extension_type": "property-extension", "tlp_2_0": self.code() } },
        })
    }
}
