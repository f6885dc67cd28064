//! `explain-access`: whoever looked says why. Only they can, and only before the review is concluded.

use model::{Id, Kind, Record, Timestamp, kinds};

use crate::access::{Actor, Decision, Rule, load};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::staff::reason;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{fields, notification, stage};

/// Explains a look.
pub struct ExplainAccess {
    /// The review.
    pub review: Id,
    /// Why, in at least ten characters.
    pub text: String,
}

/// Whose look it was.
#[derive(Debug, Clone)]
pub struct LookFacts {
    account: Option<Id>,
    state: String,
    version: i64,
    key: Id,
    custodian: Id,
    now: Timestamp,
}

impl LookFacts {
    /// Somebody else's look, for the policy matrix.
    pub fn of_another(matter: &crate::access::MatterFacts) -> Self {
        Self {
            account: None,
            state: matter.state.clone(),
            version: matter.version,
            key: matter.key,
            custodian: matter.custodian,
            now: matter.now,
        }
    }
}

#[async_trait::async_trait]
impl Act for ExplainAccess {
    type Facts = LookFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "explain-access"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<LookFacts> {
        let row = tx.row("select account_id from access_review where id = $1", &[self.review.into()]).await?;
        let account = row.ok_or(Error::NotFound)?.id(0)?;
        let matter = load::matter(tx, self.review, true).await?;
        Ok(LookFacts {
            account: Some(account),
            state: matter.state,
            version: matter.version,
            key: matter.key,
            custodian: matter.custodian,
            now: tx.now,
        })
    }

    fn policy(&self, actor: &Actor, facts: &LookFacts) -> Decision {
        let own = actor.account().is_some() && actor.account() == facts.account;
        match actor.holdings_at(facts.now).next().filter(|_| own) {
            Some(holding) => Decision::Allow(Rule {
                name: "self",
                post: Some(holding.post),
                groups: model::field::Groups::NONE,
            }),
            None => Decision::Hide("out-of-scope"),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        let text = reason(&act.text)?;
        if facts.state != "raised" {
            return Err(Error::Refused("wrong-state"));
        }
        let meta = <kinds::AccessReview as Kind>::META;
        let mut record = Record::empty(meta);
        record.set(meta, "explanation", text.as_str().into());
        let key = tx.key_for_writing(facts.key).await?;
        fields::change(tx, meta, act.review, &key, &record, &["explanation"]).await?;
        let now = tx.now;
        tx.run_one(
            "update matter set state = 'explained', state_since = $2, changed_at = $2, version = version + 1
             where id = $1 and version = $3",
            &[act.review.into(), now.into(), facts.version.into()],
        )
        .await?;
        stage::enter(tx, act.review, "explained", now).await?;
        notification::tell(tx, facts.custodian, "access-explained", Some(act.review)).await?;
        tx.trace.kind = Some(meta.slug);
        tx.trace.subject = Some(act.review);
        tx.trace.key = Some(facts.key);
        Ok(Opened { id: act.review })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.review)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
