//! Generic acts with the type of their kind.

use std::marker::PhantomData;

use crate::act::{Act, IntoAct};

/// A generic act `A` on a record of kind `K`. The act itself carries the kind's declaration as a value, so that the door is
/// compiled once per act and not once per act and kind.
pub struct Of<K, A> {
    act: A,
    kind: PhantomData<fn() -> K>,
}

impl<K, A> Of<K, A> {
    pub(super) const fn made(act: A) -> Self {
        Self { act, kind: PhantomData }
    }

    pub(super) fn with(self, change: impl FnOnce(A) -> A) -> Self {
        Self::made(change(self.act))
    }
}

impl<K, A: Act> IntoAct for Of<K, A> {
    type Act = A;

    fn into_act(self) -> A {
        self.act
    }
}
