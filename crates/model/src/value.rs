//! Values as storage and forms know them, and the few Rust types a kind's field may have.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::{Date, Timestamp};

/// One stored value. A missing value keeps its type, because PostgreSQL wants to know the type of a null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// TEXT
    Text(Option<String>),
    /// BIGINT
    Int(Option<i64>),
    /// DOUBLE PRECISION
    Real(Option<f64>),
    /// BOOLEAN
    Bool(Option<bool>),
    /// BYTEA
    Bytes(Option<Vec<u8>>),
}

impl Value {
    /// Whether nothing is there; an empty text counts as nothing.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::Text(v) => v.as_ref().is_none_or(String::is_empty),
            Self::Int(v) => v.is_none(),
            Self::Real(v) => v.is_none(),
            Self::Bool(v) => v.is_none(),
            Self::Bytes(v) => v.is_none(),
        }
    }

    /// The value as plain text: codes and dates as stored, numbers in decimal, nothing for a missing one.
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(v) => v.clone().unwrap_or_default(),
            Self::Int(v) => v.map(|n| n.to_string()).unwrap_or_default(),
            Self::Real(v) => v.map(|n| n.to_string()).unwrap_or_default(),
            Self::Bool(v) => v.map(|b| b.to_string()).unwrap_or_default(),
            Self::Bytes(_) => String::new(),
        }
    }

    /// The text, if this is a text that is not empty.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(Some(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => *number,
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}
impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}
impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Bool(Some(flag))
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Some(bytes))
    }
}
impl From<Id> for Value {
    fn from(id: Id) -> Self {
        Self::Text(Some(id.to_string()))
    }
}
impl From<Option<Id>> for Value {
    fn from(id: Option<Id>) -> Self {
        Self::Text(id.map(|id| id.to_string()))
    }
}
impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Int(Some(at.millis()))
    }
}
impl From<Option<Timestamp>> for Value {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Int(at.map(Timestamp::millis))
    }
}

/// A stored value does not have the type its field declares: the database was changed by other hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a stored value does not fit its field")]
pub struct ValueError;

/// A Rust type that a kind's field may have. Everything but `bool` may be missing.
pub trait FieldType: Sized {
    /// As stored.
    fn to_value(&self) -> Value;
    /// From storage.
    ///
    /// # Errors
    /// [`ValueError`] when the stored value is of another type or does not parse.
    fn from_value(value: &Value) -> Result<Self, ValueError>;
}

impl FieldType for Option<String> {
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Text(text) => Ok(text.clone().filter(|t| !t.is_empty())),
            _ => Err(ValueError),
        }
    }
}

impl FieldType for Option<i64> {
    fn to_value(&self) -> Value {
        Value::Int(*self)
    }
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Int(number) => Ok(*number),
            _ => Err(ValueError),
        }
    }
}

impl FieldType for Option<bool> {
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Bool(flag) => Ok(*flag),
            _ => Err(ValueError),
        }
    }
}

impl FieldType for Option<Timestamp> {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Int(millis) => Ok(millis.map(Timestamp::from_millis)),
            _ => Err(ValueError),
        }
    }
}

impl FieldType for Option<Date> {
    fn to_value(&self) -> Value {
        Value::Text(self.map(|date| date.to_string()))
    }
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Text(None) => Ok(None),
            Value::Text(Some(text)) if text.is_empty() => Ok(None),
            Value::Text(Some(text)) => text.parse().map(Some).map_err(|_| ValueError),
            _ => Err(ValueError),
        }
    }
}

impl FieldType for Option<Id> {
    fn to_value(&self) -> Value {
        Value::from(*self)
    }
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Text(None) => Ok(None),
            Value::Text(Some(text)) => text.parse().map(Some).map_err(|_| ValueError),
            _ => Err(ValueError),
        }
    }
}

/// Several codes of one list, stored as one text of codes separated by single spaces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Codes(pub Vec<String>);

impl FieldType for Codes {
    fn to_value(&self) -> Value {
        Value::Text(if self.0.is_empty() { None } else { Some(self.0.join(" ")) })
    }
    fn from_value(value: &Value) -> Result<Self, ValueError> {
        match value {
            Value::Text(text) => {
                Ok(Self(text.as_deref().unwrap_or("").split_whitespace().map(str::to_owned).collect()))
            }
            _ => Err(ValueError),
        }
    }
}
