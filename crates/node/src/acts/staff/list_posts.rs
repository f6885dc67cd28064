//! `list-posts`: the posts of the actor's organisation, who holds and held them, and how much lies with each.

use std::collections::HashMap;

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Row, Tx};
use crate::error::Result;
use crate::store::who;

/// Lists posts, oldest first.
pub struct ListPosts;

/// One post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PostRow {
    /// Id.
    pub id: Id,
    /// Title in Indonesian.
    pub title_id: String,
    /// Title in English.
    pub title_en: String,
    /// Unit and its name.
    pub unit: Option<(Id, String)>,
    /// Slug of its role.
    pub role: String,
    /// The post that it answers to.
    pub parent: Option<Id>,
    /// `filled`, `acting`, `vacant` or `abolished`, at this instant.
    pub state: &'static str,
    /// Tenures, oldest first, ended ones included.
    pub tenures: Vec<TenureRow>,
    /// Open matters in its custody.
    pub open_matters: i64,
}

/// Somebody's time in a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TenureRow {
    /// Id.
    pub id: Id,
    /// Whose.
    pub account: Id,
    /// The person's name.
    pub name: String,
    /// For the time being only.
    pub acting: bool,
    /// From.
    pub from: Timestamp,
    /// Until, if known.
    pub until: Option<Timestamp>,
    /// Whether it runs at this instant.
    pub current: bool,
}

#[async_trait::async_trait]
impl Act for ListPosts {
    type Facts = Timestamp;
    type Output = Vec<PostRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-posts"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "post", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<PostRow>> {
        let organisation = permit.organisation()?;
        let rows = tx
            .rows(
                "select p.id, p.title_id, p.title_en, p.unit_id, u.name, p.role, p.parent_post, p.state
                 from post p left join unit u on u.id = p.unit_id where p.organisation_id = $1 order by p.id",
                &[organisation.into()],
            )
            .await?;
        let mut tenures = tenures(tx, organisation).await?;
        let open = open_matters(tx, organisation).await?;
        tx.trace.kind = Some("post");
        rows.iter()
            .map(|row| {
                let id = row.id(0)?;
                let held = tenures.remove(&id).unwrap_or_default();
                read(row, held, open.get(&id).copied().unwrap_or_default())
            })
            .collect()
    }
}

fn read(row: &Row, tenures: Vec<TenureRow>, open_matters: i64) -> Result<PostRow> {
    let full = tenures.iter().any(|tenure| tenure.current && !tenure.acting);
    let state = match (row.text(7)?.as_str(), full, tenures.iter().any(|tenure| tenure.current)) {
        ("abolished", ..) => "abolished",
        (_, true, _) => "filled",
        (_, false, true) => "acting",
        (_, false, false) => "vacant",
    };
    Ok(PostRow {
        id: row.id(0)?,
        title_id: row.text(1)?,
        title_en: row.text(2)?,
        unit: row.id_opt(3)?.map(|unit| Ok::<_, crate::Error>((unit, row.text(4)?))).transpose()?,
        role: row.text(5)?,
        parent: row.id_opt(6)?,
        state,
        tenures,
        open_matters,
    })
}

async fn tenures(tx: &mut Tx, organisation: Id) -> Result<HashMap<Id, Vec<TenureRow>>> {
    let now = tx.now;
    let rows = tx
        .rows(
            "select t.post_id, t.id, t.account_id, t.acting, t.from_at, t.to_at
             from tenure t join post p on p.id = t.post_id where p.organisation_id = $1 order by t.id",
            &[organisation.into()],
        )
        .await?;
    let mut posts: HashMap<Id, Vec<TenureRow>> = HashMap::new();
    for row in &rows {
        let (account, from, until) = (row.id(2)?, row.time(4)?, row.time_opt(5)?);
        posts.entry(row.id(0)?).or_default().push(TenureRow {
            id: row.id(1)?,
            account,
            name: who::name(tx, account).await?,
            acting: row.flag(3)?,
            from,
            until,
            current: from <= now && until.is_none_or(|until| now < until),
        });
    }
    Ok(posts)
}

async fn open_matters(tx: &mut Tx, organisation: Id) -> Result<HashMap<Id, i64>> {
    tx.rows(
        "select m.custodian_post, count(*) from matter m join post p on p.id = m.custodian_post
         where p.organisation_id = $1 and m.phase <> 'closed' group by m.custodian_post order by m.custodian_post",
        &[organisation.into()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.id(0)?, row.int(1)?)))
    .collect()
}
