//! `found-node`: the first act of a node: ready roles, the organisation, its administrator's post, tenure and account.

use model::Id;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::staff::{self, NewPost};

/// Founds a node for one organisation. A second organisation on the same node is founded the same way.
pub struct FoundNode {
    /// Member id, such as `ID/NGO/CONTOH-KASIH`.
    pub member_id: String,
    /// The organisation's name.
    pub name: String,
    /// The administrator's address.
    pub email: String,
    /// The administrator's name.
    pub admin_name: String,
}

/// What was founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Founded {
    /// The organisation.
    pub organisation: Id,
    /// The administrator's post.
    pub post: Id,
    /// The administrator's account, which has no password yet.
    pub account: Id,
}

#[async_trait::async_trait]
impl Act for FoundNode {
    type Facts = bool;
    type Output = Founded;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "found-node"
    }

    /// Whether this member is there already.
    async fn facts(&self, tx: &mut Tx) -> Result<bool> {
        let found = tx
            .row("select id from organisation where member_id = $1", &[self.member_id.as_str().into()])
            .await?;
        Ok(found.is_some())
    }

    fn policy(&self, actor: &Actor, _: &bool) -> Decision {
        if actor.is_system() { Decision::allow("system") } else { Decision::Deny("system-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Founded> {
        let act = permit.act();
        if *permit.facts() {
            return Err(Error::Refused("member-is-there"));
        }
        staff::ready_roles(tx).await?;
        let organisation = staff::organisation(tx, &act.member_id, &act.name).await?;
        let post = NewPost {
            organisation,
            unit: None,
            parent: None,
            title_id: "Administrator",
            title_en: "Administrator",
            role: "administrator",
        };
        let post = staff::post(tx, post).await?;
        let account = staff::account(tx, organisation, &act.email, &act.admin_name, "id").await?;
        staff::tenure(tx, post, account, false, None).await?;
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(organisation);
        Ok(Founded { organisation, post, account })
    }
}
