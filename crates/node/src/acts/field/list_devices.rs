//! `list-devices`: one's own devices; for whoever manages accounts, those of the organisation.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::staff::own;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::who;

/// Lists devices, newest first, ended ones last.
pub struct ListDevices;

/// One device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceRow {
    /// Id.
    pub id: Id,
    /// Its name, drawn by the node.
    pub user_name: String,
    /// Title of its post.
    pub post: String,
    /// Whose, where it is not one's own.
    pub holder: Option<String>,
    /// Whether lists on it may carry names.
    pub names: bool,
    /// Registered.
    pub made_at: Timestamp,
    /// Last seen.
    pub seen_at: Option<Timestamp>,
    /// Ended.
    pub ended_at: Option<Timestamp>,
}

#[async_trait::async_trait]
impl Act for ListDevices {
    type Facts = Timestamp;
    type Output = Vec<DeviceRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-devices"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<DeviceRow>> {
        let actor = permit.actor();
        let account = actor.account().ok_or(Error::NotSignedIn)?;
        let manages = access::holds_right(actor, "suspend", "account", tx.now).allows();
        let organisation = if manages { actor.organisation_of(None) } else { None };
        let rows = tx
            .rows(
                "select id, account_id, post_id, user_name, names, made_at, seen_at, ended_at from field_device
                 where account_id = $1 or organisation_id = $2
                 order by case when ended_at is null then 0 else 1 end, made_at desc, id desc limit 200",
                &[account.into(), organisation.into()],
            )
            .await?;
        let all = |at| rows.iter().map(|row| row.id(at)).collect::<Result<Vec<_>>>();
        let names = who::names_for(tx, actor, &all(1)?).await?;
        let titles = who::titles(tx, &all(2)?, actor.lang()).await?;
        let mut listed = Vec::with_capacity(rows.len());
        for row in &rows {
            let by = row.id(1)?;
            let holder = names.get(&by).filter(|_| by != account).cloned();
            listed.push(DeviceRow {
                id: row.id(0)?,
                user_name: row.text(3)?,
                post: titles.get(&row.id(2)?).cloned().unwrap_or_default(),
                holder,
                names: row.flag(4)?,
                made_at: row.time(5)?,
                seen_at: row.time_opt(6)?,
                ended_at: row.time_opt(7)?,
            });
        }
        tx.trace.kind = Some("device");
        Ok(listed)
    }
}
