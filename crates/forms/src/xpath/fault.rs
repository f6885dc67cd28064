//! What can be wrong with an expression. Words are others' business; the codes are fixed.

use std::fmt;

/// The families of faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultCode {
    /// Not an expression: something is missing or stands where it cannot.
    Syntax,
    /// It ends where something more is needed.
    Unfinished,
    /// A quotation mark without its partner.
    OpenQuote,
    /// No function of this name is known.
    UnknownFunction,
    /// Too few or too many arguments.
    Arguments,
    /// A part of XPath that forms do not use (attributes, variables, processing instructions).
    Unsupported,
    /// Longer or deeper than allowed.
    TooLarge,
    /// The budget of steps is used up.
    TooMuchWork,
    /// A pattern that is no regular expression of the kind we read.
    Pattern,
    /// A value of the wrong kind, such as a text where nodes are asked for.
    Kind,
}

impl FaultCode {
    /// A fixed code for problems, journal and API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Syntax => "xpath-syntax",
            Self::Unfinished => "xpath-unfinished",
            Self::OpenQuote => "xpath-open-quote",
            Self::UnknownFunction => "xpath-unknown-function",
            Self::Arguments => "xpath-arguments",
            Self::Unsupported => "xpath-unsupported",
            Self::TooLarge => "xpath-too-large",
            Self::TooMuchWork => "xpath-too-much-work",
            Self::Pattern => "xpath-pattern",
            Self::Kind => "xpath-kind",
        }
    }
}

/// One fault of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The family.
    pub code: FaultCode,
    /// The word of the expression that it is about, or nothing. Expressions come from forms, never from answers.
    pub what: String,
}

impl Fault {
    pub(crate) fn new(code: FaultCode, what: impl Into<String>) -> Self {
        Self { code, what: what.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code.code(), self.what)
    }
}

impl std::error::Error for Fault {}
