//! The two languages of every label.

use serde::{Deserialize, Serialize};

/// A language of the interface. Indonesian is the source language, English is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Both languages, the source language first.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// The ISO 639-1 code, as in the `lang` attribute of a page.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// Reads a language tag such as `id`, `en-GB` or `in_ID` (`in` is the old code of Indonesian that some phones
    /// still send). Nothing for any other language.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "id" | "in" => Some(Self::Id),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}
