//! `require-vetting`: whether posts of a role are held only by whoever was vetted.

use model::{Id, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::journal::Change;
use crate::store::staff;

/// Says it of one role of the organisation.
pub struct RequireVetting {
    /// Slug of the role.
    pub role: String,
    /// Whether its posts work with children.
    pub required: bool,
}

#[async_trait::async_trait]
impl Act for RequireVetting {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "require-vetting"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "require", "vetting", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        staff::role_is_known(tx, &act.role).await?;
        let row = [organisation.into(), act.role.as_str().into()];
        let gone = tx.run("delete from vetted_role where organisation_id = $1 and role = $2", &row).await?;
        if act.required {
            tx.run("insert into vetted_role (organisation_id, role) values ($1, $2)", &row).await?;
        }
        tx.trace.kind = Some("vetting");
        tx.trace.detail.to = Some(act.role.clone());
        tx.trace.detail.changes = vec![Change { field: "required".into(), old: (gone > 0).to_string() }];
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
