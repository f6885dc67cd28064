//! Kinds and acts as lists, for floors that work on all of them: generic pages, the API, the policy matrix.

use futures_util::future::BoxFuture;
use model::kinds::{Assessment, Case, FollowUp, LegalProcess, PlanGoal, Report, Service};
use model::{Draft, Id, Kind, KindMeta};

use crate::access::{Actor, Decision, MatterFacts};
use crate::act::Act;
use crate::acts::{Edit, List, ListQuery, Listed, Move, Open, OpenFacts, Opened, View, Viewed, slugs};
use crate::error::Result;
use crate::node::Node;

/// The generic acts of one kind, behind one type. Each call is an act through the node's one door.
pub struct KindEntry {
    /// The declaration.
    pub meta: &'static KindMeta,
    open: OpenFn,
    view: fn(Node, Actor, Id) -> BoxFuture<'static, Result<Viewed>>,
    list: fn(Node, Actor, ListQuery) -> BoxFuture<'static, Result<Listed>>,
    edit: fn(Node, Id, Actor, Id, Draft, Option<i64>) -> BoxFuture<'static, Result<Opened>>,
    step: fn(Node, Id, Actor, Id, String, Draft) -> BoxFuture<'static, Result<Opened>>,
    decide: fn(&'static str, &Actor, &MatterFacts) -> Decision,
}

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
    ]
});

/// The kind with this slug or code.
pub fn kind(slug: &str) -> Option<&'static KindEntry> {
    KINDS.iter().find(|entry| entry.meta.slug == slug || entry.meta.code == slug)
}

/// One act as the API, the routes and the policy matrix know it.
pub struct ActInfo {
    /// Its one name.
    pub slug: &'static str,
    /// The kind it is about.
    pub kind: &'static str,
    /// Its policy, asked about a matter of that kind.
    pub decide: Box<dyn Fn(&Actor, &MatterFacts) -> Decision + Send + Sync>,
}

/// Every act: the generic ones of every kind, then the special ones.
pub static ACTS: std::sync::LazyLock<Vec<ActInfo>> = std::sync::LazyLock::new(|| {
    let mut acts = Vec::new();
    for entry in KINDS.iter() {
        let steps = entry.meta.lifecycle.steps.iter().map(|step| step.action);
        for verb in slugs::COMMON.into_iter().chain(steps) {
            acts.push(ActInfo {
                slug: slugs::slug(verb, entry.meta.slug),
                kind: entry.meta.slug,
                decide: Box::new(move |actor, facts| (entry.decide)(verb, actor, facts)),
            });
        }
    }
    acts.extend(special());
    acts
});

/// An act with a file of its own, and its policy asked with facts made from a matter's.
fn info<A: Act>(
    slug: &'static str,
    kind: &'static str,
    sample: A,
    facts: fn(&MatterFacts) -> A::Facts,
) -> ActInfo {
    debug_assert_eq!(slug, sample.slug());
    ActInfo { slug, kind, decide: Box::new(move |actor, matter| sample.policy(actor, &facts(matter))) }
}

/// Acts that are not generic. A new act is added here, or the policy matrix and the API do not know it; a test compares
/// this list with the files of `acts/`.
fn special() -> Vec<ActInfo> {
    use crate::acts::staff::{OpenAccount, OpenPost, OpenUnit, SetFirstPassword, StartTenure};
    use crate::acts::upkeep::{MoveNode, RestoreNode, RotateKey};
    let nobody = Id::from_u128(0);
    let text = String::new;
    vec![
        info("open-unit", "unit", OpenUnit { name: text() }, |m| m.now),
        info(
            "open-post",
            "post",
            OpenPost { title_id: text(), title_en: text(), role: text(), unit: None, parent: None },
            |m| m.now,
        ),
        info("open-account", "account", OpenAccount { email: text(), name: text(), lang: text() }, |m| m.now),
        info(
            "start-tenure",
            "tenure",
            StartTenure { post: nobody, account: nobody, acting: false, until: None },
            |m| m.now,
        ),
        info("set-first-password", "account", SetFirstPassword { account: nobody, hash: text() }, |_| false),
        info("move-node", "node", MoveNode { from: text(), to: text() }, |_| ()),
        info(
            "restore-node",
            "node",
            RestoreNode { taken_at: model::Timestamp::from_millis(0), erased: Vec::new() },
            |_| (),
        ),
        info("rotate-key", "node", RotateKey { next: seal::NodeKey::from_bytes([0; 32]) }, |_| ()),
    ]
}
