//! `decide-pair`: a person says whether two rows speak of one child. Every later run obeys.

use std::collections::HashMap;

use model::{Id, ProblemCode, Timestamp};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::counting::Verdicts;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::counting::pairs::{self, PairRow};

/// Decides.
pub struct DecidePair {
    /// The pair.
    pub pair: Id,
    /// `same`, `different` or `unsure`.
    pub verdict: String,
}

/// What the policy needs.
pub struct PairFacts {
    pub(super) organisation: Id,
    pub(super) now: Timestamp,
    pub(super) pair: Option<PairRow>,
}

impl PairFacts {
    /// As a matter of the same organisation has them, for the policy matrix.
    pub(crate) fn through(matter: &MatterFacts) -> Self {
        Self { organisation: matter.organisation, now: matter.now, pair: None }
    }

    pub(super) async fn of(tx: &mut Tx, pair: Id) -> Result<Self> {
        let (pair, organisation) = pairs::get(tx, pair).await?;
        Ok(Self { organisation, now: tx.now, pair: Some(pair) })
    }
}

#[async_trait::async_trait]
impl Act for DecidePair {
    type Facts = PairFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "decide-pair"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<PairFacts> {
        pairs::hold(tx, self.pair).await?;
        PairFacts::of(tx, self.pair).await
    }

    fn policy(&self, actor: &Actor, facts: &PairFacts) -> Decision {
        access::in_organisation(actor, "decide", "linkage-pair", facts.organisation, facts.now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        if !["same", "different", "unsure"].contains(&act.verdict.as_str()) {
            return Err(Error::field("verdict", ProblemCode::UnknownCode));
        }
        let pair = facts.pair.as_ref().ok_or(Error::NotFound)?;
        match (pair.verdict.as_deref(), pair.decision) {
            (Some("unsure"), Some(doubt)) => pairs::undo(tx, doubt, permit.actor().account()).await?,
            (Some(_), _) => return Err(Error::Refused("pair-decided")),
            _ => {}
        }
        if act.verdict != "unsure" {
            agrees(tx, facts.organisation, pair.rows, act.verdict == "same").await?;
        }
        let by = (permit.actor().account(), permit.rule().post);
        pairs::decide(tx, facts.organisation, pair.rows, &act.verdict, by).await?;
        tx.trace.kind = Some("linkage-pair");
        tx.trace.subject = Some(pair.id);
        Ok(Opened { id: pair.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.pair)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// A decision must not contradict those that stand: the same as the same is the same.
async fn agrees(tx: &mut Tx, organisation: Id, pair: (Id, Id), same: bool) -> Result<()> {
    let mut places: HashMap<Id, usize> = HashMap::new();
    let mut verdicts = Verdicts::default();
    let mut place = |row: Id| {
        let next = places.len();
        *places.entry(row).or_insert(next)
    };
    for decision in pairs::standing(tx, organisation).await? {
        let decided = (place(decision.one), place(decision.other));
        if decision.same { &mut verdicts.same } else { &mut verdicts.different }.push(decided);
    }
    let asked = (place(pair.0), place(pair.1));
    let known = places.len();
    if verdicts.contradicts(asked, same, known) { Err(Error::Refused("pair-contradicts")) } else { Ok(()) }
}
