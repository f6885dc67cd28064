//! `set-anchor`: whose signatures make a directory, as it was handed over in person.

use seal::exchange::Anchor;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::directory;

/// Sets the anchor of the network, once.
pub struct SetAnchor {
    /// The anchor; its fingerprint was compared by voice.
    pub anchor: Anchor,
}

#[async_trait::async_trait]
impl Act for SetAnchor {
    type Facts = ();
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "set-anchor"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let anchor = &permit.act().anchor;
        if directory::anchor(tx).await?.is_some() {
            return Err(Error::Refused("anchor-is-set"));
        }
        let (now, text) =
            (tx.now, serde_json::to_string(anchor).map_err(|_| Error::Storage("anchor".into()))?);
        tx.run(
            "insert into exchange_network (network, anchor, set_at) values ($1, $2, $3)",
            &[(*anchor.network).into(), text.into(), now.into()],
        )
        .await?;
        tx.trace.kind = Some("node");
        tx.trace.detail.to = Some(anchor.fingerprint());
        Ok(())
    }
}
