//! `write-note`: a note about a matter. Who reads it is chosen before it is written.

use model::{Id, ProblemCode};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::note::{self, Visibility};

/// Writes it.
pub struct WriteNote {
    /// The matter: a root, or a part of one.
    pub matter: Id,
    /// Code of list `note-visibility`.
    pub visibility: String,
    /// At most 4,000 characters.
    pub text: String,
}

/// Characters of one note.
const LONGEST: usize = 4_000;

#[async_trait::async_trait]
impl Act for WriteNote {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "write-note"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        access::load::matter(tx, self.matter, false).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "note", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let visibility = Visibility::from_code(&act.visibility)
            .ok_or_else(|| Error::field("visibility", ProblemCode::Missing))?;
        let text = act.text.trim();
        if text.is_empty() {
            return Err(Error::field("text", ProblemCode::Missing));
        }
        if text.chars().count() > LONGEST {
            return Err(Error::field("text", ProblemCode::TooLong));
        }
        if crate::carried::carries(text) {
            return Err(Error::field("text", ProblemCode::Picture));
        }
        let post = permit.rule().post.ok_or(Error::NotFound)?;
        let account = permit.actor().account().ok_or(Error::NotSignedIn)?;
        let (id, now) = (tx.new_id(), tx.now);
        let key = tx.key_for_writing(facts.key).await?;
        let row = id.to_string();
        let body = tx.seal(&key, note::place(&row), text);
        tx.run(
            "insert into note (id, matter_id, root_id, post_id, organisation_id, account_id, visibility, body, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &[
                id.into(),
                facts.id.into(),
                facts.root.into(),
                post.into(),
                permit.organisation()?.into(),
                account.into(),
                visibility.code().into(),
                body.into(),
                now.into(),
            ],
        )
        .await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.detail.to = Some(visibility.code().to_owned());
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.matter)
    }
}
