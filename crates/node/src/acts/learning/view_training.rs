//! `view-training`: which posts need what and have it, what each role needs, and what the courses gave. Coverage counts posts, not people;
//! results are told of no group smaller than the minimum.

use model::{Id, Timestamp};
use serde::Serialize;

use super::needs::{self, Need};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::public::MINIMUM;

/// Looks at training in one's unit or organisation.
pub struct ViewTraining;

/// Training by post and by course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Training {
    /// Needs, gaps first.
    pub needs: Vec<Need>,
    /// Posts that need something and whose holders have all of it, and posts that need something.
    pub covered: (usize, usize),
    /// Role and course of each need, with the course's title.
    pub required: Vec<(String, Id, String)>,
    /// Approved courses.
    pub courses: Vec<CourseRow>,
    /// Slugs of the roles that posts have.
    pub roles: Vec<String>,
}

/// An approved course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CourseRow {
    /// Id.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// What it gave.
    pub figures: CourseFigures,
}

/// What a course gave. A number about fewer people than the minimum is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct CourseFigures {
    /// Who came.
    pub attended: Option<i64>,
    /// Who passed.
    pub passed: Option<i64>,
    /// Mean score before, of those who sat both tests.
    pub before: Option<i64>,
    /// Mean score after, of the same.
    pub after: Option<i64>,
}

#[async_trait::async_trait]
impl Act for ViewTraining {
    type Facts = Timestamp;
    type Output = Training;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-training"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "view", "training", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Training> {
        let organisation = permit.organisation()?;
        let mut needs = needs::of_organisation(tx, organisation).await?;
        let rule = permit.rule();
        // A supervisor sees the posts of the unit and those right under the own one.
        if rule.name == "unit" {
            let own = rule.post.and_then(|post| permit.actor().holding(post));
            let unit = own.and_then(|holding| holding.unit);
            needs.retain(|need| (unit.is_some() && need.unit == unit) || need.parent == rule.post);
        }
        needs.sort_by_key(|need| (!need.state.is_gap(), need.post, need.course));
        let mut posts: Vec<Id> = needs.iter().map(|need| need.post).collect();
        posts.sort_unstable();
        posts.dedup();
        let whole = |post: &&Id| {
            let mut of = needs.iter().filter(|need| need.post == **post);
            of.all(|need| matches!(need.state, needs::NeedState::Covered | needs::NeedState::Expiring))
        };
        let covered = (posts.iter().filter(whole).count(), posts.len());
        tx.trace.kind = Some("course");
        Ok(Training {
            covered,
            needs,
            required: required(tx, organisation).await?,
            courses: courses(tx, organisation).await?,
            roles: roles(tx, organisation).await?,
        })
    }
}

async fn required(tx: &mut Tx, organisation: Id) -> Result<Vec<(String, Id, String)>> {
    let rows = tx
        .rows(
            "select r.role, r.course_id, c.title from post_requirement r join public_course c on c.id = r.course_id
             where r.organisation_id = $1 order by r.role, r.course_id",
            &[organisation.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.id(1)?, row.text(2)?))).collect()
}

async fn roles(tx: &mut Tx, organisation: Id) -> Result<Vec<String>> {
    let rows = tx
        .rows(
            "select distinct role from post where organisation_id = $1 and state <> 'abolished' order by role",
            &[organisation.into()],
        )
        .await?;
    rows.iter().map(|row| row.text(0)).collect()
}

async fn courses(tx: &mut Tx, organisation: Id) -> Result<Vec<CourseRow>> {
    let rows = tx
        .rows(
            "select c.id, c.title,
               count(case when e.state in ('attended', 'passed', 'failed') then 1 end),
               count(case when e.state = 'passed' then 1 end),
               count(case when e.score_before is not null and e.score_after is not null then 1 end),
               cast(coalesce(sum(case when e.score_after is not null then e.score_before end), 0) as bigint),
               cast(coalesce(sum(case when e.score_before is not null then e.score_after end), 0) as bigint)
             from public_course c join matter m on m.id = c.id left join enrolment e on e.course_id = c.id
             where c.organisation_id = $1 and m.state = 'approved' group by c.id, c.title order by c.id",
            &[organisation.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let counts = [row.int(2)?, row.int(3)?, row.int(4)?, row.int(5)?, row.int(6)?];
            Ok(CourseRow { id: row.id(0)?, title: row.text(1)?, figures: CourseFigures::of(counts) })
        })
        .collect()
}

impl CourseFigures {
    /// From who came, who passed, who sat both tests, and the sums of their scores. What is left of two numbers that are told is told,
    /// too: where few came and did not pass, who passed is not told either.
    #[must_use]
    pub fn of([attended, passed, both, before, after]: [i64; 5]) -> Self {
        let least = i64::try_from(MINIMUM).unwrap_or(i64::MAX);
        let enough = |n: i64| n >= least;
        let rest = attended - passed;
        let apart = enough(passed) && (rest == 0 || enough(rest));
        Self {
            attended: enough(attended).then_some(attended),
            passed: (enough(attended) && apart).then_some(passed),
            before: enough(both).then(|| before / both.max(1)),
            after: enough(both).then(|| after / both.max(1)),
        }
    }
}
