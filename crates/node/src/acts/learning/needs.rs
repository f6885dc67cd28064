//! What posts need and who has it. A need belongs to the post by its role; a badge belongs to a person: when the holder changes, the gap is
//! there by itself (domain model, section 10.8).

use model::time::DAY;
use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::Holding;
use crate::db::{Row, Tx};
use crate::error::Result;
use crate::store::notification;
use crate::store::scope::Builder;

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

/// Every need with the tenure that holds its post and the end of the badge of its holder that holds longest, in one statement: a full tenure
/// before an acting one; `-1` where there is no badge, nothing where one never ends.
const NEEDS: &str = "select n.id, n.title_id, n.title_en, n.parent_post, n.unit_id, n.course_id, n.title, n.tenure_id,
       case when count(c.id) = 0 then -1 when count(c.id) > count(c.valid_until) then null else max(c.valid_until) end
     from (select p.id, p.title_id, p.title_en, p.parent_post, p.unit_id, r.course_id, k.title,
             (select t.id from tenure t where t.post_id = p.id and t.from_at <= $1 and (t.to_at is null or t.to_at > $1)
              order by t.acting, t.id limit 1) as tenure_id
           from post p join post_requirement r on r.organisation_id = p.organisation_id and r.role = p.role
           join public_course k on k.id = r.course_id
           where p.state <> 'abolished' and (";
const BADGES: &str = ")) n left join tenure h on h.id = n.tenure_id
     left join credential c on c.account_id = h.account_id and c.course_id = n.course_id and c.revoked_at is null
     group by n.id, n.title_id, n.title_en, n.parent_post, n.unit_id, n.course_id, n.title, n.tenure_id
     order by n.id, n.course_id";

/// Every need of an organisation, by post.
pub(super) async fn of_organisation(tx: &mut Tx, organisation: Id) -> Result<Vec<Need>> {
    let mut b = asked(tx);
    b.text("p.organisation_id = ").value(organisation).text(BADGES);
    read(tx, b).await
}

/// Posts by how their needs stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Coverage {
    /// Posts that need something.
    pub posts: usize,
    /// Of these, whose holder has all of it.
    pub covered: usize,
    /// Of these, whose holder lacks something.
    pub gaps: usize,
    /// Of these, that nobody holds.
    pub vacant: usize,
}

/// How the posts of an organisation stand. Coverage is of posts, never of people.
pub(crate) async fn coverage(tx: &mut Tx, organisation: Id) -> Result<Coverage> {
    let mut by_post: std::collections::BTreeMap<Id, Vec<NeedState>> = Default::default();
    for need in of_organisation(tx, organisation).await? {
        by_post.entry(need.post).or_default().push(need.state);
    }
    let count = |of: fn(&[NeedState]) -> bool| by_post.values().filter(|states| of(states)).count();
    Ok(Coverage {
        posts: by_post.len(),
        covered: count(|states| {
            states.iter().all(|state| matches!(state, NeedState::Covered | NeedState::Expiring))
        }),
        gaps: count(|states| states.iter().any(|state| state.is_gap())),
        vacant: count(|states| states.contains(&NeedState::Vacant)),
    })
}

/// Needs of the posts that somebody holds, and gaps of the posts right under them.
pub(crate) async fn for_day(tx: &mut Tx, held: &[Holding]) -> Result<Vec<Need>> {
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let mut b = asked(tx);
    b.text("1 = 0");
    for holding in held {
        b.text(" or p.id = ").value(holding.post).text(" or p.parent_post = ").value(holding.post);
    }
    b.text(BADGES);
    let own = |need: &Need| held.iter().any(|holding| holding.post == need.post);
    let shown = |need: &Need| need.state.is_gap() || (need.state == NeedState::Expiring && own(need));
    Ok(read(tx, b).await?.into_iter().filter(shown).collect())
}

/// Needs of one post.
pub(super) async fn of_post(tx: &mut Tx, post: Id) -> Result<Vec<Need>> {
    let mut b = asked(tx);
    b.text("p.id = ").value(post).text(BADGES);
    read(tx, b).await
}

fn asked(tx: &Tx) -> Builder {
    let mut b = Builder::new("");
    b.value(tx.now);
    // The instant is the first parameter, named twice in the text.
    let mut asked = Builder::new(NEEDS);
    asked.params = b.params;
    asked
}

async fn read(tx: &mut Tx, asked: Builder) -> Result<Vec<Need>> {
    let now = tx.now;
    let rows = tx.rows(asked.sql, &asked.params).await?;
    let need = |row: &Row| {
        let tenure = row.id_opt(7)?;
        let (state, until) = standing(tenure, row.int_opt(8)?, now);
        Ok(Need {
            post: row.id(0)?,
            title_id: row.text(1)?,
            title_en: row.text(2)?,
            parent: row.id_opt(3)?,
            unit: row.id_opt(4)?,
            course: row.id(5)?,
            course_title: row.text(6)?,
            state,
            until,
            tenure,
        })
    };
    rows.iter().map(need).collect()
}

/// How a need stands, from who holds the post and the end of the best badge.
fn standing(tenure: Option<Id>, best: Option<i64>, now: Timestamp) -> (NeedState, Option<Timestamp>) {
    let state = match (tenure, best.map(Timestamp::from_millis)) {
        (None, _) => return (NeedState::Vacant, None),
        (_, None) => return (NeedState::Covered, None),
        (_, Some(end)) if end.millis() < 0 => return (NeedState::Missing, None),
        (_, Some(end)) if end <= now => (NeedState::Expired, end),
        (_, Some(end)) if end <= now.plus(SOON) => (NeedState::Expiring, end),
        (_, Some(end)) => (NeedState::Covered, end),
    };
    (state.0, Some(state.1))
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
