//! Kinds and acts as lists, for floors that work on all of them: generic pages, the API, the policy matrix.

mod acts;
mod counting;
mod desk;
mod exchange;
mod field;
mod harm;
mod learning;
mod money;
mod monitoring;
mod promises;
mod research;

pub use acts::{ACTS, ActInfo, Decide};

use model::{Draft, Id, KindMeta, Role, kinds};

use crate::access::{Actor, Decision, MatterFacts};
use crate::act::Act;
use crate::acts::{
    AssignMatter, EditMatter, ListMatters, ListQuery, Listed, MoveMatter, OpenFacts, OpenMatter, Opened,
    ViewMatter, Viewed,
};
use crate::error::Result;
use crate::node::Node;

/// The generic acts of one kind. Each call is an act through the node's one door.
pub struct KindEntry {
    /// The declaration.
    pub meta: &'static KindMeta,
}

impl KindEntry {
    /// What the generic acts of this kind answer for an actor and a matter: for the policy matrix.
    pub(crate) fn decide(&self, verb: &'static str, actor: &Actor, facts: &MatterFacts) -> Decision {
        let (meta, draft) = (self.meta, Draft::default());
        match verb {
            "open" => match meta.role {
                Role::Part(_) => OpenMatter::new(meta, Some(facts.id), draft)
                    .policy(actor, &OpenFacts::from(facts.clone())),
                Role::Root | Role::Subject => {
                    OpenMatter::new(meta, None, draft).policy(actor, &OpenFacts::root(facts.now))
                }
            },
            "view" => ViewMatter::new(meta, facts.id).policy(actor, facts),
            "list" => ListMatters::new(meta, ListQuery::default()).policy(actor, &facts.now),
            "edit" => EditMatter::new(meta, facts.id, draft, None).policy(actor, facts),
            "assign" => AssignMatter::new(meta, facts.id, facts.custodian, "").policy(actor, facts),
            step => match MoveMatter::new(meta, facts.id, step, draft) {
                Ok(step) => step.policy(actor, facts),
                Err(_) => Decision::Hide("no-such-step"),
            },
        }
    }

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
        node.perform_as(act, actor, OpenMatter::new(self.meta, parent, draft)).await
    }

    /// Looks at a record.
    ///
    /// # Errors
    /// As [`View`].
    pub async fn view(&self, node: &Node, actor: &Actor, id: Id) -> Result<Viewed> {
        node.perform(actor, ViewMatter::new(self.meta, id)).await
    }

    /// Lists records.
    ///
    /// # Errors
    /// As [`List`].
    pub async fn list(&self, node: &Node, actor: &Actor, query: ListQuery) -> Result<Listed> {
        node.perform(actor, ListMatters::new(self.meta, query)).await
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
        node.perform_as(act, actor, EditMatter::new(self.meta, id, draft, version)).await
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
        node.perform_as(act, actor, MoveMatter::new(self.meta, id, action, draft)?).await
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
        node.perform_as(act, actor, AssignMatter::new(self.meta, id, post, reason)).await
    }
}

/// Every kind of matter. People and families are records of another sort and have acts of their own.
pub static KINDS: std::sync::LazyLock<Vec<KindEntry>> = std::sync::LazyLock::new(|| {
    let matters = kinds::ALL.iter().filter(|meta| meta.role != Role::Subject);
    matters.map(|meta| KindEntry { meta }).collect()
});

/// The kind with this slug or code.
pub fn kind(slug: &str) -> Option<&'static KindEntry> {
    KINDS.iter().find(|entry| entry.meta.slug == slug || entry.meta.code == slug)
}
