//! Kinds and acts as lists, for floors that work on all of them: generic pages, the API, the policy matrix.

mod acts;
mod counting;
mod desk;

pub use acts::{ACTS, ActInfo, Decide};

use futures_util::future::BoxFuture;
use model::kinds::{AccessReview, Approval, Flag, Handover, QualityReview};
use model::kinds::{
    Assessment, Case, CasePlan, Concern, Conference, ConferenceDecision, Feedback, FollowUp,
    GraveViolationReturn, Hearing, Incident, LegalProcess, Measure, PlanGoal, ProtectionRequest, ReleasePath,
    Report, RestitutionClaim, SafetyPlan, Service,
};
use model::kinds::{Assignment, Consent, ConsentReview, Referral, Transfer, TransferRequest};
use model::kinds::{Breach, Document, IdentityRequest, LegalHold, RetentionReview, SubjectRequest};
use model::kinds::{CareArrangement, TracingRequest};
use model::kinds::{DataRequest, ListDelivery, Publication};
use model::{Draft, Id, Kind, KindMeta};

use crate::access::{Actor, Decision, MatterFacts};
use crate::act::Act;
use crate::acts::{Assign, Edit, List, ListQuery, Listed, Move, Open, OpenFacts, Opened, View, Viewed};
use crate::error::Result;
use crate::node::Node;

/// The generic acts of one kind, behind one type. Each call is an act through the node's one door.
pub struct KindEntry {
    /// The declaration.
    pub meta: &'static KindMeta,
    open: OpenFn,
    view: fn(Node, Actor, Id) -> BoxFuture<'static, Result<Viewed>>,
    list: fn(Node, Actor, ListQuery) -> BoxFuture<'static, Result<Listed>>,
    edit: EditFn,
    step: StepFn,
    assign: AssignFn,
    decide: fn(&'static str, &Actor, &MatterFacts) -> Decision,
}

type AssignFn = fn(Node, Id, Actor, Id, Id, String) -> BoxFuture<'static, Result<Opened>>;
type EditFn = fn(Node, Id, Actor, Id, Draft, Option<i64>) -> BoxFuture<'static, Result<Opened>>;
type StepFn = fn(Node, Id, Actor, Id, String, Draft) -> BoxFuture<'static, Result<Opened>>;
type OpenFn = fn(Node, Id, Actor, Option<Id>, Draft) -> BoxFuture<'static, Result<Opened>>;

impl KindEntry {
    /// Opens a record; `act` is the act's id, `parent` the matter that a part belongs to.
    ///
    /// # Errors
    /// As [`Open`].
    pub async fn open(
        &self,
        node: &Node,
        act: Id,
        actor: &Actor,
        parent: Option<Id>,
        draft: Draft,
    ) -> Result<Opened> {
        (self.open)(node.clone(), act, actor.clone(), parent, draft).await
    }

    /// Looks at a record.
    ///
    /// # Errors
    /// As [`View`].
    pub async fn view(&self, node: &Node, actor: &Actor, id: Id) -> Result<Viewed> {
        (self.view)(node.clone(), actor.clone(), id).await
    }

    /// Lists records.
    ///
    /// # Errors
    /// As [`List`].
    pub async fn list(&self, node: &Node, actor: &Actor, query: ListQuery) -> Result<Listed> {
        (self.list)(node.clone(), actor.clone(), query).await
    }

    /// Changes fields of a record, if nobody changed it since `version`.
    ///
    /// # Errors
    /// As [`Edit`].
    pub async fn edit(
        &self,
        node: &Node,
        act: Id,
        actor: &Actor,
        id: Id,
        draft: Draft,
        version: Option<i64>,
    ) -> Result<Opened> {
        (self.edit)(node.clone(), act, actor.clone(), id, draft, version).await
    }

    /// Takes a step along the lifecycle.
    ///
    /// # Errors
    /// As [`Move`].
    pub async fn step(
        &self,
        node: &Node,
        act: Id,
        actor: &Actor,
        id: Id,
        action: &str,
        draft: Draft,
    ) -> Result<Opened> {
        (self.step)(node.clone(), act, actor.clone(), id, action.to_owned(), draft).await
    }

