//! `list-roles`: the roles of this node with their rights, as rows.

use model::Timestamp;
use serde::Serialize;

use crate::access::{self, Actor, Decision, Role};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Lists roles by slug.
pub struct ListRoles;

/// One role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleRow {
    /// `case-worker`
    pub slug: String,
    /// Label in Indonesian.
    pub label_id: String,
    /// Label in English.
    pub label_en: String,
    /// Whether the node came with it.
    pub ready: bool,
    /// Codes of the data groups that its holders may read, separated by spaces.
    pub groups: String,
    /// Codes of list `approval-type` that its holders need an approval for, separated by spaces.
    pub approvals: String,
    /// Verb, kind, scope.
    pub rights: Vec<(String, String, &'static str)>,
}

#[async_trait::async_trait]
impl Act for ListRoles {
    type Facts = Timestamp;
    type Output = Vec<RoleRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-roles"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "role", *now)
    }

    async fn run(_: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<RoleRow>> {
        let rows = tx.rows("select slug, label_id, label_en, ready from role order by slug", &[]).await?;
        let mut list = Vec::with_capacity(rows.len());
        for row in &rows {
            let approvals = approvals(tx, &row.text(0)?).await?;
            let Role { slug, rights, groups } = access::load::role(tx, &row.text(0)?).await?;
            list.push(RoleRow {
                slug,
                label_id: row.text(1)?,
                label_en: row.text(2)?,
                ready: row.flag(3)?,
                groups: groups.to_text(),
                approvals,
                rights: rights.into_iter().map(|r| (r.verb, r.kind, r.scope.code())).collect(),
            });
        }
        tx.trace.kind = Some("role");
        Ok(list)
    }
}

async fn approvals(tx: &mut Tx, role: &str) -> Result<String> {
    let sql = "select approval_type from role_approval where role = $1 order by approval_type";
    let rows = tx.rows(sql, &[role.into()]).await?;
    Ok(rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>>>()?.join(" "))
}
