//! `list-gateways`: gateways of short messages of one's organisation.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Lists gateways, newest first.
pub struct ListGateways;

/// One gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatewayRow {
    /// Id.
    pub id: Id,
    /// Made.
    pub made_at: Timestamp,
    /// Ended.
    pub ended_at: Option<Timestamp>,
}

#[async_trait::async_trait]
impl Act for ListGateways {
    type Facts = Timestamp;
    type Output = Vec<GatewayRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-gateways"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "gateway", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<GatewayRow>> {
        let organisation = permit.organisation()?;
        let rows = tx
            .rows(
                "select id, made_at, ended_at from field_gateway where organisation_id = $1
                 order by made_at desc, id desc limit 100",
                &[organisation.into()],
            )
            .await?;
        tx.trace.kind = Some("gateway");
        rows.iter()
            .map(|row| Ok(GatewayRow { id: row.id(0)?, made_at: row.time(1)?, ended_at: row.time_opt(2)? }))
            .collect()
    }
}
