//! What an act is. `docs/ADDING-AN-ACT.md` is the checklist for a new one.

use model::Id;

use crate::access::{Actor, Decision, Rule};
use crate::db::{Effect, Tx};
use crate::error::Result;
use crate::held::{Held, Reveal, Seen};

/// Something that a person, a peer, an import or a timer does to a node.
///
/// Its steps are boxed (`async_trait`), so that they are compiled here, once, and not again in every crate that performs the act.
///
/// It runs in three steps inside one transaction: [`facts`](Act::facts) reads, [`policy`](Act::policy) decides without
/// reading, [`run`](Act::run) does it, and cannot be called without the permit that only [`Node`](crate::Node) makes:
///
/// ```compile_fail
/// async fn sneak<A: node::Act>(act: &A, tx: &mut node::Tx, facts: A::Facts) {
///     let permit = node::Permit { act, facts }; // private fields
///     let _ = A::run(&permit, tx).await;
/// }
/// ```
#[async_trait::async_trait]
pub trait Act: Send + Sync + Sized + 'static {
    /// What the policy needs to know.
    type Facts: Send + Sync + 'static;
    /// What the actor gets.
    type Output: Send + 'static;
    /// Whether anything changes.
    const EFFECT: Effect;

    /// The act's one name: in the API, the journal, labels and file names.
    fn slug(&self) -> &'static str;

    /// Reads what the policy and the act need; changes nothing.
    async fn facts(&self, tx: &mut Tx) -> Result<Self::Facts>;

    /// Decides. Pure: no reading, no clock, no chance, so that the whole matrix can be printed and reviewed.
    fn policy(&self, actor: &Actor, facts: &Self::Facts) -> Decision;

    /// Does it.
    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Self::Output>;

    /// The record that a denial is about, for the journal.
    fn subject(&self) -> Option<Id> {
        None
    }

    /// What an act already done gives back when the same id arrives again; `None` when it cannot be known.
    fn again(_subject: Option<Id>) -> Option<Self::Output> {
        None
    }

    /// As [`again`](Act::again), for acts that must look something up to give back what they gave before.
    async fn repeat(&self, _id: Id, subject: Option<Id>, _tx: &mut Tx) -> Result<Option<Self::Output>> {
        Ok(Self::again(subject))
    }

    /// What a denial of a writing act leaves behind besides its journal entry: counted attempts, nothing else.
    async fn on_denial(&self, _tx: &mut Tx) -> Result<()> {
        Ok(())
    }
}

/// What a caller may hand to the door: an act, or something that stands for one.
pub trait IntoAct {
    /// The act.
    type Act: Act;

    /// Gives it.
    fn into_act(self) -> Self::Act;
}

impl<A: Act> IntoAct for A {
    type Act = A;

    fn into_act(self) -> A {
        self
    }
}

/// Proof that a policy allowed an act, with what it allowed.
pub struct Permit<'a, A: Act> {
    id: Id,
    act: &'a A,
    actor: &'a Actor,
    facts: &'a A::Facts,
    rule: &'a Rule,
}

impl<'a, A: Act> Permit<'a, A> {
    /// Called by the door alone.
    pub(crate) const fn grant(
        id: Id,
        act: &'a A,
        actor: &'a Actor,
        facts: &'a A::Facts,
        rule: &'a Rule,
    ) -> Self {
        Self { id, act, actor, facts, rule }
    }

    /// The act's id, made by the client.
    pub const fn id(&self) -> Id {
        self.id
    }
    /// The act.
    pub const fn act(&self) -> &'a A {
        self.act
    }
    /// Who acts.
    pub const fn actor(&self) -> &'a Actor {
        self.actor
    }
    /// The facts that the policy saw.
    pub const fn facts(&self) -> &'a A::Facts {
        self.facts
    }
    /// The rule that allowed it.
    pub const fn rule(&self) -> &'a Rule {
        self.rule
    }

    /// The organisation for which the actor acts.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for an actor who holds no post.
    pub fn organisation(&self) -> Result<Id> {
        self.actor.organisation_of(self.rule.post).ok_or(crate::Error::NotFound)
    }

    /// Opens what this permit may see of a held value.
    ///
    /// # Errors
    /// [`crate::Error::Sealed`] when a sealed value does not open although its key is there.
    pub fn reveal<T: Reveal>(&self, held: Held<T>) -> Result<Seen<T::Shown>> {
        Ok(Seen::new(held.into_inner().reveal(self.rule.groups)?))
    }

    /// Opens what another rule allows of a held value, and this permit, too: for acts that look at several matters, each
    /// reached in its own way.
    pub(crate) fn reveal_by<T: Reveal>(&self, rule: &Rule, held: Held<T>) -> Result<Seen<T::Shown>> {
        Ok(Seen::new(held.into_inner().reveal(self.rule.groups.and(rule.groups))?))
    }
}
