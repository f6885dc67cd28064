//! `edit-role`: labels, data groups and rights of a role; a slug that is new makes a new role.

use std::collections::BTreeSet;

use model::field::{DataGroup, Groups};
use model::{Id, ProblemCode, Timestamp};

use crate::access::{self, Actor, Decision, Right, Scope, known};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::administrators;

/// Writes a role as it should be from now on. Whoever holds it has the new rights at the next page.
pub struct EditRole {
    /// `case-worker`: lower-case letters, digits and hyphens.
    pub slug: String,
    /// Label in Indonesian.
    pub label_id: String,
    /// Label in English.
    pub label_en: String,
    /// Codes of data groups.
    pub groups: Vec<String>,
    /// Verb, kind, scope; `*` stands for every verb, but never for every kind.
    pub rights: Vec<(String, String, String)>,
}

#[async_trait::async_trait]
impl Act for EditRole {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "edit-role"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "edit", "role", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        let node_wide = permit.rule().name == Scope::All.code();
        let groups = act.checked_groups()?;
        let rights = act.checked_rights()?;
        let before = before(tx, &act.slug).await?;
        if !node_wide {
            not_used_elsewhere(tx, &act.slug, organisation).await?;
            let reaches_all = |right: &&Right| right.scope == Scope::All && !before.contains(*right);
            if rights.iter().find(reaches_all).is_some() {
                return Err(Error::Refused("scope-too-wide"));
            }
        }
        let text = |right: &Right| format!("{} {} {}", right.verb, right.kind, right.scope.code());
        tx.trace.detail.changes =
            before.iter().map(|right| Change { field: "right".into(), old: text(right) }).collect();
        tx.trace.detail.to = Some(act.slug.clone());
        tx.trace.kind = Some("role");
        write(tx, act, groups, &rights).await?;
        administrators::remain(tx, organisation).await
    }
}

impl EditRole {
    fn checked_groups(&self) -> Result<Groups> {
        let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !(3..=40).contains(&self.slug.len()) || !self.slug.chars().all(name) {
            return Err(Error::field("slug", ProblemCode::UnknownCode));
        }
        if self.label_id.trim().is_empty() {
            return Err(Error::field("label_id", ProblemCode::Missing));
        }
        let codes = self.groups.iter().map(|code| DataGroup::from_code(code));
        codes
            .collect::<Option<Vec<_>>>()
            .map(|groups| groups.into_iter().fold(Groups::NONE, Groups::with))
            .ok_or_else(|| Error::field("groups", ProblemCode::UnknownCode))
    }

    /// Nothing may be given that no kind knows: it would wait, unseen, for a program that does.
    fn checked_rights(&self) -> Result<Vec<Right>> {
        let mut said = BTreeSet::new();
        let mut rights = Vec::with_capacity(self.rights.len());
        for (verb, kind, scope) in &self.rights {
            let scope = Scope::from_code(scope).filter(|_| known::right(verb, kind));
            let scope = scope.ok_or_else(|| Error::field("rights", ProblemCode::UnknownCode))?;
            if said.insert((verb, kind)) {
                rights.push(Right { verb: verb.clone(), kind: kind.clone(), scope });
            }
        }
        Ok(rights)
    }
}

/// The rights so far; none for a new role.
async fn before(tx: &mut Tx, slug: &str) -> Result<Vec<Right>> {
    match access::load::role(tx, slug).await {
        Ok(role) => Ok(role.rights),
        Err(Error::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Several organisations share one node and its roles: what others use is not changed over their heads.
async fn not_used_elsewhere(tx: &mut Tx, slug: &str, organisation: Id) -> Result<()> {
    let used = tx
        .row(
            "select id from post where role = $1 and organisation_id <> $2 and state <> 'abolished' limit 1",
            &[slug.into(), organisation.into()],
        )
        .await?;
    if used.is_some() { Err(Error::Refused("role-used-elsewhere")) } else { Ok(()) }
}

async fn write(tx: &mut Tx, act: &EditRole, groups: Groups, rights: &[Right]) -> Result<()> {
    let (slug, edition) = (act.slug.as_str(), tx.new_id());
    let label = act.label_id.trim();
    let english = Some(act.label_en.trim()).filter(|text| !text.is_empty()).unwrap_or(label);
    tx.run(
        "insert into role (slug, label_id, label_en, data_groups, ready, edition) values ($1, $2, $3, $4, $5, $6)
         on conflict (slug) do update set label_id = $2, label_en = $3, data_groups = $4, edition = $6",
        &[slug.into(), label.into(), english.into(), groups.to_text().into(), false.into(), edition.into()],
    )
    .await?;
    tx.run("delete from role_right where role = $1", &[slug.into()]).await?;
    for right in rights {
        tx.run(
            "insert into role_right (role, verb, kind, scope) values ($1, $2, $3, $4)",
            &[slug.into(), right.verb.as_str().into(), right.kind.as_str().into(), right.scope.code().into()],
        )
        .await?;
    }
    Ok(())
}
