//! A value whose type nobody outside looks into.
//!
//! That another thread may go on with an act is proved by the compiler for each act anew, through everything that the act holds while it
//! waits: with the transaction in plain sight that were a hundred and forty types of two drivers for each of a thousand futures, the
//! greater part of the time that checking this crate took. Behind a trait object the proof ends.

use std::ops::{Deref, DerefMut};

/// A value behind a trait object. It may go to another thread, as what it holds may.
pub(crate) struct Veiled<T: 'static>(Box<dyn Veil<T>>);

trait Veil<T>: Send {
    fn seen(&self) -> &T;
    fn seen_mut(&mut self) -> &mut T;
    fn out(self: Box<Self>) -> T;
}

impl<T: Send + 'static> Veil<T> for T {
    fn seen(&self) -> &T {
        self
    }

    fn seen_mut(&mut self) -> &mut T {
        self
    }

    fn out(self: Box<Self>) -> T {
        *self
    }
}

impl<T: Send + 'static> Veiled<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Box::new(value))
    }
}

impl<T: 'static> Veiled<T> {
    /// The value itself.
    pub(crate) fn into_inner(self) -> T {
        self.0.out()
    }
}

impl<T: 'static> Deref for Veiled<T> {
    type Target = T;

    fn deref(&self) -> &T {
        (*self.0).seen()
    }
}

impl<T: 'static> DerefMut for Veiled<T> {
    fn deref_mut(&mut self) -> &mut T {
        (*self.0).seen_mut()
    }
}
