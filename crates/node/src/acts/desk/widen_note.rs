//! `widen-note`: the post that wrote a note lets more people read it, and says why. Nothing makes it narrower again.

use model::{Id, ProblemCode};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::staff::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::note::{Visibility, Written, reads};

/// Widens a note.
pub struct WidenNote {
    /// The note.
    pub note: Id,
    /// A wider level than its present one.
    pub visibility: String,
    /// Why, in at least ten characters.
    pub reason: String,
}

/// The note and its matter.
#[derive(Clone)]
pub struct NoteFacts {
    matter: MatterFacts,
    post: Id,
    visibility: Visibility,
}

impl NoteFacts {
    /// A note of the custodian post, for the policy matrix.
    pub fn through(matter: &MatterFacts) -> Self {
        Self { matter: matter.clone(), post: matter.custodian, visibility: Visibility::Post }
    }
}

#[async_trait::async_trait]
impl Act for WidenNote {
    type Facts = NoteFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "widen-note"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<NoteFacts> {
        let row = tx
            .row("select matter_id, post_id, visibility from note where id = $1", &[self.note.into()])
            .await?
            .ok_or(Error::NotFound)?;
        let matter = access::load::matter(tx, row.id(0)?, true).await?;
        let visibility = Visibility::from_code(&row.text(2)?).ok_or(Error::NotFound)?;
        Ok(NoteFacts { matter, post: row.id(1)?, visibility })
    }

    /// Only the post that wrote it; to anybody who does not read it the note does not exist.
    fn policy(&self, actor: &Actor, facts: &NoteFacts) -> Decision {
        let decision = access::by_scope(actor, "note", facts.matter.kind.slug, &facts.matter);
        let written = Written { post: facts.post, visibility: facts.visibility };
        let own = actor.holdings_at(facts.matter.now).any(|holding| holding.post == facts.post);
        match decision {
            Decision::Allow(_) if own => decision,
            Decision::Allow(_) if reads(actor, &facts.matter, written) => Decision::Deny("not-yours"),
            Decision::Allow(_) => Decision::Hide("out-of-scope"),
            other => other,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let why = reason(&act.reason)?;
        let to = Visibility::from_code(&act.visibility)
            .ok_or_else(|| Error::field("visibility", ProblemCode::UnknownCode))?;
        if to <= facts.visibility {
            return Err(Error::Refused("note-only-widens"));
        }
        let now = tx.now;
        tx.run_one(
            "update note set visibility = $2, widened_at = $3 where id = $1",
            &[act.note.into(), to.code().into(), now.into()],
        )
        .await?;
        tx.trace.kind = Some(facts.matter.kind.slug);
        tx.trace.subject = Some(facts.matter.id);
        tx.trace.key = Some(facts.matter.key);
        tx.trace.detail.from = Some(facts.visibility.code().to_owned());
        tx.trace.detail.to = Some(to.code().to_owned());
        tx.trace.detail.reason = Some(why);
        Ok(Opened { id: act.note })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.note)
    }
}
