//! `record-results`: who came and what the tests gave, from the page or from a sheet that was filled in by hand. Each line gets an answer of
//! its own: what can be taken is taken.

use model::{Id, Kind, kinds};

use super::badge;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Records lines of a sheet.
pub struct RecordResults {
    /// The session.
    pub session: Id,
    /// Its lines.
    pub rows: Vec<ResultRow>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResultRow {
    /// Number on the sheet.
    pub number: i64,
    /// Whether they came.
    pub attended: bool,
    /// Score before, in percent; nothing leaves what is there.
    pub before: Option<i64>,
    /// Score after.
    pub after: Option<i64>,
}

/// Lines at most.
const MOST: usize = 500;

#[async_trait::async_trait]
impl Act for RecordResults {
    type Facts = MatterFacts;
    /// Number of each line with the state that it led to; nothing for a number that the session does not have or a score that is none.
    type Output = Vec<(i64, Option<&'static str>)>;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "record-results"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.session, true).await?;
        crate::acts::edit::of_kind(facts, kinds::TrainingSession::META)
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "attend", "training-session", facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Self::Output> {
        let (act, facts) = (permit.act(), permit.facts());
        if facts.state == "cancelled" || facts.root_state == "draft" {
            return Err(Error::Refused("session-not-open"));
        }
        let mut outcome = Vec::new();
        for row in act.rows.iter().take(MOST) {
            outcome.push((row.number, one(tx, facts, row).await?));
        }
        tx.trace.kind = Some("training-session");
        tx.trace.subject = Some(facts.id);
        Ok(outcome)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.session)
    }
}

async fn one(tx: &mut Tx, session: &MatterFacts, row: &ResultRow) -> Result<Option<&'static str>> {
    let percent = |score: Option<i64>| score.is_none_or(|score| (0..=100).contains(&score));
    if !percent(row.before) || !percent(row.after) {
        return Ok(None);
    }
    let found = tx
        .row(
            "select id, score_before, score_after from enrolment where session_id = $1 and number = $2",
            &[session.id.into(), row.number.into()],
        )
        .await?;
    let Some(found) = found else { return Ok(None) };
    let before = row.before.or(found.int_opt(1)?);
    let after = row.after.or(found.int_opt(2)?);
    settle(tx, found.id(0)?, session.root, row.attended, (before, after)).await.map(Some)
}

/// Writes what came of an enrolment, and gives the badge.
pub(super) async fn settle(
    tx: &mut Tx,
    enrolment: Id,
    course: Id,
    attended: bool,
    (before, after): (Option<i64>, Option<i64>),
) -> Result<&'static str> {
    let mark = tx.row("select pass_mark from k_course where id = $1", &[course.into()]).await?;
    let mark = mark.map(|row| row.int_opt(0)).transpose()?.flatten();
    let state = match (attended, mark, after) {
        (false, ..) => "no_show",
        (true, None, _) => "passed",
        (true, Some(_), None) => "attended",
        (true, Some(mark), Some(after)) if after >= mark => "passed",
        (true, Some(_), Some(_)) => "failed",
    };
    tx.run_one(
        "update enrolment set state = $2, score_before = $3, score_after = $4 where id = $1",
        &[enrolment.into(), state.into(), before.into(), after.into()],
    )
    .await?;
    if state == "passed" {
        badge::issue(tx, enrolment).await?;
    }
    Ok(state)
}
