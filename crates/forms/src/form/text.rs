//! Texts in several languages, and texts that show answers.

use super::item::ItemId;

/// A text in one or several languages; `None` is a text without a language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalText(pub Vec<(Option<String>, String)>);

impl LocalText {
    /// Whether nothing is said in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any text carries a language.
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.0.iter().any(|(language, _)| language.is_some())
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn exact(&self, language: Option<&str>) -> Option<&str> {
        self.0.iter().find(|(own, _)| own.as_deref() == language).map(|(_, text)| text.as_str())
    }

    /// The text in a language, else without one, else in any.
    #[must_use]
    pub fn best(&self, language: Option<&str>) -> &str {
        let exact = self.exact(language).or_else(|| self.exact(None));
        exact.or_else(|| self.0.first().map(|(_, text)| text.as_str())).unwrap_or_default()
    }
}

/// A piece of a text that shows answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// The answer of an item, and the path to it from where the text stands.
    Answer(ItemId, String),
}

/// A text in several languages, each in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Templated {
    /// As written.
    pub text: LocalText,
    /// In pieces, side by side with [`Self::text`].
    pub(crate) pieces: Vec<Vec<Piece>>,
}

impl Templated {
    /// The pieces in exactly this language.
    pub(crate) fn exact(&self, language: Option<&str>) -> Option<&[Piece]> {
        let at = self.text.0.iter().position(|(own, _)| own.as_deref() == language)?;
        self.pieces.get(at).map(Vec::as_slice)
    }
}
