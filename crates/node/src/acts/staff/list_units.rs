//! `list-units`: the units of the actor's organisation.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Lists units, oldest first.
pub struct ListUnits;

/// One unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitRow {
    /// Id.
    pub id: Id,
    /// Its name.
    pub name: String,
}

#[async_trait::async_trait]
impl Act for ListUnits {
    type Facts = Timestamp;
    type Output = Vec<UnitRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-units"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "unit", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<UnitRow>> {
        let organisation = permit.organisation()?;
        let sql = "select id, name from unit where organisation_id = $1 order by id";
        let rows = tx.rows(sql, &[organisation.into()]).await?;
        tx.trace.kind = Some("unit");
        rows.iter().map(|row| Ok(UnitRow { id: row.id(0)?, name: row.text(1)? })).collect()
    }
}
