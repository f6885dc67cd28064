//! `list-accounts`: who has an account in the actor's organisation. For those who manage accounts.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::store::{accounts, who};

/// Lists the accounts of the actor's organisation, oldest first.
pub struct ListAccounts;

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountRow {
    /// Id.
    pub id: Id,
    /// The person's name.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// `active` or `suspended`.
    pub state: String,
    /// Whether a password has been set: an invitation was used.
    pub has_password: bool,
    /// Whether an authenticator is in use.
    pub second_factor: bool,
    /// Too many failed sign-ins: locked until then.
    pub locked_until: Option<Timestamp>,
    /// Posts held now.
    pub posts: Vec<Id>,
}

#[async_trait::async_trait]
impl Act for ListAccounts {
    type Facts = Timestamp;
    type Output = Vec<AccountRow>;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "list-accounts"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "list", "account", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Vec<AccountRow>> {
        let organisation = permit.organisation()?;
        let now = tx.now;
        let rows = tx
            .rows(
                "select a.id, g.locked_until from account a left join sign_in_guard g on g.address_tag = a.email_tag
                 where a.organisation_id = $1 order by a.id",
                &[organisation.into()],
            )
            .await?;
        let held = tx
            .rows(
                "select t.account_id, t.post_id from tenure t join post p on p.id = t.post_id
                 where p.organisation_id = $1 and t.from_at <= $2 and (t.to_at is null or t.to_at > $2)
                 order by t.id",
                &[organisation.into(), now.into()],
            )
            .await?;
        let mut list = Vec::with_capacity(rows.len());
        for row in &rows {
            let account = accounts::by_id(tx, row.id(0)?).await?;
            let mut posts = Vec::new();
            for tenure in &held {
                if tenure.id(0)? == account.id {
                    posts.push(tenure.id(1)?);
                }
            }
            list.push(AccountRow {
                id: account.id,
                name: who::name(tx, account.id).await?,
                email: accounts::email(tx, &account).await?,
                has_password: account.password.is_some(),
                second_factor: account.has_second_factor(),
                locked_until: row.time_opt(1)?.filter(|until| *until > now),
                posts,
                state: account.state,
            });
        }
        tx.trace.kind = Some("account");
        tx.trace.listed = list.iter().map(|row| row.id).collect();
        Ok(list)
    }
}
