//! `read-notifications`: somebody marks as read what their posts were told.

use model::{Id, Timestamp};

use super::list_notifications::posts;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;

/// Marks them.
pub struct ReadNotifications {
    /// Which; all of the posts held now when empty.
    pub ids: Vec<Id>,
}

#[async_trait::async_trait]
impl Act for ReadNotifications {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "read-notifications"
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

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let now = tx.now;
        for post in posts(permit.actor(), now) {
            if permit.act().ids.is_empty() {
                tx.run(
                    "update notification set read_at = $2 where post_id = $1 and read_at is null",
                    &[post.into(), now.into()],
                )
                .await?;
            }
            for id in &permit.act().ids {
                tx.run(
                    "update notification set read_at = $3 where post_id = $1 and id = $2 and read_at is null",
                    &[post.into(), (*id).into(), now.into()],
                )
                .await?;
            }
        }
        tx.trace.kind = Some("notification");
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
