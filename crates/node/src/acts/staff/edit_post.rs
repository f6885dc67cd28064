//! `edit-post`: title, unit, role and parent of a post.

use model::{Id, ProblemCode};

use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::Change;
use crate::store::{administrators, staff};

/// Changes a post. All fields are given, as the form shows them.
pub struct EditPost {
    /// Which.
    pub post: Id,
    /// Title in Indonesian.
    pub title_id: String,
    /// Title in English; empty for the same.
    pub title_en: String,
    /// Slug of its role.
    pub role: String,
    /// Unit, if it belongs to one.
    pub unit: Option<Id>,
    /// The post that it answers to.
    pub parent: Option<Id>,
}

/// Posts above one another at most; a longer line is a circle.
const DEEPEST: usize = 40;

#[async_trait::async_trait]
impl Act for EditPost {
    type Facts = Within;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "edit-post"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within::post(tx, self.post).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "edit", "post", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, organisation) = (permit.act(), permit.facts().organisation);
        let title = act.title_id.trim();
        if title.is_empty() {
            return Err(Error::field("title_id", ProblemCode::Missing));
        }
        if let Some(unit) = act.unit {
            let sql = "select organisation_id from unit where id = $1";
            staff::belongs(tx, sql, unit, organisation, "unit").await?;
        }
        if let Some(parent) = act.parent {
            let sql = "select organisation_id from post where id = $1 and state <> 'abolished'";
            staff::belongs(tx, sql, parent, organisation, "parent").await?;
            not_below(tx, act.post, parent).await?;
        }
        staff::role_is_known(tx, &act.role).await?;
        tx.trace.detail.changes = before(tx, act.post).await?;
        let english = Some(act.title_en.trim()).filter(|text| !text.is_empty()).unwrap_or(title);
        tx.run_one(
            "update post set title_id = $2, title_en = $3, role = $4, unit_id = $5, parent_post = $6
             where id = $1 and state <> 'abolished'",
            &[
                act.post.into(),
                title.into(),
                english.into(),
                act.role.as_str().into(),
                act.unit.into(),
                act.parent.into(),
            ],
        )
        .await?;
        administrators::remain(tx, organisation).await?;
        tx.trace.kind = Some("post");
        tx.trace.subject = Some(act.post);
        Ok(Opened { id: act.post })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.post)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// A post cannot answer to itself, also not round a corner.
async fn not_below(tx: &mut Tx, post: Id, parent: Id) -> Result<()> {
    let mut above = Some(parent);
    for _ in 0..DEEPEST {
        match above {
            None => return Ok(()),
            Some(id) if id == post => break,
            Some(id) => {
                let row = tx.row("select parent_post from post where id = $1", &[id.into()]).await?;
                above = row.map_or(Ok(None), |row| row.id_opt(0))?;
            }
        }
    }
    Err(Error::field("parent", ProblemCode::OutOfRange))
}

/// What the journal keeps of the post as it was.
async fn before(tx: &mut Tx, post: Id) -> Result<Vec<Change>> {
    let row = tx
        .row("select title_id, title_en, role, unit_id, parent_post from post where id = $1", &[post.into()])
        .await?
        .ok_or(Error::NotFound)?;
    let names = ["title_id", "title_en", "role", "unit", "parent"];
    let change = |(at, name): (usize, &str)| Ok(Change { field: name.to_owned(), old: row.text(at)? });
    names.into_iter().enumerate().map(change).collect()
}