    /// Passes custody of a root matter to a post.
    ///
    /// # Errors
    /// As [`Assign`]; [`crate::Error::NotFound`] for a part.
    pub async fn assign(
        &self,
        node: &Node,
        act: Id,
        actor: &Actor,
        id: Id,
        post: Id,
        reason: &str,
    ) -> Result<Opened> {
        (self.assign)(node.clone(), act, actor.clone(), id, post, reason.to_owned()).await
    }
}

fn entry<K: Kind>() -> KindEntry {
    KindEntry {
        meta: K::META,
        open: |node, act, actor, parent, draft| {
            let open =
                parent.map_or_else(|| Open::<K>::root(draft.clone()), |p| Open::part(p, draft.clone()));
            Box::pin(async move { node.perform_as(act, &actor, open).await })
        },
        view: |node, actor, id| Box::pin(async move { node.perform(&actor, View::<K>::new(id)).await }),
        list: |node, actor, query| Box::pin(async move { node.perform(&actor, List::<K>::new(query)).await }),
        edit: |node, act, actor, id, draft, version| {
            let edit = Edit::<K>::new(id, draft);
            let edit = match version {
                Some(version) => edit.since(version),
                None => edit,
            };
            Box::pin(async move { node.perform_as(act, &actor, edit).await })
        },
        step: |node, act, actor, id, action, draft| {
            Box::pin(async move { node.perform_as(act, &actor, Move::<K>::new(id, &action, draft)?).await })
        },
        assign: |node, act, actor, id, post, reason| {
            let assign = Assign::<K>::new(id, post).because(&reason);
            Box::pin(async move { node.perform_as(act, &actor, assign).await })
        },
        decide: decide::<K>,
    }
}

/// What the generic acts of a kind answer for an actor and a matter: for the policy matrix.
fn decide<K: Kind>(verb: &'static str, actor: &Actor, facts: &MatterFacts) -> Decision {
    match verb {
        "open" => match K::META.role {
            model::Role::Part(_) => {
                Open::<K>::part(facts.id, Draft::default()).policy(actor, &OpenFacts::from(facts.clone()))
            }
            model::Role::Root | model::Role::Subject => {
                Open::<K>::root(Draft::default()).policy(actor, &OpenFacts::root(facts.now))
            }
        },
        "view" => View::<K>::new(facts.id).policy(actor, facts),
        "list" => List::<K>::new(ListQuery::default()).policy(actor, &facts.now),
        "edit" => Edit::<K>::new(facts.id, Draft::default()).policy(actor, facts),
        "assign" => Assign::<K>::new(facts.id, facts.custodian).policy(actor, facts),
        step => match Move::<K>::new(facts.id, step, Draft::default()) {
            Ok(step) => step.policy(actor, facts),
            Err(_) => Decision::Hide("no-such-step"),
        },
    }
}

/// Every kind of matter. People are records of another sort and have acts of their own.
pub static KINDS: std::sync::LazyLock<Vec<KindEntry>> = std::sync::LazyLock::new(|| {
    vec![
        entry::<Report>(),
        entry::<Case>(),
        entry::<Assessment>(),
        entry::<PlanGoal>(),
        entry::<Service>(),
        entry::<FollowUp>(),
        entry::<LegalProcess>(),
        entry::<Concern>(),
        entry::<Incident>(),
        entry::<CasePlan>(),
        entry::<SafetyPlan>(),
        entry::<Conference>(),
        entry::<ConferenceDecision>(),
        entry::<Measure>(),
        entry::<Feedback>(),
        entry::<Hearing>(),
        entry::<ProtectionRequest>(),
        entry::<RestitutionClaim>(),
        entry::<ReleasePath>(),
        entry::<GraveViolationReturn>(),
        entry::<IdentityRequest>(),
        entry::<Document>(),
        entry::<LegalHold>(),
        entry::<SubjectRequest>(),
        entry::<Breach>(),
        entry::<RetentionReview>(),
        entry::<Consent>(),
        entry::<ConsentReview>(),
        entry::<Assignment>(),
        entry::<Referral>(),
        entry::<Transfer>(),
        entry::<TransferRequest>(),
        entry::<Approval>(),
        entry::<Flag>(),
        entry::<QualityReview>(),
        entry::<Handover>(),
        entry::<AccessReview>(),
        entry::<CareArrangement>(),
        entry::<TracingRequest>(),
        entry::<ListDelivery>(),
        entry::<Publication>(),
        entry::<DataRequest>(),
    ]
});

/// The kind with this slug or code.
pub fn kind(slug: &str) -> Option<&'static KindEntry> {
    KINDS.iter().find(|entry| entry.meta.slug == slug || entry.meta.code == slug)
}
