//! `read-brief`: a brief as it will be read, or as it was published, in one language.

use model::kinds::Brief;
use model::{Id, Kind, Lang};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::monitoring::{BriefText, brief};
use crate::store::fields;

/// Reads it.
#[derive(Debug, Clone)]
pub struct ReadBrief {
    /// The brief.
    pub id: Id,
    /// In which language.
    pub lang: Lang,
}

/// A brief for whoever works on it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadableBrief {
    /// Readable number.
    pub code: String,
    /// State.
    pub state: String,
    /// When its numbers were locked, in milliseconds.
    pub locked_at: Option<i64>,
    /// Its words.
    pub text: BriefText,
    /// What was wrong with it.
    pub correction: String,
}

#[async_trait::async_trait]
impl Act for ReadBrief {
    type Facts = MatterFacts;
    type Output = ReadableBrief;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "read-brief"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.id, false).await?;
        if facts.kind.slug == Brief::META.slug { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "view", Brief::META.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<ReadableBrief> {
        let (act, facts) = (permit.act(), permit.facts());
        let record = permit.reveal(fields::load(tx, Brief::META, facts.id, facts.key).await?)?.to_record();
        let text = brief::render(tx, facts, &record, act.lang).await?;
        let locked_at = brief::locked(tx, facts.id).await?.map(|(_, at)| at);
        let name = if act.lang == Lang::En { "correction_en" } else { "correction" };
        let correction = record.to_text(Brief::META, name);
        tx.trace.kind = Some(Brief::META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(ReadableBrief {
            code: facts.code.clone(),
            state: facts.state.clone(),
            locked_at,
            text,
            correction,
        })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }
}
