//! `first-days`: for whoever is new in a post: what they now hold, what is due, what was handed over, how we work here. It is worked out
//! anew each time and kept nowhere.

use model::field::DataGroup;
use model::time::DAY;
use model::{Id, Kind, Timestamp, kinds};
use serde::Serialize;

use super::needs::{self, Need};
use crate::access::{Actor, Decision, Holding, Rule, Scope};
use crate::act::{Act, Permit};
use crate::acts::day::posts;
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::{fields, who};

/// Looks at one's posts as a newcomer.
pub struct FirstDays;

/// A post as its new holder should know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewPost {
    /// The post.
    pub post: Id,
    /// Its title, in the reader's language.
    pub title: String,
    /// Since when it is held.
    pub since: Timestamp,
    /// The post above it.
    pub above: Option<String>,
    /// What lies with it, by kind.
    pub held: Vec<HeldKind>,
    /// The hand-over that is under way, with its state.
    pub handover: Option<(Id, String)>,
    /// Newest published practice notes, where the role reads them.
    pub practice: Vec<(Id, String)>,
    /// Courses that the post needs.
    pub needs: Vec<Need>,
}

/// Open matters of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldKind {
    /// Slug of the kind.
    pub kind: String,
    /// How many.
    pub count: i64,
    /// Of them, overdue.
    pub late: i64,
    /// Of them, due within a week.
    pub week: i64,
}

#[async_trait::async_trait]
impl Act for FirstDays {
    type Facts = Timestamp;
    type Output = Vec<NewPost>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "first-days"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        match actor.holdings_at(*now).next() {
            Some(holding) => Decision::Allow(Rule {
                name: "self",
                post: Some(holding.post),
                groups: holding.groups().with(DataGroup::Record),
            }),
            None => Decision::Deny("no-post"),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<NewPost>> {
        let mut found = Vec::new();
        for holding in posts(permit.actor(), tx.now) {
            found.push(one(permit, tx, &holding).await?);
        }
        tx.trace.kind = Some("post");
        Ok(found)
    }
}

async fn one(permit: &Permit<'_, FirstDays>, tx: &mut Tx, holding: &Holding) -> Result<NewPost> {
    let lang = permit.actor().lang();
    let tenure = tx.row("select from_at from tenure where id = $1", &[holding.tenure.into()]).await?;
    let above = tx.row("select parent_post from post where id = $1", &[holding.post.into()]).await?;
    let above = match above.map(|row| row.id_opt(0)).transpose()?.flatten() {
        Some(post) => Some(who::title(tx, post, lang).await?),
        None => None,
    };
    let handover = tx
        .row(
            "select id, state from matter where custodian_post = $1 and kind = 'handover' and phase <> 'closed'
             order by id desc limit 1",
            &[holding.post.into()],
        )
        .await?;
    let reach = holding.role.reach("view", kinds::PracticeNote::META.slug);
    let reads = reach.is_some_and(|scope| scope >= Scope::Organisation);
    Ok(NewPost {
        post: holding.post,
        title: who::title(tx, holding.post, lang).await?,
        since: tenure.map_or(Ok(tx.now), |row| row.time(0))?,
        above,
        held: held(tx, holding.post).await?,
        handover: handover.map(|row| Ok::<_, crate::Error>((row.id(0)?, row.text(1)?))).transpose()?,
        practice: if reads { practice(permit, tx, holding.organisation).await? } else { Vec::new() },
        needs: needs::of_post(tx, holding.post).await?,
    })
}

async fn held(tx: &mut Tx, post: Id) -> Result<Vec<HeldKind>> {
    let now = tx.now;
    let week = now.plus(7 * DAY);
    let rows = tx
        .rows(
            "select kind, count(*), count(case when due_at < $2 then 1 end),
               count(case when due_at >= $2 and due_at < $3 then 1 end)
             from matter where custodian_post = $1 and phase = 'open' group by kind order by kind",
            &[post.into(), now.into(), week.into()],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(HeldKind { kind: row.text(0)?, count: row.int(1)?, late: row.int(2)?, week: row.int(3)? })
        })
        .collect()
}

async fn practice(
    permit: &Permit<'_, FirstDays>,
    tx: &mut Tx,
    organisation: Id,
) -> Result<Vec<(Id, String)>> {
    let rows = tx
        .rows(
            "select id, key_id from matter where organisation_id = $1 and kind = 'practice-note' and state = 'published'
             order by id desc limit 5",
            &[organisation.into()],
        )
        .await?;
    let mut notes = Vec::new();
    for row in &rows {
        let (id, key) = (row.id(0)?, row.id(1)?);
        let shown = permit.reveal(fields::load(tx, kinds::PracticeNote::META, id, key).await?)?;
        tx.trace.listed.push(id);
        notes.push((id, shown.text("title")));
    }
    Ok(notes)
}
