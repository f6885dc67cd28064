//! `sit-test`: the answers of whoever is enrolled, scored by the node. The score is theirs and the trainer's.

use std::collections::BTreeMap;

use model::Id;

use super::record_results::settle;
use super::view_test::{EnrolmentFacts, asked, questions};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Sends the answers of a test, once before and once after the course.
pub struct SitTest {
    /// One's own enrolment.
    pub enrolment: Id,
    /// Number of the choice, by question; what is missing is wrong.
    pub answers: BTreeMap<Id, i64>,
}

#[async_trait::async_trait]
impl Act for SitTest {
    type Facts = EnrolmentFacts;
    /// Percent of right answers.
    type Output = i64;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "sit-test"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<EnrolmentFacts> {
        EnrolmentFacts::load(tx, self.enrolment).await
    }

    fn policy(&self, actor: &Actor, facts: &EnrolmentFacts) -> Decision {
        facts.own(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<i64> {
        let (act, facts) = (permit.act(), permit.facts());
        let after = facts.which()?;
        let (mut right, mut all) = (0_i64, 0_i64);
        for (id, held) in questions(tx, facts.course).await? {
            let record = permit.reveal(held)?;
            let choices = i64::try_from(asked(id, &record).choices.len()).unwrap_or(0);
            let line: i64 = record.text("answer_line").parse().unwrap_or(0);
            all += 1;
            right += i64::from(line <= choices && act.answers.get(&id) == Some(&line));
        }
        if all == 0 {
            return Err(Error::Refused("no-questions"));
        }
        let score = right * 100 / all;
        let scores = if after { (facts.scores.0, Some(score)) } else { (Some(score), facts.scores.1) };
        // Who was there is for the trainer to say; a score alone passes nobody.
        if after && facts.state == "attended" {
            settle(tx, facts.id, facts.course, true, scores).await?;
        } else {
            tx.run_one(
                "update enrolment set score_before = $2, score_after = $3 where id = $1",
                &[facts.id.into(), scores.0.into(), scores.1.into()],
            )
            .await?;
        }
        tx.trace.kind = Some("course");
        tx.trace.subject = Some(facts.course);
        Ok(score)
    }
}
