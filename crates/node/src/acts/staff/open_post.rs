//! `open-post`: a post of the actor's organisation, vacant until a tenure starts.

use model::{Id, ProblemCode, Timestamp};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::staff::{self, NewPost};

/// Opens a post.
pub struct OpenPost {
    /// Title in Indonesian.
    pub title_id: String,
    /// Title in English.
    pub title_en: String,
    /// Slug of its role.
    pub role: String,
    /// Unit, if it belongs to one.
    pub unit: Option<Id>,
    /// The post that it answers to, where vacancies and overdue work climb.
    pub parent: Option<Id>,
}

#[async_trait::async_trait]
impl Act for OpenPost {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-post"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "post", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        if act.title_id.trim().is_empty() {
            return Err(Error::field("title_id", ProblemCode::Missing));
        }
        if let Some(unit) = act.unit {
            staff::belongs(tx, "select organisation_id from unit where id = $1", unit, organisation, "unit")
                .await?;
        }
        if let Some(parent) = act.parent {
            staff::belongs(
                tx,
                "select organisation_id from post where id = $1",
                parent,
                organisation,
                "parent",
            )
            .await?;
        }
        let english = if act.title_en.trim().is_empty() { &act.title_id } else { &act.title_en };
        let new = NewPost {
            organisation,
            unit: act.unit,
            parent: act.parent,
            title_id: act.title_id.trim(),
            title_en: english.trim(),
            role: &act.role,
        };
        let id = staff::post(tx, new).await?;
        tx.trace.kind = Some("post");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
