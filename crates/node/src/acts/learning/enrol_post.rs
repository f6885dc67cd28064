//! `enrol-post`: whoever holds a post takes a seat in a session; they do so themselves, or the trainer does.

use model::{Id, Kind, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::custody;

/// Enrols the holder of a post.
pub struct EnrolPost {
    /// A planned session of an approved course.
    pub session: Id,
    /// The post.
    pub post: Id,
}

#[async_trait::async_trait]
impl Act for EnrolPost {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "enrol-post"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.session, true).await?;
        crate::acts::edit::of_kind(facts, kinds::TrainingSession::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        let own = actor
            .holdings_at(facts.now)
            .any(|holding| holding.post == self.post && holding.organisation == facts.organisation);
        match own {
            true => Decision::allow("self"),
            false => access::by_scope(actor, "enrol", "training-session", facts),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (facts, post, now) = (permit.facts(), permit.act().post, tx.now);
        if facts.state != "planned" || facts.root_state != "approved" {
            return Err(Error::Refused("session-not-open"));
        }
        let (organisation, _) = custody::post(tx, post).await?;
        if organisation != facts.organisation {
            return Err(Error::Refused("post-elsewhere"));
        }
        let tenure = custody::holder(tx, post).await?.ok_or(Error::Refused("post-vacant"))?;
        let row = tx.row("select account_id from tenure where id = $1", &[tenure.into()]).await?;
        let account = row.ok_or(Error::NotFound)?.id(0)?;
        let taken = tx
            .row(
                "select count(*), coalesce(max(number), 0),
                   coalesce(max(case when account_id = $2 then 1 else 0 end), 0)
                 from enrolment where session_id = $1",
                &[facts.id.into(), account.into()],
            )
            .await?
            .ok_or(Error::NotFound)?;
        let seats = tx.row("select seats from k_training_session where id = $1", &[facts.id.into()]).await?;
        let seats = seats.map(|row| row.int_opt(0)).transpose()?.flatten().unwrap_or(0);
        if taken.int(2)? > 0 {
            return Err(Error::Refused("enrolled-before"));
        }
        if taken.int(0)? >= seats {
            return Err(Error::Refused("session-full"));
        }
        let id = tx.new_id();
        tx.run(
            "insert into enrolment (id, organisation_id, course_id, session_id, post_id, account_id, number, state, at)
             values ($1, $2, $3, $4, $5, $6, $7, 'registered', $8)",
            &[
                id.into(),
                organisation.into(),
                facts.root.into(),
                facts.id.into(),
                post.into(),
                account.into(),
                (taken.int(1)? + 1).into(),
                now.into(),
            ],
        )
        .await?;
        tx.trace.kind = Some("training-session");
        tx.trace.subject = Some(facts.id);
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.session)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
