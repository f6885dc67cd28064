//! `note-digest`: the node writes down that a mailbox has had its mail.

use model::Id;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Writes it down.
pub struct NoteDigest {
    /// The post.
    pub post: Id,
    /// Those that the mail told of.
    pub told: Vec<Id>,
}

#[async_trait::async_trait]
impl Act for NoteDigest {
    type Facts = ();
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "note-digest"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, now) = (permit.act(), tx.now);
        for id in &act.told {
            tx.run("update notification set mailed_at = $2 where id = $1", &[(*id).into(), now.into()])
                .await?;
        }
        tx.run("update post_mailbox set sent_at = $2 where post_id = $1", &[act.post.into(), now.into()])
            .await?;
        tx.trace.kind = Some("post");
        tx.trace.subject = Some(act.post);
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
