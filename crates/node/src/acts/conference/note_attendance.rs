//! `note-attendance`: whether somebody was at a conference, and whether they had an interest of their own. Who had one neither
//! decides nor sees what was said.

use model::{Id, ProblemCode};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::conference;

/// Notes it.
pub struct NoteAttendance {
    /// The seat.
    pub seat: Id,
    /// Whether they were there.
    pub present: bool,
    /// Whether they have an interest of their own in what is decided.
    pub conflict: bool,
    /// Why, or what else is to be said; must be said of an interest.
    pub note: String,
}

#[async_trait::async_trait]
impl Act for NoteAttendance {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "note-attendance"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let seat = conference::find(tx, self.seat).await?;
        super::facts(tx, seat.conference, true).await
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "seat", "conference", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        super::may_change(facts)?;
        let note = act.note.trim();
        if act.conflict && note.is_empty() {
            return Err(Error::field("note", ProblemCode::Missing));
        }
        if note.chars().count() > LONGEST {
            return Err(Error::field("note", ProblemCode::TooLong));
        }
        if crate::carried::carries(note) {
            return Err(Error::field("note", ProblemCode::Picture));
        }
        let seat = conference::find(tx, act.seat).await?;
        if act.present
            && let Some(person) = seat.person
        {
            conference::may_sit(tx, facts.root, person).await?;
        }
        // Nobody takes back what somebody else noted of their own interest.
        if seat.conflict
            && !act.conflict
            && seat.account.is_some()
            && seat.account == permit.actor().account()
        {
            return Err(Error::Refused("own-work"));
        }
        conference::note(tx, facts, &seat, (act.present, act.conflict, note)).await?;
        conference::count(tx, facts.id).await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(Opened { id: facts.id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// Characters of a note.
const LONGEST: usize = 2_000;
