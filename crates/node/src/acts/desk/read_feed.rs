//! `read-feed`: another program's calendar reads due dates under a secret address: numbers and days, no name. Whoever holds no
//! post any more has no calendar either.

use model::time::DAY;
use model::{Id, Lang, Timestamp};
use serde::Serialize;

use crate::access::{Actor, Decision, Holding, Origin, load};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::keys::lookup_tag;
use crate::store::{accounts, calendar};

/// Reads it.
pub struct ReadFeed {
    /// The token of [`StartFeed`](super::StartFeed).
    pub token: String,
}

/// Whose calendar it is.
#[derive(Default)]
pub struct FeedFacts {
    account: Option<Id>,
    lang: Lang,
    holdings: Vec<Holding>,
}

/// One due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedLine {
    /// The matter.
    pub id: Id,
    /// Its readable number.
    pub code: String,
    /// Slug of its kind.
    pub kind: String,
    /// When.
    pub due_at: Timestamp,
    /// The language of the account.
    #[serde(skip)]
    pub lang: Lang,
}

/// Days back and ahead that a calendar shows.
const BACK: i64 = 30 * DAY;
const AHEAD: i64 = 180 * DAY;

#[async_trait::async_trait]
impl Act for ReadFeed {
    type Facts = FeedFacts;
    type Output = Vec<FeedLine>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "read-feed"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<FeedFacts> {
        let tag = lookup_tag(&tx.context.keys, "calendar-feed", &self.token);
        let row = tx.row("select account_id from calendar_feed where token_tag = $1", &[tag.into()]).await?;
        let account = accounts::by_id(tx, row.ok_or(Error::NotFound)?.id(0)?).await?;
        if !account.is_active() {
            return Err(Error::NotFound);
        }
        let actor = load::staff(tx, account.id, None, account.lang, Origin::Online).await?;
        let holdings = actor.holdings().to_vec();
        Ok(FeedFacts { account: Some(account.id), lang: account.lang, holdings })
    }

    /// Who has the token is the account's own program; without a post there is nothing to read.
    fn policy(&self, _: &Actor, facts: &FeedFacts) -> Decision {
        if facts.holdings.is_empty() { Decision::Hide("no-post") } else { Decision::allow("token") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<FeedLine>> {
        let (facts, now) = (permit.facts(), tx.now);
        let lines = calendar::lines(tx, &facts.holdings, now.plus(-BACK), now.plus(AHEAD)).await?;
        tx.trace.kind = Some("account");
        tx.trace.subject = facts.account;
        Ok(lines
            .into_iter()
            .map(|line| FeedLine {
                id: line.id,
                code: line.code,
                kind: line.kind,
                due_at: line.due,
                lang: facts.lang,
            })
            .collect())
    }
}
