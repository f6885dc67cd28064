//! `list-legal-board`: every open legal track that the actor may list, by stage and region, with how long nothing moved and
//! whether the public looks on. It names no child.

use model::Timestamp;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::legal::{self, LegalBoard};

/// Lists legal tracks that stand or move.
#[derive(Debug, Default)]
pub struct ListLegalBoard {
    /// Only this province.
    pub province: Option<String>,
    /// Only this stage.
    pub stage: Option<String>,
}

#[async_trait::async_trait]
impl Act for ListLegalBoard {
    type Facts = Timestamp;
    type Output = LegalBoard;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-legal-board"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "legal-process", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<LegalBoard> {
        let act = permit.act();
        let board = legal::board(tx, permit.actor(), act.province.as_deref(), act.stage.as_deref()).await?;
        tx.trace.kind = Some("legal-process");
        tx.trace.listed = board.rows.iter().map(|row| row.id).collect();
        Ok(board)
    }
}
