//! `view-learning`: one's own courses, scores and badges, what one's posts still need, and where there is a seat.

use model::{Id, Kind, Timestamp, kinds};
use serde::Serialize;

use super::badge::BadgeState;
use super::needs::{self, Need};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::day::posts;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Looks at one's own learning.
pub struct ViewLearning;

/// One's own learning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Learning {
    /// What one's posts need.
    pub needs: Vec<Need>,
    /// Courses that one is or was enrolled in, the newest first.
    pub courses: Vec<MyCourse>,
    /// Badges, the newest first.
    pub badges: Vec<MyBadge>,
    /// Planned sessions of the organisation in which one is not enrolled.
    pub sessions: Vec<OpenSession>,
}

/// A course that one is enrolled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyCourse {
    /// The enrolment.
    pub id: Id,
    /// What the course is called.
    pub title: String,
    /// Number on the sheet.
    pub number: i64,
    /// When the session starts.
    pub starts_on: String,
    /// State of the enrolment.
    pub state: String,
    /// Score before.
    pub before: Option<i64>,
    /// Score after.
    pub after: Option<i64>,
    /// Whether a test can be sat now.
    pub test: bool,
}

/// A badge of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyBadge {
    /// The badge.
    pub id: Id,
    /// What it is called.
    pub title: String,
    /// When it was given.
    pub issued_at: Timestamp,
    /// Until when it holds.
    pub until: Option<Timestamp>,
    /// How it stands.
    pub state: BadgeState,
}

/// A session with a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenSession {
    /// The session.
    pub id: Id,
    /// What the course is called.
    pub title: String,
    /// When it starts.
    pub starts_on: String,
    /// Free seats.
    pub free: i64,
}

#[async_trait::async_trait]
impl Act for ViewLearning {
    type Facts = Timestamp;
    type Output = Learning;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "view-learning"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match actor.holdings_at(*now).next() {
            Some(_) => Decision::allow("self"),
            None => Decision::Deny("no-post"),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Learning> {
        let account = permit.actor().account().ok_or(Error::NotFound)?;
        let held = posts(permit.actor(), tx.now);
        let mut needed = Vec::new();
        for holding in &held {
            needed.extend(needs::of_post(tx, holding.post).await?);
        }
        let mut sessions = Vec::new();
        let mut organisations: Vec<Id> = held.iter().map(|holding| holding.organisation).collect();
        organisations.sort_unstable();
        organisations.dedup();
        for organisation in organisations {
            sessions.extend(open_sessions(tx, organisation, account).await?);
        }
        tx.trace.kind = Some(kinds::Course::META.slug);
        Ok(Learning {
            needs: needed,
            courses: courses(tx, account).await?,
            badges: badges(tx, account).await?,
            sessions,
        })
    }
}

async fn courses(tx: &mut Tx, account: Id) -> Result<Vec<MyCourse>> {
    let rows = tx
        .rows(
            "select e.id, c.title, e.number, s.starts_on, e.state, e.score_before, e.score_after, m.state,
               (select count(*) from matter q where q.root_id = e.course_id and q.kind = 'course-question'
                  and q.state = 'in_use')
             from enrolment e join public_course c on c.id = e.course_id
             join k_training_session s on s.id = e.session_id join matter m on m.id = e.session_id
             where e.account_id = $1 order by e.id desc limit 50",
            &[account.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let (state, before, after) = (row.text(4)?, row.int_opt(5)?, row.int_opt(6)?);
            let session = row.text(7)?;
            let sat = if session == "held" { after.is_some() } else { before.is_some() };
            Ok(MyCourse {
                id: row.id(0)?,
                title: row.text(1)?,
                number: row.int(2)?,
                starts_on: row.text(3)?,
                test: !sat && session != "cancelled" && state != "no_show" && row.int(8)? > 0,
                state,
                before,
                after,
            })
        })
        .collect()
}

async fn badges(tx: &mut Tx, account: Id) -> Result<Vec<MyBadge>> {
    let rows = tx
        .rows(
            "select b.id, c.title, b.issued_at, b.valid_until, b.revoked_at
             from credential b join public_course c on c.id = b.course_id
             where b.account_id = $1 order by b.id desc limit 50",
            &[account.into()],
        )
        .await?;
    let now = tx.now;
    rows.iter()
        .map(|row| {
            let until = row.time_opt(3)?;
            let state = BadgeState::at(now, until, row.time_opt(4)?.is_some());
            Ok(MyBadge { id: row.id(0)?, title: row.text(1)?, issued_at: row.time(2)?, until, state })
        })
        .collect()
}

async fn open_sessions(tx: &mut Tx, organisation: Id, account: Id) -> Result<Vec<OpenSession>> {
    let rows = tx
        .rows(
            "select m.id, c.title, s.starts_on, s.seats - (select count(*) from enrolment e where e.session_id = m.id)
             from matter m join k_training_session s on s.id = m.id join public_course c on c.id = m.root_id
             join matter r on r.id = m.root_id
             where m.organisation_id = $1 and m.kind = 'training-session' and m.state = 'planned' and r.state = 'approved'
               and not exists (select 1 from enrolment e where e.session_id = m.id and e.account_id = $2)
             order by s.starts_on, m.id limit 20",
            &[organisation.into(), account.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(OpenSession {
                id: row.id(0)?,
                title: row.text(1)?,
                starts_on: row.text(2)?,
                free: row.int(3)?.max(0),
            })
        })
        .collect()
}
