//! `mark-invented`: marks a node whose data is all invented. It cannot be undone, and only an empty node takes it.

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Name of the setting that marks a node whose data is all invented.
pub(crate) const INVENTED: &str = "invented";

/// Marks the node.
pub struct MarkInvented;

#[async_trait::async_trait]
impl Act for MarkInvented {
    type Facts = bool;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "mark-invented"
    }

    /// Whether the node holds any matter.
    async fn facts(&self, tx: &mut Tx) -> Result<bool> {
        Ok(tx.row("select id from matter limit 1", &[]).await?.is_some())
    }

    fn policy(&self, actor: &Actor, holds_matters: &bool) -> Decision {
        if actor.is_system() && !holds_matters {
            Decision::allow("system")
        } else {
            Decision::Deny("system-only")
        }
    }

    async fn run(_: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        tx.run(
            "insert into node_setting (name, value) values ($1, 'yes') on conflict (name) do nothing",
            &[INVENTED.into()],
        )
        .await?;
        Ok(())
    }
}
