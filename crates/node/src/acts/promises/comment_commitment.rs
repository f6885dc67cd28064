//! `comment-commitment`: civil society says what it thinks of a commitment that is public. Whoever has the commitment answers.

use model::kinds::CivilComment;
use model::{Draft, Id, Kind};

use super::public_copy;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::open::open_part;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::notification;

/// Comments on it.
pub struct CommentCommitment {
    /// The commitment.
    pub commitment: Id,
    /// For whom somebody speaks.
    pub organisation: String,
    /// What they say.
    pub comment: String,
}

#[async_trait::async_trait]
impl Act for CommentCommitment {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "comment-commitment"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.commitment, true).await?;
        // What is not public is commented on by nobody from outside.
        let open = facts.kind.slug == "commitment" && public_copy::is_out(tx, facts.id).await?;
        if open { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::holds_right(actor, "comment", "commitment", facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let meta = CivilComment::META;
        let draft = Draft::default()
            .with("organisation", act.organisation.trim())
            .with("comment", act.comment.trim());
        let record = draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        crate::acts::guards::texts(meta, &record)?;
        let id = open_part(tx, meta, facts, &record).await?;
        notification::tell(tx, facts.custodian, "commitment-commented", Some(facts.id)).await?;
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.commitment)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
