//! `require-approval`: which decisions the holders of a role take only with an approval.

use model::{ProblemCode, Timestamp, codes};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::staff;

/// Sets them; what is not named is not asked of the role.
pub struct RequireApproval {
    /// Slug of the role.
    pub role: String,
    /// Codes of list `approval-type`.
    pub types: Vec<String>,
}

#[async_trait::async_trait]
impl Act for RequireApproval {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "require-approval"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "edit", "role", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        staff::role_is_known(tx, &act.role).await?;
        let list = codes::list("approval-type");
        if act.types.iter().any(|kind| list.and_then(|list| list.get(kind)).is_none()) {
            return Err(Error::field("types", ProblemCode::UnknownCode));
        }
        let row = tx
            .rows(
                "select approval_type from role_approval where role = $1 order by approval_type",
                &[act.role.as_str().into()],
            )
            .await?;
        let old = row.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?.join(" ");
        tx.run("delete from role_approval where role = $1", &[act.role.as_str().into()]).await?;
        for kind in &act.types {
            tx.run(
                "insert into role_approval (role, approval_type) values ($1, $2) on conflict (role, approval_type) do nothing",
                &[act.role.as_str().into(), kind.as_str().into()],
            )
            .await?;
        }
        tx.trace.kind = Some("role");
        tx.trace.detail.changes = vec![Change { field: act.role.clone(), old }];
        Ok(())
    }

    fn again(_: Option<model::Id>) -> Option<()> {
        Some(())
    }
}
