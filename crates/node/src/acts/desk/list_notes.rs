//! `list-notes`: the notes about a matter that this reader may read, newest first.

use model::Id;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::store::note::{self, Written};
use crate::store::who;

pub use crate::store::note::NoteRow;

/// Lists them.
pub struct ListNotes {
    /// The root matter, or a part of it.
    pub matter: Id,
}

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
        for held in note::about(tx, facts).await? {
            let mut held = held.into_inner();
            let written = Written { post: held.row.post, visibility: held.row.visibility };
            if !note::reads(actor, facts, written) {
                continue;
            }
            held.row.own = actor.holding(held.row.post).is_some();
            held.row.by = who::title(tx, held.row.post, actor.lang()).await?;
            notes.push(permit.reveal(crate::held::Held::new(held))?);
        }
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        Ok(notes)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.matter)
    }
}
