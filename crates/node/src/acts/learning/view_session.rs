//! `view-session`: who is in a session, with what came of it: for the trainer, and for the sheet that is signed by hand.

use model::{Id, Kind, kinds};
use serde::Serialize;

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::Seen;
use crate::store::{ShownRecord, fields, who};

/// Looks at a session.
pub struct ViewSession {
    /// The session.
    pub session: Id,
}

/// A session with whoever is in it.
#[derive(Debug)]
pub struct SessionSheet {
    /// The session's own record.
    pub session: Seen<ShownRecord>,
    /// Its state.
    pub state: String,
    /// The course.
    pub course: Id,
    /// The course's record.
    pub about: Seen<ShownRecord>,
    /// In the order of their numbers.
    pub attendees: Vec<Attendee>,
}

/// Somebody in a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attendee {
    /// Number on the sheet.
    pub number: i64,
    /// Name.
    pub name: String,
    /// Title of the post, in the reader's language.
    pub post: String,
    /// `registered`, `attended`, `passed`, `failed` or `no_show`.
    pub state: String,
    /// Score of the test before, in percent.
    pub before: Option<i64>,
    /// Score of the test after.
    pub after: Option<i64>,
    /// The badge, and whether it was revoked.
    pub badge: Option<(Id, bool)>,
}

#[async_trait::async_trait]
impl Act for ViewSession {
    type Facts = MatterFacts;
    type Output = SessionSheet;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-session"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.session, false).await?;
        crate::acts::edit::of_kind(facts, kinds::TrainingSession::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "attend", "training-session", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<SessionSheet> {
        let facts = permit.facts();
        let session = permit.reveal(fields::load(tx, facts.kind, facts.id, facts.key).await?)?;
        let about = permit.reveal(fields::load(tx, kinds::Course::META, facts.root, facts.key).await?)?;
        let rows = tx
            .rows(
                "select e.number, e.account_id, e.post_id, e.state, e.score_before, e.score_after, b.id, b.revoked_at
                 from enrolment e left join credential b on b.enrolment_id = e.id
                 where e.session_id = $1 order by e.number, e.id",
                &[facts.id.into()],
            )
            .await?;
        let all = |at| rows.iter().map(|row| row.id(at)).collect::<Result<Vec<_>>>();
        let names = who::names(tx, &all(1)?).await?;
        let titles = who::titles(tx, &all(2)?, permit.actor().lang()).await?;
        let mut attendees = Vec::new();
        for row in &rows {
            let revoked = row.time_opt(7)?.is_some();
            attendees.push(Attendee {
                number: row.int(0)?,
                name: names.get(&row.id(1)?).cloned().unwrap_or_default(),
                post: titles.get(&row.id(2)?).cloned().unwrap_or_default(),
                state: row.text(3)?,
                before: row.int_opt(4)?,
                after: row.int_opt(5)?,
                badge: row.id_opt(6)?.map(|id| (id, revoked)),
            });
        }
        tx.trace.kind = Some("training-session");
        tx.trace.subject = Some(facts.id);
        Ok(SessionSheet { session, state: facts.state.clone(), course: facts.root, about, attendees })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.session)
    }
}
