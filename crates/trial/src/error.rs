//! What can go wrong before a test has even begun.

use std::fmt;

/// The surroundings of a test could not be made. The message says what to install or to look at.
#[derive(Debug, Clone)]
pub struct Error(String);

impl Error {
    /// An error with a full sentence for the person who runs the tests.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// Says what was being done when `cause` happened.
    pub fn while_doing(what: &str, cause: impl fmt::Display) -> Self {
        Self(format!("{what}: {cause}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
