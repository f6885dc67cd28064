//! `confirm-state-acts`: somebody compared the facts that came with the program with the depositary's own record. Only then does the
//! public read them.

use model::{Id, ProblemCode, Timestamp, instruments};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Confirms the facts of some states about one instrument.
pub struct ConfirmStateActs {
    /// The instrument.
    pub instrument: String,
    /// The states, ISO 3166-1 alpha-2; at most 249.
    pub countries: Vec<String>,
    /// With what they were compared: the depositary's page or notification, with its date.
    pub checked_against: String,
}

#[async_trait::async_trait]
impl Act for ConfirmStateActs {
    type Facts = Timestamp;
    type Output = usize;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "confirm-state-acts"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "confirm", "state-act", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<usize> {
        let act = permit.act();
        let source = act.checked_against.trim();
        if source.is_empty() {
            return Err(Error::field("checked_against", ProblemCode::Missing));
        }
        if source.chars().count() > 300 {
            return Err(Error::field("checked_against", ProblemCode::TooLong));
        }
        let known = |country: &String| {
            let fact = |fact: &&instruments::Fact| {
                fact.instrument == act.instrument && fact.country == country.as_str()
            };
            instruments::facts().iter().any(|one| fact(&one))
        };
        if instruments::get(&act.instrument).is_none() {
            return Err(Error::field("instrument", ProblemCode::UnknownCode));
        }
        if act.countries.is_empty() || !act.countries.iter().all(known) {
            return Err(Error::field("countries", ProblemCode::UnknownCode));
        }
        let now = tx.now;
        let (account, post): (Option<Id>, Option<Id>) = (permit.actor().account(), permit.rule().post);
        for country in &act.countries {
            tx.run(
                "insert into confirmed_act (instrument, country, checked_against, account_id, post_id, at)
                 values ($1, $2, $3, $4, $5, $6)
                 on conflict (instrument, country) do update set checked_against = excluded.checked_against,
                   account_id = excluded.account_id, post_id = excluded.post_id, at = excluded.at",
                &[
                    act.instrument.as_str().into(),
                    country.as_str().into(),
                    source.into(),
                    account.into(),
                    post.into(),
                    now.into(),
                ],
            )
            .await?;
        }
        tx.trace.kind = Some("state-act");
        tx.trace.detail.reason = Some(format!("{} {}", act.instrument, act.countries.join(" ")));
        Ok(act.countries.len())
    }

    fn again(_: Option<Id>) -> Option<usize> {
        Some(0)
    }
}
