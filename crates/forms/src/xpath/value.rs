//! Values of expressions and the ways between them (XPath 1.0, sections 3.4 and 4; days as ODK counts them).

use super::moment::Moment;
use super::tree::NodeId;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nodes in the order of the document.
    Nodes(Vec<NodeId>),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// True or false.
    Truth(bool),
    /// A day or an instant.
    When(Moment),
}

impl Value {
    /// A text.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A number as XPath writes it: no exponent, no needless zeros.
#[must_use]
pub fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    number.to_string()
}

/// A text as a number: plain decimals, else a day or an instant as days since 1970, else not a number.
#[must_use]
pub(crate) fn text_number(text: &str, offset: i16) -> f64 {
    let text = text.trim();
    let plain =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if plain && let Ok(number) = text.parse() {
        return number;
    }
    Moment::parse(text, offset).map_or(f64::NAN, |moment| moment.days())
}
