//! `list-notifications`: what the posts that somebody holds now were told, newest first.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::{conference, who};

/// Lists them.
pub struct ListNotifications;

/// What posts were told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Notifications {
    /// The newest ones, unread first.
    pub rows: Vec<NotificationRow>,
    /// How many are unread in all.
    pub unread: i64,
}

/// One of them. It says that something waits, never about whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotificationRow {
    /// Id.
    pub id: Id,
    /// The post that was told.
    pub post: String,
    /// What, as a code.
    pub code: String,
    /// Kind, id and readable number of the matter.
    pub matter: Option<(String, Id, String)>,
    /// Whether the reader may open it still.
    pub open: bool,
    /// When.
    pub at: Timestamp,
    /// Whether somebody read it.
    pub read: bool,
}

/// As many as a page shows.
const MOST: i64 = 200;

#[async_trait::async_trait]
impl Act for ListNotifications {
    type Facts = Timestamp;
    type Output = Notifications;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-notifications"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        if actor.holdings_at(*now).next().is_some() {
            Decision::allow("self")
        } else {
            Decision::Deny("no-post")
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Notifications> {
        let (mut rows, mut unread) = (Vec::new(), 0);
        let posts = posts(permit.actor(), tx.now);
        let titles = who::titles(tx, &posts, permit.actor().lang()).await?;
        for post in posts {
            let title = titles.get(&post).cloned().unwrap_or_default();
            let found = tx
                .rows(
                    "select n.id, n.code, n.at, n.read_at, m.kind, m.id, m.code,
                       case when n.read_at is null then 0 else 1 end as old
                     from notification n left join matter m on m.id = n.matter_id
                     where n.post_id = $1 order by old, n.at desc, n.id desc limit $2",
                    &[post.into(), MOST.into()],
                )
                .await?;
            for row in &found {
                let matter = match (row.text_opt(4)?, row.id_opt(5)?, row.text_opt(6)?) {
                    (Some(kind), Some(id), Some(code)) => Some((kind, id, code)),
                    _ => None,
                };
                rows.push(NotificationRow {
                    id: row.id(0)?,
                    post: title.clone(),
                    code: row.text(1)?,
                    matter,
                    open: false,
                    at: row.time(2)?,
                    read: row.time_opt(3)?.is_some(),
                });
            }
            unread += crate::store::notification::unread(tx, post).await?;
        }
        rows.sort_by_key(|row| (row.read, std::cmp::Reverse((row.at, row.id))));
        rows.truncate(usize::try_from(MOST).unwrap_or(200));
        let matters: Vec<Id> =
            rows.iter().filter_map(|row| row.matter.as_ref()).map(|(_, id, _)| *id).collect();
        let closed = access::load::closed_to(tx, permit.actor(), &matters).await?;
        let kept_from = conference::kept_from(tx, permit.actor()).await?;
        for row in &mut rows {
            row.matter.take_if(|(_, id, _)| kept_from.contains(id));
            row.open = row.matter.as_ref().is_some_and(|(_, id, _)| !closed.contains(id));
        }
        tx.trace.kind = Some("notification");
        Ok(Notifications { rows, unread })
    }
}

/// Posts held now, each once.
pub(super) fn posts(actor: &Actor, now: Timestamp) -> Vec<Id> {
    let mut posts: Vec<Id> = actor.holdings_at(now).map(|holding| holding.post).collect();
    posts.sort_unstable();
    posts.dedup();
    posts
}
