//! What posts need and who has it. A need belongs to the post by its role; a badge belongs to a person: when the holder changes, the gap is
//! there by itself (domain model, section 10.8).

use model::time::DAY;
use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::Holding;
use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::{custody, notification};

/// How a need stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedState {
    /// The holder has a badge that holds for longer than two months.
    Covered,
    /// It runs out within two months.
    Expiring,
    /// It ran out.
    Expired,
    /// The holder never had one, or it was revoked.
    Missing,
    /// Nobody holds the post.
    Vacant,
}

impl NeedState {
    /// Whether somebody has to learn something now.
    #[must_use]
    pub const fn is_gap(self) -> bool {
        matches!(self, Self::Expired | Self::Missing)
    }
}

/// A course that a post needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Need {
    /// The post.
    pub post: Id,
    /// Its title in Indonesian.
    pub title_id: String,
    /// Its title in English.
    pub title_en: String,
    /// The post above it.
    pub parent: Option<Id>,
    /// Its unit.
    pub unit: Option<Id>,
    /// The course.
    pub course: Id,
    /// What it is called.
    pub course_title: String,
    /// How it stands.
    pub state: NeedState,
    /// Until when the holder's badge holds.
    pub until: Option<Timestamp>,
    /// The tenure that holds the post.
    pub tenure: Option<Id>,
}

/// A badge that ends within this time should be renewed now.
pub(super) const SOON: i64 = 60 * DAY;

const FROM: &str = "select p.id, p.title_id, p.title_en, p.parent_post, p.unit_id, r.course_id, c.title
     from post p join post_requirement r on r.organisation_id = p.organisation_id and r.role = p.role
     join public_course c on c.id = r.course_id";

/// Every need of an organisation, by post.
pub(super) async fn of_organisation(tx: &mut Tx, organisation: Id) -> Result<Vec<Need>> {
    let mut sql = crate::db::Sql::from(FROM);
    sql.push(" where p.organisation_id = $1 and p.state <> 'abolished' order by p.id, r.course_id");
    let rows = tx.rows(sql, &[organisation.into()]).await?;
    read(tx, &rows).await
}

/// Needs of the posts that somebody holds, and gaps of the posts right under them.
pub(crate) async fn for_day(tx: &mut Tx, held: &[Holding]) -> Result<Vec<Need>> {
    let mut needs = Vec::new();
    for holding in held {
        let mut sql = crate::db::Sql::from(FROM);
        sql.push(
            " where (p.id = $1 or p.parent_post = $1) and p.state <> 'abolished' order by p.id, r.course_id",
        );
        let rows = tx.rows(sql, &[holding.post.into()]).await?;
        for need in read(tx, &rows).await? {
            let own = need.post == holding.post;
            let shown = need.state.is_gap() || (own && need.state == NeedState::Expiring);
            let known = needs.iter().any(|one: &Need| (one.post, one.course) == (need.post, need.course));
            if shown && !known {
                needs.push(need);
            }
        }
    }
    Ok(needs)
}

/// Needs of one post.
pub(super) async fn of_post(tx: &mut Tx, post: Id) -> Result<Vec<Need>> {
    let mut sql = crate::db::Sql::from(FROM);
    sql.push(" where p.id = $1 order by p.id, r.course_id");
    let rows = tx.rows(sql, &[post.into()]).await?;
    read(tx, &rows).await
}

async fn read(tx: &mut Tx, rows: &[Row]) -> Result<Vec<Need>> {
    let mut needs = Vec::new();
    for row in rows {
        let (post, course) = (row.id(0)?, row.id(5)?);
        let tenure = custody::holder(tx, post).await?;
        let (state, until) = match tenure {
            Some(tenure) => standing(tx, tenure, course).await?,
            None => (NeedState::Vacant, None),
        };
        needs.push(Need {
            post,
            title_id: row.text(1)?,
            title_en: row.text(2)?,
            parent: row.id_opt(3)?,
            unit: row.id_opt(4)?,
            course,
            course_title: row.text(6)?,
            state,
            until,
            tenure,
        });
    }
    Ok(needs)
}

async fn standing(tx: &mut Tx, tenure: Id, course: Id) -> Result<(NeedState, Option<Timestamp>)> {
    let rows = tx
        .rows(
            "select c.valid_until from credential c join tenure t on t.account_id = c.account_id
             where t.id = $1 and c.course_id = $2 and c.revoked_at is null order by c.id",
            &[tenure.into(), course.into()],
        )
        .await?;
    let mut ends = Vec::new();
    for row in &rows {
        ends.push(row.time_opt(0)?);
    }
    // Of several badges the one that holds longest counts; one that never ends holds longest of all.
    let best = ends.into_iter().max_by_key(|end| end.map_or(i64::MAX, Timestamp::millis));
    let now = tx.now;
    Ok(match best {
        None => (NeedState::Missing, None),
        Some(None) => (NeedState::Covered, None),
        Some(Some(end)) if end <= now => (NeedState::Expired, Some(end)),
        Some(Some(end)) if end <= now.plus(SOON) => (NeedState::Expiring, Some(end)),
        Some(end) => (NeedState::Covered, end),
    })
}

/// Tenures in posts that need a course which their holder has not, and of which nobody was told. A badge that ran out after it was told of
/// once is told of again by its own end.
const UNTOLD: &str = "select t.id, p.id, r.course_id
     from post_requirement r
     join post p on p.organisation_id = r.organisation_id and p.role = r.role and p.state <> 'abolished'
     join tenure t on t.post_id = p.id and t.from_at <= $1 and (t.to_at is null or t.to_at > $1)
     where not exists (select 1 from gap_told g where g.tenure_id = t.id and g.course_id = r.course_id
             and g.at >= coalesce((select max(v.valid_until) from credential v where v.account_id = t.account_id
               and v.course_id = r.course_id and v.revoked_at is null), 0))
       and not exists (select 1 from credential c where c.account_id = t.account_id and c.course_id = r.course_id
             and c.revoked_at is null and (c.valid_until is null or c.valid_until > $1))
     order by t.id, r.course_id limit $2";

/// Whether some gap is news.
pub(crate) async fn due(tx: &mut Tx) -> Result<bool> {
    let now = tx.now;
    Ok(tx.row(UNTOLD, &[now.into(), 1_i64.into()]).await?.is_some())
}

/// Tells the post and the post above it.
pub(crate) async fn turn(tx: &mut Tx) -> Result<usize> {
    let now = tx.now;
    let rows = tx.rows(UNTOLD, &[now.into(), super::super::clock::BATCH.into()]).await?;
    for row in &rows {
        let (tenure, post, course) = (row.id(0)?, row.id(1)?, row.id(2)?);
        notification::tell(tx, post, "training-gap", None).await?;
        notification::tell_above(tx, post, "training-gap", None).await?;
        tx.run(
            "insert into gap_told (tenure_id, course_id, at) values ($1, $2, $3)
             on conflict (tenure_id, course_id) do update set at = $3",
            &[tenure.into(), course.into(), now.into()],
        )
        .await?;
    }
    Ok(rows.len())
}
