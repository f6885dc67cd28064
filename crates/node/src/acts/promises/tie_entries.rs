//! `tie-entries`: says that one thing leads to another: a gap to a recommendation, a recommendation to a commitment. One
//! commitment may answer many recommendations and is reported on once.

use model::{Id, ProblemCode};

use super::follow;
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Ties two matters.
pub struct TieEntries {
    /// What leads.
    pub from: Id,
    /// The readable number of what it leads to.
    pub to: String,
}

/// What leads to what.
pub(super) const LEADS: &[(&str, &[&str])] = &[
    ("legal-gap", &["recommendation", "commitment", "policy-draft", "practice-note", "technical-assistance"]),
    ("recommendation", &["commitment", "policy-draft", "practice-note"]),
    ("commitment", &["practice-note", "technical-assistance"]),
    ("capability-assessment", &["commitment", "practice-note", "technical-assistance"]),
    ("policy-draft", &["commitment"]),
    ("company", &["programme", "commitment", "practice-note"]),
];

/// Both ends.
#[derive(Clone)]
pub struct BothEnds {
    /// What leads.
    pub from: MatterFacts,
    /// What it leads to; nothing when there is none with this number.
    pub to: Option<MatterFacts>,
}

impl BothEnds {
    /// For the policy matrix: a matter tied to itself.
    pub(crate) fn of(facts: &MatterFacts) -> Self {
        Self { from: facts.clone(), to: None }
    }
}

#[async_trait::async_trait]
impl Act for TieEntries {
    type Facts = BothEnds;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "tie-entries"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<BothEnds> {
        let from = access::load::matter(tx, self.from, true).await?;
        let written = self.to.trim().to_uppercase();
        let found = tx.row("select id from matter where code = $1", &[written.into()]).await?;
        let to = match found {
            Some(row) => Some(access::load::matter(tx, row.id(0)?, false).await?),
            None => None,
        };
        Ok(BothEnds { from, to })
    }

    fn policy(&self, actor: &Actor, facts: &BothEnds) -> Decision {
        access::by_scope(actor, "edit", facts.from.kind.slug, &facts.from)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (from, to) = (&permit.facts().from, permit.facts().to.as_ref());
        // What somebody may not see, they are not told of.
        let seen = |to: &&MatterFacts| {
            access::by_scope(permit.actor(), "view", to.kind.slug, to).allows() && to.id != from.id
        };
        let to = to.filter(seen).ok_or_else(|| Error::field("to", ProblemCode::UnknownCode))?;
        let leads =
            LEADS.iter().any(|(kind, to_kinds)| *kind == from.kind.slug && to_kinds.contains(&to.kind.slug));
        if !leads {
            return Err(Error::Refused("does-not-lead-there"));
        }
        let (id, now) = (tx.new_id(), tx.now);
        tx.run(
            "insert into tie (id, from_id, to_id, made_at, account_id) values ($1, $2, $3, $4, $5)
             on conflict (from_id, to_id) do nothing",
            &[id.into(), from.id.into(), to.id.into(), now.into(), permit.actor().account().into()],
        )
        .await?;
        if from.kind.slug == "recommendation" {
            follow::write_progress(tx, from.id).await?;
        }
        tx.trace.kind = Some(from.kind.slug);
        tx.trace.subject = Some(from.id);
        tx.trace.listed = vec![to.id];
        Ok(Opened { id: from.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.from)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
