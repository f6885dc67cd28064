//! `list-my-looks`: reviews of one's own looks, and what one declared about relatives.

use model::{Id, Timestamp};
use serde::Serialize;

use super::Kin;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::staff::own;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::kinship;

/// Lists them.
pub struct ListMyLooks;

/// What concerns oneself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyLooks {
    /// Reviews, newest first.
    pub looks: Vec<LookRow>,
    /// The own declaration.
    pub kin: Kin,
}

/// One review of one's own look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LookRow {
    /// The review.
    pub id: Id,
    /// Its readable number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// Code of list `access-ground`.
    pub ground: String,
    /// When one looked.
    pub looked_at: Timestamp,
    /// Readable number of what one looked at.
    pub seen: Option<String>,
}

#[async_trait::async_trait]
impl Act for ListMyLooks {
    type Facts = Timestamp;
    type Output = MyLooks;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-my-looks"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, _: &Timestamp) -> Decision {
        own::rule(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<MyLooks> {
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        let rows = tx
            .rows(
                "select m.id, m.code, m.state, a.ground, a.looked_at, s.code from access_review a
                   join matter m on m.id = a.id left join matter s on s.id = a.matter_id
                 where a.account_id = $1 order by a.looked_at desc, m.id desc limit 100",
                &[account.into()],
            )
            .await?;
        let looks = rows
            .iter()
            .map(|row| {
                Ok(LookRow {
                    id: row.id(0)?,
                    code: row.text(1)?,
                    state: row.text(2)?,
                    ground: row.text(3)?,
                    looked_at: row.time(4)?,
                    seen: row.text_opt(5)?,
                })
            })
            .collect::<Result<_>>()?;
        tx.trace.kind = Some("access-review");
        Ok(MyLooks { looks, kin: kinship::of(tx, account).await? })
    }
}
