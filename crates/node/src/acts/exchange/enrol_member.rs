//! `enrol-member`: keys for a member of this node, whose public halves go into the directory.

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::OwnKeys;
use crate::exchange::keys::{self, Own};

/// Makes exchange keys; again later, to replace those that run out.
pub struct EnrolMember {
    /// Member id of an organisation on this node.
    pub member: String,
}

#[async_trait::async_trait]
impl Act for EnrolMember {
    type Facts = ();
    type Output = OwnKeys;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "enrol-member"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<OwnKeys> {
        let member = keys::member(&permit.act().member)?;
        let row = tx
            .row(
                "select o.id from organisation o left join exchange_peer p on p.organisation_id = o.id
                 where o.member_id = $1 and p.organisation_id is null",
                &[member.as_str().into()],
            )
            .await?;
        let organisation = row.ok_or(Error::Refused("no-such-member"))?.id(0)?;
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(organisation);
        keys::make(tx, &Own { organisation, member }).await
    }
}
