//! `view-instruments`: where states stand, from everything that is known, with a mark on what nobody has reviewed.

use model::Timestamp;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::public::positions::{self, Standing};

/// Looks at them.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewInstruments;

/// Where states stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruments {
    /// One for each instrument and state of which something is known.
    pub standings: Vec<Standing>,
    /// Whether the actor may say that facts were checked against the depositary.
    pub may_confirm: bool,
    /// Whether the actor may enter acts by hand.
    pub may_open: bool,
}

#[async_trait::async_trait]
impl Act for ViewInstruments {
    type Facts = Timestamp;
    type Output = Instruments;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-instruments"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "state-act", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Instruments> {
        let may = |verb: &str| access::holds_right(permit.actor(), verb, "state-act", tx.now).allows();
        let (may_confirm, may_open) = (may("confirm"), may("open"));
        tx.trace.kind = Some("state-act");
        Ok(Instruments { standings: positions::load(tx, false).await?, may_confirm, may_open })
    }
}
