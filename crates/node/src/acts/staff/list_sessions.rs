//! `list-sessions`: the devices on which one is or was signed in.

use model::{Id, Timestamp};
use serde::Serialize;

use super::own;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Row, Tx};
use crate::error::{Error, Result};

/// Lists one's own sessions, newest first, at most fifty.
pub struct ListSessions;

/// One device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionRow {
    /// Id, for [`EndSession`](super::EndSession).
    pub id: Id,
    /// What the device called itself.
    pub device: String,
    /// Signed in.
    pub started_at: Timestamp,
    /// Last used, to the minute.
    pub seen_at: Timestamp,
    /// Whether it still opens anything.
    pub live: bool,
    /// Whether it is the one that asks.
    pub this: bool,
}

#[async_trait::async_trait]
impl Act for ListSessions {
    type Facts = Timestamp;
    type Output = Vec<SessionRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-sessions"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(own::now(tx))
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<SessionRow>> {
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        let rows = tx
            .rows(
                "select id, device, started_at, seen_at, expires_at, ended_at from session
                 where account_id = $1 order by id desc limit 50",
                &[account.into()],
            )
            .await?;
        let idle = tx.context.settings.session_idle;
        let now = tx.now;
        tx.trace.kind = Some("session");
        let read = |row: &Row| {
            let (id, seen_at) = (row.id(0)?, row.time(3)?);
            let over = row.time_opt(5)?.is_some() || row.time(4)? <= now || seen_at.plus(idle) <= now;
            Ok(SessionRow {
                id,
                device: row.text(1)?,
                started_at: row.time(2)?,
                seen_at,
                live: !over,
                this: permit.actor().session() == Some(id),
            })
        };
        rows.iter().map(read).collect()
    }
}
