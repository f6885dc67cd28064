//! What a check finds in a foreign file.

use std::fmt;

/// Why a file is not valid, and where. It never repeats a value: what stands in such files is confidential.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Line, from 1; 0 where the format has no lines.
    pub line: u32,
    /// Path to the place, such as `/report/transaction[2]/amount_local`.
    pub place: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl Finding {
    pub(crate) fn new(line: u32, place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { line, place: place.into(), reason: reason.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}, ", self.line)?;
        }
        write!(f, "{}: {}", self.place, self.reason)
    }
}
