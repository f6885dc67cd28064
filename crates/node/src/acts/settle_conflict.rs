//! `settle-conflict`: of two values that were typed apart, a person chooses one.

use model::{Id, KindMeta, Record, Value, draft};

use super::edit::write_change;
use super::family::by_family;
use super::open::Opened;
use super::people::{by_person, may_lift};
use super::{guards, view};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{Conflict, FamilyFacts, PersonFacts, conflict, family, fields, person};

/// Which value is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// The one that stood there first.
    Held,
    /// The one that was typed second.
    Offered,
    /// What stands in the record now, which may be a third one.
    Current,
}

impl Take {
    /// Every choice, in the order of a form.
    pub const ALL: [Self; 3] = [Self::Held, Self::Offered, Self::Current];

    /// The code as stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Offered => "offered",
            Self::Current => "current",
        }
    }

    /// The choice with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|take| take.code() == code)
    }
}

/// Chooses.
pub struct SettleConflict {
    /// The conflict.
    pub conflict: Id,
    /// The choice.
    pub take: Take,
}

/// Facts about the record that has two values of a field.
pub struct SettleFacts {
    about: About,
}

enum About {
    Matter(MatterFacts),
    Person(PersonFacts),
    Family(FamilyFacts),
}

impl From<MatterFacts> for SettleFacts {
    fn from(facts: MatterFacts) -> Self {
        Self { about: About::Matter(facts) }
    }
}

#[async_trait::async_trait]
impl Act for SettleConflict {
    type Facts = SettleFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "settle-conflict"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<SettleFacts> {
        let (record, meta) = conflict::about(tx, self.conflict).await?;
        let about = match meta.slug {
            "family" => About::Family(family::facts(tx, record, true).await?),
            "person" => About::Person(person::facts(tx, record, true).await?),
            _ => About::Matter(access::load::matter(tx, record, true).await?),
        };
        Ok(SettleFacts { about })
    }

    fn policy(&self, actor: &Actor, facts: &SettleFacts) -> Decision {
        match &facts.about {
            About::Matter(facts) => access::by_scope(actor, "edit", facts.kind.slug, facts),
            About::Person(facts) => by_person(actor, "edit", facts),
            About::Family(facts) => by_family(actor, "edit", facts),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let (id, meta) = match &permit.facts().about {
            About::Matter(facts) => (facts.id, facts.kind),
            About::Person(facts) => (facts.id, person::META),
            About::Family(facts) => (facts.id, family::META),
        };
        // Whoever may not see the field has nothing to choose.
        let open = view::conflicts(permit, tx, id).await?;
        let chosen = open.into_iter().find(|open| open.id == act.conflict).ok_or(Error::NotFound)?;
        let today = tx.now.date(Default::default());
        conflict::settle(tx, chosen.id, act.take.code()).await?;
        match &permit.facts().about {
            About::Matter(facts) => {
                guards::may_edit(facts, meta)?;
                let old = permit.reveal(fields::load(tx, meta, id, facts.key).await?)?.to_record();
                let new = with(meta, &old, &chosen, act.take, today)?;
                write_change(tx, facts, &old, &new, None).await?;
            }
            About::Person(facts) => {
                let shown = permit.reveal(person::load_for(tx, permit.actor(), facts).await?)?;
                if shown.hides(chosen.field) {
                    return Err(Error::NotFound);
                }
                let old = shown.to_record();
                let new = with(meta, &old, &chosen, act.take, today)?;
                may_lift(&shown, &new)?;
                person::write_change(tx, facts, &old, &new).await?;
            }
            About::Family(facts) => {
                let old = permit.reveal(family::load(tx, facts).await?)?.to_record();
                let new = with(meta, &old, &chosen, act.take, today)?;
                family::write_change(tx, facts, &old, &new).await?;
            }
        }
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.conflict)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

fn with(meta: &KindMeta, old: &Record, chosen: &Conflict, take: Take, today: model::Date) -> Result<Record> {
    let text = match take {
        Take::Held => &chosen.held,
        Take::Offered => &chosen.offered,
        Take::Current => return Ok(old.clone()),
    };
    let (_, field) = meta.field(chosen.field).ok_or(Error::NotFound)?;
    let value: Value = match text.is_empty() {
        true => field.empty(),
        false => {
            draft::parse_text(field.shape, text, today).map_err(|code| Error::field(field.name, code))?
        }
    };
    let mut new = old.clone();
    new.set(meta, field.name, value);
    Ok(new)
}
