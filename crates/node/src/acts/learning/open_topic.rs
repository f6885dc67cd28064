//! `open-topic`: children and young people are asked what they think of a campaign or a policy.

use model::{Id, ProblemCode};

use super::rules;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Asks them, in words of their own; again with other words, when something was badly said.
pub struct OpenTopic {
    /// A campaign or a policy draft.
    pub matter: Id,
    /// What it is called for children, in Indonesian.
    pub title_id: String,
    /// The same in English.
    pub title_en: String,
    /// What it is about, in a few plain sentences, in Indonesian.
    pub words_id: String,
    /// The same in English.
    pub words_en: String,
}

/// Characters at most, of a title and of the words.
const MOST: [usize; 2] = [120, 1_500];

#[async_trait::async_trait]
impl Act for OpenTopic {
    type Facts = MatterFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "open-topic"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.matter, true).await?;
        if ["campaign", "policy-draft"].contains(&facts.kind.slug) { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        access::by_scope(actor, "ask", facts.kind.slug, facts)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts, now) = (permit.act(), permit.facts(), tx.now);
        let [title, words] = MOST;
        let fields = [
            ("title_id", &act.title_id, title),
            ("title_en", &act.title_en, title),
            ("words_id", &act.words_id, words),
            ("words_en", &act.words_en, words),
        ];
        for (name, text, most) in fields {
            if text.trim().is_empty() {
                return Err(Error::field(name, ProblemCode::Missing));
            }
            if text.chars().count() > most {
                return Err(Error::field(name, ProblemCode::TooLong));
            }
            if crate::carried::carries(text) {
                return Err(Error::field(name, ProblemCode::Picture));
            }
            rules::words(&[text])?;
        }
        let row = fields.map(|(_, text, _)| text.trim().to_owned().into());
        let [title_id, title_en, words_id, words_en] = row;
        tx.run(
            "insert into public_topic
               (id, organisation_id, kind, title_id, title_en, words_id, words_en, opened_at, closed_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, null)
             on conflict (id) do update set title_id = excluded.title_id, title_en = excluded.title_en,
               words_id = excluded.words_id, words_en = excluded.words_en, closed_at = null",
            &[
                facts.id.into(),
                facts.organisation.into(),
                facts.kind.code.into(),
                title_id,
                title_en,
                words_id,
                words_en,
                now.into(),
            ],
        )
        .await?;
        tx.trace.kind = Some(facts.kind.slug);
        tx.trace.subject = Some(facts.id);
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.matter)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
