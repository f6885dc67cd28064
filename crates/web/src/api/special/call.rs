//! A call of the API on its way to the door, and the declaration of the acts that are called this way.

use model::Id;
use node::{Act, Actor, IntoAct, Node};
use serde::Serialize;
use serde_json::{Value, json};

use crate::error::Fault;

/// Who calls, and the id of the act, so that sending it twice acts once.
#[derive(Clone, Copy)]
pub(in crate::api) struct Call<'a> {
    pub(in crate::api) node: &'a Node,
    pub(in crate::api) actor: &'a Actor,
    pub(in crate::api) act: Id,
}

impl Call<'_> {
    /// Performs an act that changes something.
    pub(super) async fn write<A: IntoAct>(self, act: A) -> Result<<A::Act as Act>::Output, Fault> {
        Ok(self.node.perform_as(self.act, self.actor, act).await?)
    }

    /// Performs an act that looks at something, and answers what it saw.
    pub(super) async fn look<A: IntoAct>(self, act: A) -> Result<Value, Fault>
    where
        <A::Act as Act>::Output: Serialize,
    {
        written(self.node.perform(self.actor, act).await?)
    }

    /// The answer that names the record.
    pub(super) fn done(self, id: Id) -> Result<Value, Fault> {
        Ok(json!({ "act": self.act, "id": id }))
    }

    /// The answer of an act that names no record.
    pub(super) fn over(self) -> Result<Value, Fault> {
        Ok(json!({ "act": self.act }))
    }
}

/// What an act has to say.
pub(super) fn written(value: impl Serialize) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(|_| Fault::Unreadable)
}

/// Declares the acts of an area: for each its slug, its body and what it does. What stands after `;` in a body may be left out.
///
/// Two items come of it: `ACTS`, which the document is made of, and `perform`.
macro_rules! acts {
    ($(
        $slug:literal { $($must:ident: $type:ty),* $(; $($may:ident: $other:ty),+)? } => |$call:ident| $run:expr;
    )*) => {
        /// Slug and body of each act that is performed here.
        pub(super) const ACTS: &[(&str, &[super::Member])] = &[$((
            $slug,
            &[
                $((stringify!($must), <$type as super::body::Shaped>::schema, true),)*
                $($((stringify!($may), <$other as super::body::Shaped>::schema, false),)+)?
            ],
        )),*];

        /// Performs one of [`ACTS`]; `body` is without the act's id.
        pub(super) fn perform<'a>(call: super::Call<'a>, slug: &'a str, body: serde_json::Value) -> super::Answer<'a> {
            Box::pin(async move {
                match slug {
                    $($slug => {
                        #[derive(serde::Deserialize)]
                        #[serde(deny_unknown_fields)]
                        struct Body {
                            $($must: $type,)*
                            $($(#[serde(default)] $may: $other,)+)?
                        }
                        let Body { $($must,)* $($($may,)+)? } =
                            serde_json::from_value(body).map_err(|_| $crate::error::Fault::Unreadable)?;
                        let $call = call;
                        $run
                    })*
                    _ => Err($crate::error::Fault::NOT_FOUND),
                }
            })
        }
    };
}
pub(super) use acts;
