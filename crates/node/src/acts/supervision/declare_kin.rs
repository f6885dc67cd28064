//! `declare-kin`: staff declare relatives, so that a look at one of them is reviewed. Nobody else reads the declaration.

use model::{Id, ProblemCode, Timestamp};

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::staff::own;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::kinship;

pub use crate::store::kinship::Kin;

/// Declares them, in place of what was declared before.
pub struct DeclareKin {
    /// The declaration.
    pub kin: Kin,
}

/// Lines of one list at most, and characters of one line.
const LINES: usize = 50;
const LONGEST: usize = 200;

#[async_trait::async_trait]
impl Act for DeclareKin {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "declare-kin"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (kin, account) = (&permit.act().kin, own::account(tx, permit.actor()).await?);
        let long =
            |texts: &[String]| texts.len() > LINES || texts.iter().any(|text| text.chars().count() > LONGEST);
        for (field, texts) in [("names", &kin.names), ("phones", &kin.phones)] {
            if long(texts) {
                return Err(Error::field(field, ProblemCode::TooLong));
            }
        }
        if kin.address.chars().count() > LONGEST {
            return Err(Error::field("address", ProblemCode::TooLong));
        }
        kinship::keep(tx, account.id, account.organisation, kin).await
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
