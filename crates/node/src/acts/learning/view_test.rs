//! `view-test`: the questions of a course, for whoever is enrolled in it. Which choice is right is not among them.

use model::field::{DataGroup, Groups};
use model::{Id, Kind, Timestamp, kinds};
use serde::Serialize;

use crate::access::{Actor, Decision, MatterFacts, Rule};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::held::{Held, Seen};
use crate::store::sealed::SealedRecord;
use crate::store::{ShownRecord, fields};

/// Looks at the test of one's own enrolment.
pub struct ViewTest {
    /// The enrolment.
    pub enrolment: Id,
}

/// A test before it was sat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestPaper {
    /// The course.
    pub title: String,
    /// Whether it is the one after the course.
    pub after: bool,
    /// The questions.
    pub questions: Vec<TestQuestion>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TestQuestion {
    /// Its id.
    pub id: Id,
    /// What is asked.
    pub question: String,
    /// What may be answered; the first has number 1.
    pub choices: Vec<String>,
}

/// Facts about an enrolment.
pub struct EnrolmentFacts {
    pub(super) id: Id,
    pub(super) account: Id,
    pub(super) course: Id,
    pub(super) state: String,
    pub(super) session_state: String,
    pub(super) scores: (Option<i64>, Option<i64>),
    pub(super) post: Option<Id>,
    pub(super) now: Timestamp,
}

impl EnrolmentFacts {
    pub(super) async fn load(tx: &mut Tx, id: Id) -> Result<Self> {
        let row = tx
            .row(
                "select e.account_id, e.course_id, e.state, m.state, e.score_before, e.score_after, e.post_id
                 from enrolment e join matter m on m.id = e.session_id where e.id = $1",
                &[id.into()],
            )
            .await?
            .ok_or(Error::NotFound)?;
        Ok(Self {
            id,
            account: row.id(0)?,
            course: row.id(1)?,
            state: row.text(2)?,
            session_state: row.text(3)?,
            scores: (row.int_opt(4)?, row.int_opt(5)?),
            post: Some(row.id(6)?),
            now: tx.now,
        })
    }

    /// Whose it is, nobody else sits it.
    pub(super) fn own(&self, actor: &Actor) -> Decision {
        let held = actor.holdings_at(self.now).next();
        match held.filter(|_| actor.account() == Some(self.account)) {
            Some(holding) => Decision::Allow(Rule {
                name: "self",
                post: self.post.or(Some(holding.post)),
                groups: Groups::NONE.with(DataGroup::Record),
            }),
            None => Decision::Hide("not-own"),
        }
    }

    /// Whether the test that can be sat now is the one after the course: before it is held there is one, afterwards the other, each once.
    pub(super) fn which(&self) -> Result<bool> {
        let held = self.session_state == "held";
        let sat = if held { self.scores.1.is_some() } else { self.scores.0.is_some() };
        match (sat, self.session_state.as_str(), self.state.as_str()) {
            (true, ..) => Err(Error::Refused("test-sat")),
            (_, "cancelled", _) | (_, _, "no_show") => Err(Error::Refused("session-not-open")),
            _ => Ok(held),
        }
    }
}

impl From<&MatterFacts> for EnrolmentFacts {
    fn from(course: &MatterFacts) -> Self {
        Self {
            id: course.id,
            account: Id::from_u128(0),
            course: course.root,
            state: String::new(),
            session_state: String::new(),
            scores: (None, None),
            post: None,
            now: course.now,
        }
    }
}

/// Questions in use, sealed.
pub(super) async fn questions(tx: &mut Tx, course: Id) -> Result<Vec<(Id, Held<SealedRecord>)>> {
    let rows = tx
        .rows(
            "select id, key_id from matter where root_id = $1 and kind = 'course-question' and state = 'in_use' order by id",
            &[course.into()],
        )
        .await?;
    let mut found = Vec::new();
    for row in &rows {
        let (id, key) = (row.id(0)?, row.id(1)?);
        found.push((id, fields::load(tx, kinds::CourseQuestion::META, id, key).await?));
    }
    Ok(found)
}

/// A question without what is right.
pub(super) fn asked(id: Id, record: &Seen<ShownRecord>) -> TestQuestion {
    let choices = record.text("choices");
    TestQuestion {
        id,
        question: record.text("question"),
        choices: kinds::CourseQuestion::choices(&choices).map(str::to_owned).collect(),
    }
}

#[async_trait::async_trait]
impl Act for ViewTest {
    type Facts = EnrolmentFacts;
    type Output = TestPaper;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-test"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<EnrolmentFacts> {
        EnrolmentFacts::load(tx, self.enrolment).await
    }

    fn policy(&self, actor: &Actor, facts: &EnrolmentFacts) -> Decision {
        facts.own(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<TestPaper> {
        let facts = permit.facts();
        let after = facts.which()?;
        let mut questions = Vec::new();
        for (id, held) in self::questions(tx, facts.course).await? {
            questions.push(asked(id, &permit.reveal(held)?));
        }
        let title = tx.row("select title from public_course where id = $1", &[facts.course.into()]).await?;
        tx.trace.kind = Some("course");
        tx.trace.subject = Some(facts.course);
        Ok(TestPaper { title: title.ok_or(Error::NotFound)?.text(0)?, after, questions })
    }
}
