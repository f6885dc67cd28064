//! A name as a list of usual words.

use std::fmt;

use super::fold::fold;
use super::kind::{Kind, kinds};
use super::pieces::{Piece, pieces};
use super::words::usual;

/// Words kept of one name; the rest is cut off.
pub const MAX_TOKENS: usize = 12;
/// Letters kept of one word; the rest is cut off.
pub const MAX_TOKEN_CHARS: usize = 40;

/// Rounds until the written form no longer changes; two are usual.
const MAX_ROUNDS: usize = 8;

/// One word of a normalised name.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Token {
    /// The word: lower case, without accents, in today's spelling.
    pub text: String,
    /// What the word is within the name.
    pub kind: Kind,
}

/// A normalised name: titles gone, abbreviations written out, patronym marked. `Debug` shows no letter of it.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Name {
    tokens: Vec<Token>,
}

impl Name {
    /// Normalises a name as written. An empty or unreadable text gives a name without words.
    /// Normalising [`Name::text`] again gives the same name.
    #[must_use]
    pub fn parse(raw: &str) -> Self {
        let mut name = Self::round(raw);
        // One rule can uncover work for another (a title behind a degree), so rounds go on until nothing changes.
        for _ in 0..MAX_ROUNDS {
            let next = Self::round(&name.text());
            if next == name {
                break;
            }
            name = next;
        }
        name
    }

    /// The words in order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Has the name no word at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The words with a space between, "bin" before the patronym whoever's child it is.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut own = true;
        for token in &self.tokens {
            if !out.is_empty() {
                out.push(' ');
            }
            if own && token.kind == Kind::Patronym {
                out.push_str("bin ");
                own = false;
            }
            out.push_str(&token.text);
        }
        out
    }

    /// From words that were normalised before; `None` if there are none or too many.
    pub(crate) fn from_tokens(tokens: Vec<Token>) -> Option<Self> {
        (1..=MAX_TOKENS).contains(&tokens.len()).then_some(Self { tokens })
    }

    fn round(raw: &str) -> Self {
        let all = pieces(&fold(raw));
        let at =
            all.iter().enumerate().position(|(at, p)| at > 0 && at + 1 < all.len() && is_marker(&p.text));
        let (own, parent) = match at {
            Some(at) => (all.get(..at).unwrap_or_default(), all.get(at..).unwrap_or_default()),
            None => (all.as_slice(), <&[Piece]>::default()),
        };
        let own = spelled(own);
        let kinds = kinds(&own);
        let own = own.into_iter().zip(kinds).map(|(text, kind)| Token { text, kind });
        let parent: Vec<Piece> = parent.iter().filter(|p| !is_marker(&p.text)).cloned().collect();
        let parent = spelled(&parent).into_iter().map(|text| Token { text, kind: Kind::Patronym });
        Self { tokens: own.chain(parent).take(MAX_TOKENS).collect() }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({} words)", self.tokens.len())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({:?})", self.kind)
    }
}

fn is_marker(word: &str) -> bool {
    matches!(word, "b" | "bin" | "bint" | "binte" | "binti" | "bn" | "bt" | "bte" | "bti" | "ibn")
}

fn spelled(pieces: &[Piece]) -> Vec<String> {
    let mut out = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let first = at == 0 && pieces.len() > 1;
        match piece.text.as_str() {
            "m" if first => out.push("muhammad".into()),
            // Filipino papers shorten Maria; a bare "Ma" is a Chinese family name.
            "ma" if first && piece.dotted => out.push("maria".into()),
            text => out.extend(usual(text).into_iter().map(shortened)),
        }
    }
    out
}

fn shortened(word: String) -> String {
    if word.len() <= MAX_TOKEN_CHARS { word } else { word.chars().take(MAX_TOKEN_CHARS).collect() }
}
