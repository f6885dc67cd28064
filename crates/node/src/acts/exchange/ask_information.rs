//! `ask-information`: another organisation is asked what it knows, from a case or free of one.

use model::{Draft, Id, Kind, ProblemCode, Timestamp, Value, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::edit::of_kind;
use crate::acts::{Opened, open_for_node};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::effects::rfi;
use crate::exchange::keys;
use crate::store::custody;

const META: &model::KindMeta = kinds::Rfi::META;

/// Asks another organisation.
pub struct AskInformation {
    /// A post of the organisation that is asked; the question goes to whoever receives for it.
    pub to: Id,
    /// The case that it is asked for.
    pub case: Option<Id>,
    /// Fields of a question.
    pub draft: Draft,
}

#[async_trait::async_trait]
impl Act for AskInformation {
    type Facts = (Option<MatterFacts>, Timestamp);
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "ask-information"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<(Option<MatterFacts>, Timestamp)> {
        let case = match self.case {
            Some(case) => Some(of_kind(access::load::matter(tx, case, true).await?, kinds::Case::META)?),
            None => None,
        };
        Ok((case, tx.now))
    }

    fn policy(&self, actor: &Actor, (case, now): &(Option<MatterFacts>, Timestamp)) -> Decision {
        match case {
            Some(case) => access::by_scope(actor, "ask", META.slug, case),
            None => access::holds_right(actor, "ask", META.slug, *now),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, (case, _)) = (permit.act(), permit.facts());
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let organisation = custody::post(tx, post).await?.0;
        let asked = tx
            .row(
                "select o.id, o.name, o.member_id from post p join organisation o on o.id = p.organisation_id
                 where p.id = $1 and p.state <> 'abolished'",
                &[act.to.into()],
            )
            .await?
            .ok_or(Error::Refused("no-such-post"))?;
        let to = asked.id(0)?;
        if to == organisation {
            return Err(Error::Refused("ask-elsewhere"));
        }
        let today = tx.now.date(Default::default());
        let mut record = act.draft.parse(META, today).map_err(Error::Invalid)?;
        let by: Option<model::Date> = record.read(META, "needed_by");
        if by.is_some_and(|by| by < today) {
            return Err(Error::field("needed_by", ProblemCode::DateOutOfRange));
        }
        keys::member(&asked.text(2)?)?;
        record.set(META, "to_member", Value::from(asked.text(1)?));
        record.set(META, "concerns", Value::from(case.as_ref().map(|case| case.id)));
        let key = case.as_ref().map(|case| case.key);
        let id = open_for_node(tx, META, (organisation, post), key, &record).await?;
        let trace = tx.trace.clone();
        rfi::ask(tx, (id, organisation, post), to, &record).await?;
        tx.trace = trace;
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        self.case
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
