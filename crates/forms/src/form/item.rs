//! Items of a form.

use super::kinds::Preload;
use super::text::{LocalText, Templated};
use crate::problem::Place;
use crate::xpath::Expr;

/// Place of an item in [`Form::items`](super::Form::items).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub(crate) usize);

impl ItemId {
    /// The form itself.
    pub const ROOT: Self = Self(0);
}

/// An expression: as it was written, with paths in place of names, and read.
#[derive(Debug, Clone, PartialEq)]
pub struct Formula {
    /// As the cell has it.
    pub source: String,
    /// With a path for every `${name}`.
    pub xpath: String,
    /// Read.
    pub expr: Expr,
    /// Items whose answers it looks at.
    pub(crate) needs: Vec<ItemId>,
}

/// What stands in a question before anybody answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Default {
    /// A text as it is.
    Fixed(String),
    /// An expression evaluated when the form, or the row of a repeat, is opened.
    Dynamic(Formula),
}

/// Bounds and step of a range, as written.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeOf {
    /// The lowest number.
    pub start: String,
    /// The highest number.
    pub end: String,
    /// From one number to the next.
    pub step: String,
    /// Whether any of the three has a fraction.
    pub decimal: bool,
}

/// What a question asks for.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the names of the XLSForm reference")]
pub enum Question {
    Text,
    Integer,
    Decimal,
    Range(RangeOf),
    SelectOne(String),
    SelectMultiple(String),
    Rank(String),
    Note,
    Date,
    Time,
    DateTime,
    Geopoint,
    Geotrace,
    Geoshape,
    Barcode,
    Acknowledge,
    Calculate,
    Hidden,
    Preload(Preload),
}

impl Question {
    /// The list of choices, if there is one.
    #[must_use]
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::SelectOne(list) | Self::SelectMultiple(list) | Self::Rank(list) => Some(list),
            _ => None,
        }
    }

    /// Whether a person sees it.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        !matches!(self, Self::Calculate | Self::Hidden | Self::Preload(_))
    }

    /// A short fixed name of the type, for reports.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Range(_) => "range",
            Self::SelectOne(_) => "select_one",
            Self::SelectMultiple(_) => "select_multiple",
            Self::Rank(_) => "rank",
            Self::Note => "note",
            Self::Date => "date",
            Self::Time => "time",
            Self::DateTime => "dateTime",
            Self::Geopoint => "geopoint",
            Self::Geotrace => "geotrace",
            Self::Geoshape => "geoshape",
            Self::Barcode => "barcode",
            Self::Acknowledge => "acknowledge",
            Self::Calculate => "calculate",
            Self::Hidden => "hidden",
            Self::Preload(preload) => preload.name(),
        }
    }
}

/// What an item is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Questions shown together.
    Group,
    /// Questions asked again for every row.
    Repeat {
        /// How many rows there are, when that is not the person's choice.
        count: Option<Formula>,
    },
    /// A question.
    Question(Question),
}

/// A question, a group or a repeat.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Name of the element.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The item around it; none for the form itself.
    pub parent: Option<ItemId>,
    /// Items within it.
    pub children: Vec<ItemId>,
    /// Row of the survey sheet; 0 where the form itself or a helper row is meant.
    pub row: u32,
    /// What is asked.
    pub label: Templated,
    /// How to answer.
    pub hint: Templated,
    /// A longer explanation for whoever asks for it.
    pub guidance: Templated,
    /// Only asked when this holds.
    pub relevant: Option<Formula>,
    /// Must hold for every answer.
    pub constraint: Option<Formula>,
    /// Said when it does not.
    pub constraint_message: LocalText,
    /// Must be answered when this holds.
    pub required: Option<Formula>,
    /// Said when it is not.
    pub required_message: LocalText,
    /// Cannot be changed when this holds.
    pub read_only: Option<Formula>,
    /// What stands there first.
    pub default: Option<Default>,
    /// What it is computed from.
    pub calculation: Option<Formula>,
    /// The question whose change starts the calculation.
    pub trigger: Option<ItemId>,
    /// Which choices are offered.
    pub choice_filter: Option<Formula>,
    /// How it looks.
    pub appearance: String,
    /// Further settings of the control, as `name=value`.
    pub parameters: Vec<(String, String)>,
    /// Property of an entity that the answer is saved to.
    pub save_to: String,
}

impl Item {
    pub(crate) fn new(name: &str, kind: Kind, row: u32) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            parent: None,
            children: Vec::new(),
            row,
            label: Templated::default(),
            hint: Templated::default(),
            guidance: Templated::default(),
            relevant: None,
            constraint: None,
            constraint_message: LocalText::default(),
            required: None,
            required_message: LocalText::default(),
            read_only: None,
            default: None,
            calculation: None,
            trigger: None,
            choice_filter: None,
            appearance: String::new(),
            parameters: Vec::new(),
            save_to: String::new(),
        }
    }

    /// The question, if it is one.
    #[must_use]
    pub fn question(&self) -> Option<&Question> {
        match &self.kind {
            Kind::Question(question) => Some(question),
            _ => None,
        }
    }

    /// Whether it is a repeat.
    #[must_use]
    pub fn is_repeat(&self) -> bool {
        matches!(self.kind, Kind::Repeat { .. })
    }

    /// The row of the survey sheet it stands in.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::row("survey", self.row)
    }
}
