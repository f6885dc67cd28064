//! `make-commitments`: what an adopted policy promises becomes commitments, one for each measure of its framework, unreviewed and tied to
//! it. Done twice it changes nothing.

use model::kinds::{Commitment, PolicyDraft};
use model::time::Span;
use model::{Date, Draft, Id, Kind, Lang, codes, frameworks};

use super::{follow, rules};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::guards;
use crate::acts::open::open_root;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::fields;

/// Makes commitments of an adopted policy.
pub struct MakeCommitments {
    /// The policy.
    pub id: Id,
    /// In which language their titles are written.
    pub language: Lang,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommitmentsMade {
    /// The policy.
    pub id: Id,
    /// New commitments.
    pub made: usize,
    /// Measures that have one already.
    pub there: usize,
}

#[async_trait::async_trait]
impl Act for MakeCommitments {
    type Facts = MatterFacts;
    type Output = CommitmentsMade;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "make-commitments"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MatterFacts> {
        let facts = access::load::matter(tx, self.id, true).await?;
        if facts.kind.slug == "policy-draft" { Ok(facts) } else { Err(Error::NotFound) }
    }

    fn policy(&self, actor: &Actor, facts: &MatterFacts) -> Decision {
        match access::by_scope(actor, "edit", "policy-draft", facts) {
            Decision::Allow(_) => access::holds_right(actor, "open", "commitment", facts.now),
            denied => denied,
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<CommitmentsMade> {
        let (facts, meta) = (permit.facts(), PolicyDraft::META);
        if !["adopted", "due_for_review"].contains(&facts.state.as_str()) {
            return Err(Error::Refused("policy-not-adopted"));
        }
        let record = permit.reveal(fields::load(tx, meta, facts.id, facts.key).await?)?;
        let framework = frameworks::get(&record.text("template")).ok_or(Error::Refused("no-framework"))?;
        let adopted: Date =
            record.text("adopted_on").parse().map_err(|_| Error::Refused("policy-not-adopted"))?;
        let mut made = CommitmentsMade { id: facts.id, made: 0, there: 0 };
        for (at, measure) in framework.measures.iter().enumerate() {
            let key = format!("policy:{}:{at}", facts.id);
            let known = tx
                .row(
                    "select id from entry_origin where organisation_id = $1 and row_key = $2",
                    &[facts.organisation.into(), key.as_str().into()],
                )
                .await?;
            if known.is_some() {
                made.there += 1;
                continue;
            }
            let draft = promise(
                measure,
                (&record.text("title"), &record.text("lead")),
                adopted,
                permit.act().language,
            )?;
            make(permit, tx, &draft, key).await?;
            made.made += 1;
        }
        tx.trace.kind = Some(meta.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        Ok(made)
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<CommitmentsMade> {
        subject.map(|id| CommitmentsMade { id, made: 0, there: 0 })
    }
}

/// The commitment of a measure, due so many months after adoption.
fn promise(
    measure: &frameworks::Measure,
    (policy, lead): (&str, &str),
    adopted: Date,
    language: Lang,
) -> Result<Draft> {
    let target = adopted
        .checked_add(Span::new().months(measure.months))
        .map_err(|_| Error::Storage("a day out of range".into()))?;
    let strategy = codes::label_or_code("mnr-capability", measure.capability, language);
    let source: String = policy.chars().take(300).collect();
    Ok(Draft::default()
        .with("title", measure.words.text(language))
        .with("strategy", strategy)
        .with("lead", lead)
        .with("starts_on", adopted.to_string())
        .with("target_on", target.to_string())
        .with("capabilities", measure.capability)
        .with("source_uri", source)
        .with("source_on", adopted.to_string())
        .with("confidence", "high"))
}

async fn make(permit: &Permit<'_, MakeCommitments>, tx: &mut Tx, draft: &Draft, key: String) -> Result<()> {
    let (facts, meta) = (permit.facts(), Commitment::META);
    let mut record = draft.parse(meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
    guards::texts(meta, &record)?;
    rules::check(meta, &record)?;
    follow::prepare(tx, meta, &mut record);
    let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
    let id = open_root(tx, meta, facts.organisation, post, &record).await?;
    let account = permit.actor().account();
    follow::opened(tx, (meta, id, facts.organisation), &record, (account, Some(key))).await?;
    let (tie, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into tie (id, from_id, to_id, made_at, account_id) values ($1, $2, $3, $4, $5)",
        &[tie.into(), facts.id.into(), id.into(), now.into(), account.into()],
    )
    .await?;
    Ok(())
}
