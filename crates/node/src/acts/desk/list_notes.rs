//! `list-notes`: the notes about a matter that this reader may read, newest first.

use model::Id;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::{Held, Seen};
use crate::store::note::{self, Written};
use crate::store::who;

pub use crate::store::note::NoteRow;

/// Lists them.
pub struct ListNotes {
    /// The root matter, or a part of it.
    pub matter: Id,
}

#[async_trait::async_trait]
impl Act for ListNotes {
    type Facts = MatterFacts;
    type Output = Vec<Seen<NoteRow>>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-notes"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        access::load::matter(tx, self.matter, false).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<Seen<NoteRow>>> {
        let (facts, actor) = (permit.facts(), permit.actor());
        let mut notes = Vec::new();
        let written: Vec<_> = note::about(tx, facts).await?.into_iter().map(Held::into_inner).collect();
        let posts: Vec<Id> = written.iter().map(|held| held.row.post).collect();
        let titles = who::titles(tx, &posts, actor.lang()).await?;
        for mut held in written {
            let written = Written { post: held.row.post, visibility: held.row.visibility };
            if !note::reads(actor, facts, written) {
                continue;
            }
            held.row.own = actor.holding(held.row.post).is_some();
            held.row.by = titles.get(&held.row.post).cloned().unwrap_or_default();
            notes.push(permit.reveal(Held::new(held))?);
        }
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        Ok(notes)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.matter)
    }
}
