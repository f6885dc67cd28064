//! `abolish-post`: a post that nobody holds and that has nothing in custody is there no more. Its history stays.

use model::Id;

use super::within::{self, Within};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::custody;

/// Abolishes a post.
pub struct AbolishPost {
    /// Which.
    pub post: Id,
}

#[async_trait::async_trait]
impl Act for AbolishPost {
    type Facts = Within;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "abolish-post"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Within> {
        within::post(tx, self.post).await
    }

    fn policy(&self, actor: &Actor, facts: &Within) -> Decision {
        access::in_organisation(actor, "abolish", "post", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let post = permit.act().post;
        // Also refuses a post that was abolished before.
        custody::post(tx, post).await?;
        if custody::holder(tx, post).await?.is_some() {
            return Err(Error::Refused("post-is-held"));
        }
        if !custody::open_under(tx, post).await?.is_empty() {
            return Err(Error::Refused("custody-open"));
        }
        tx.run_one("update post set state = 'abolished' where id = $1", &[post.into()]).await?;
        tx.trace.kind = Some("post");
        tx.trace.subject = Some(post);
        Ok(Opened { id: post })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.post)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
