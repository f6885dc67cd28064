//! `give-family-consent`: what a guardian said for all children of a family is written down with each of them, so that it is
//! enforced, withdrawn and erased child by child.

use model::{Draft, Id, Kind, ProblemCode, kinds};

use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::moves::{self, Named};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::{FamilyFacts, family};

/// Writes down a guardian's word, a court's or the law's, in every open case of the family that the actor carries.
pub struct GiveFamilyConsent {
    /// The family.
    pub id: Id,
    /// Fields of a consent.
    pub draft: Draft,
    /// Organisations that it names.
    pub named: Named,
}

impl GiveFamilyConsent {
    fn reached<'f>(actor: &Actor, facts: &'f FamilyFacts) -> impl Iterator<Item = &'f MatterFacts> {
        let may =
            |case: &&MatterFacts| access::by_scope(actor, "give", kinds::Consent::META.slug, case).allows();
        facts.cases.iter().filter(|case| case.is_open()).filter(may)
    }
}

#[async_trait::async_trait]
impl Act for GiveFamilyConsent {
    type Facts = FamilyFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "give-family-consent"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<FamilyFacts> {
        family::facts(tx, self.id, true).await
    }

    fn policy(&self, actor: &Actor, facts: &FamilyFacts) -> Decision {
        let mut cases = facts.cases.iter();
        let first = cases.find_map(|case| {
            let decision = access::by_scope(actor, "give", kinds::Consent::META.slug, case);
            decision.allows().then_some(decision)
        });
        first.unwrap_or(Decision::Hide("out-of-scope"))
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let (act, facts) = (permit.act(), permit.facts());
        // A child is asked alone, not in one breath with brothers and sisters.
        if act.draft.text("given_by") == "child" {
            return Err(Error::field("given_by", ProblemCode::UnknownCode));
        }
        let cases: Vec<_> = Self::reached(permit.actor(), facts).map(|case| case.id).collect();
        if cases.is_empty() {
            return Err(Error::Refused("matter-closed"));
        }
        let mut given = Vec::with_capacity(cases.len());
        for case in cases {
            // Held against others one by one; a word that may not be taken for one child is taken for none.
            let case = access::load::matter(tx, case, true).await?;
            given.push(moves::give(tx, &case, &act.draft, &act.named).await?);
        }
        tx.trace = crate::journal::Trace::default();
        tx.trace.kind = Some(family::META.slug);
        tx.trace.subject = Some(facts.id);
        tx.trace.key = Some(facts.key);
        tx.trace.listed = given;
        Ok(Opened { id: facts.id })
    }

    fn subject(&self) -> Option<Id> {
        Some(self.id)
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}
