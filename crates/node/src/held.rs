//! Values about people, before and after a permit has looked at them.
//!
//! What comes out of the database is [`Held`]: it cannot be shown, logged or serialised. [`Permit::reveal`](crate::Permit::reveal)
//! turns it into [`Seen`], in which whatever the permit may not see is gone. Pages and JSON accept only `Seen`.
//!
//! ```compile_fail
//! fn show(held: node::Held<String>) -> String {
//!     format!("{held}") // no Display
//! }
//! ```
//! ```compile_fail
//! fn log(held: node::Held<String>) -> String {
//!     format!("{held:?}") // no Debug
//! }
//! ```
//! ```compile_fail
//! fn send(held: node::Held<String>) -> String {
//!     serde_json::to_string(&held).unwrap() // no Serialize
//! }
//! ```
//! ```compile_fail
//! fn forge(text: String) -> node::Seen<String> {
//!     node::Seen::new(text) // only a permit makes one
//! }
//! ```

use std::ops::Deref;

use model::field::Groups;
use serde::Serialize;

use crate::error::Result;

/// Something about a person that nobody has been allowed to see yet.
pub struct Held<T>(T);

impl<T> Held<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }
    pub(crate) fn into_inner(self) -> T {
        self.0
    }
}

/// Something about a person that a permit has revealed, without what it may not show.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Seen<T>(T);

impl<T> Seen<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }
    /// Gives up the wrapper; what it held may be shown.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Seen<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// How a held value is shown to somebody who may see these groups.
pub trait Reveal {
    /// What is left of it.
    type Shown;
    /// Opens what the groups allow and drops the rest.
    ///
    /// # Errors
    /// [`crate::Error::Sealed`] when a sealed value does not open although its key is there.
    fn reveal(self, groups: Groups) -> Result<Self::Shown>;
}
