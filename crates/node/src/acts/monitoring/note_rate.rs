//! `note-rate`: what a currency was worth on a day, by whose word. A rate is never changed; a later word of the same day holds.

use model::{Date, Id, ProblemCode, Timestamp, codes};
use statistics::money::Rate;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::money::Money;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Notes it.
#[derive(Debug, Clone, Default)]
pub struct NoteRate {
    /// Code of list `currency`.
    pub currency: String,
    /// The day.
    pub dated: String,
    /// Rupiah for one unit, such as `16250.5`.
    pub rate: String,
    /// Who says so.
    pub source: String,
}

#[async_trait::async_trait]
impl Act for NoteRate {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "note-rate"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "note", "rate", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let known = codes::list("currency").and_then(|list| list.get(&act.currency));
        if known.is_none() || act.currency == Money::OWN {
            return Err(Error::field("currency", ProblemCode::UnknownCode));
        }
        let today = tx.now.date(model::time::Zone::Wib);
        let dated: Date = act.dated.parse().map_err(|_| Error::field("dated", ProblemCode::NotADate))?;
        if dated > today {
            return Err(Error::field("dated", ProblemCode::InFuture));
        }
        let rate = act.rate.trim();
        Rate::parse(rate).ok_or_else(|| Error::field("rate", ProblemCode::NotANumber))?;
        let source = act.source.trim();
        if source.is_empty() {
            return Err(Error::field("source", ProblemCode::Missing));
        }
        if source.chars().count() > 200 {
            return Err(Error::field("source", ProblemCode::TooLong));
        }
        let (id, now, organisation) = (tx.new_id(), tx.now, permit.organisation()?);
        tx.run(
            "insert into exchange_rate (id, organisation_id, currency, dated, rate, source, account_id, at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            &[
                id.into(),
                organisation.into(),
                act.currency.as_str().into(),
                dated.to_string().into(),
                rate.into(),
                source.into(),
                permit.actor().account().into(),
                now.into(),
            ],
        )
        .await?;
        tx.trace.kind = Some("rate");
        tx.trace.subject = Some(id);
        Ok(Opened { id })
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
