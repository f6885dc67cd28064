//! `open-report`, `open-service`, …: a new record of a kind, with its first state, custody and due date.

use model::kinds::BY_OWN_ACT;
use model::{Draft, Id, Kind, KindMeta, Role};
use serde::Serialize;

use super::of::Of;
use super::{effects, guards, linked, promises, slugs, workflow};
use crate::access::{self, Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::matter::NewMatter;
use crate::store::{clocks, custody, fields, matter, stage};

/// Opens a record of a kind.
pub struct OpenMatter {
    meta: &'static KindMeta,
    draft: Draft,
    parent: Option<Id>,
    post: Option<Id>,
}

/// The same of kind `K`.
pub type Open<K> = Of<K, OpenMatter>;

impl OpenMatter {
    /// A new record, as a part of `parent` or as a root matter in the custody of the actor's own post.
    pub const fn new(meta: &'static KindMeta, parent: Option<Id>, draft: Draft) -> Self {
        Self { meta, draft, parent, post: None }
    }
}

impl<K: Kind> Open<K> {
    /// A new root matter, in the custody of the actor's own post.
    pub fn root(draft: Draft) -> Self {
        Self::made(OpenMatter::new(K::META, None, draft))
    }

    /// A new part of a matter.
    pub fn part(parent: Id, draft: Draft) -> Self {
        Self::made(OpenMatter::new(K::META, Some(parent), draft))
    }

    /// In the custody of this post instead.
    #[must_use]
    pub fn with_custodian(self, post: Id) -> Self {
        self.with(|act| OpenMatter { post: Some(post), ..act })
    }
}

/// A list comes with its rows, a release with its proof, an alert with the answer of its rule.
const WITH_CONTENT: [&str; 3] = ["list-delivery", "publication", "rule-alert"];

/// Facts about the matter that a part is opened in.
pub struct OpenFacts {
    parent: Option<MatterFacts>,
    now: model::Timestamp,
}

impl OpenFacts {
    /// For a root matter.
    pub fn root(now: model::Timestamp) -> Self {
        Self { parent: None, now }
    }
}

impl From<MatterFacts> for OpenFacts {
    fn from(parent: MatterFacts) -> Self {
        Self { now: parent.now, parent: Some(parent) }
    }
}

/// What was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opened {
    /// Its id.
    pub id: Id,
}

#[async_trait::async_trait]
impl Act for OpenMatter {
    type Facts = OpenFacts;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        slugs::slug("open", self.meta.slug)
    }

    async fn facts(&self, tx: &mut Tx) -> Result<OpenFacts> {
        let parent = match (self.meta.role, self.parent) {
            (Role::Part(root), Some(id)) => {
                let parent = access::load::matter(tx, id, true).await?;
                if parent.kind.slug != root {
                    return Err(Error::NotFound);
                }
                Some(parent)
            }
            (Role::Root, None) => None,
            _ => return Err(Error::NotFound),
        };
        Ok(OpenFacts { parent, now: tx.now })
    }

    fn policy(&self, actor: &Actor, facts: &OpenFacts) -> Decision {
        match &facts.parent {
            Some(parent) => access::by_scope(actor, "open", self.meta.slug, parent),
            None => access::holds_right(actor, "open", self.meta.slug, facts.now),
        }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let record =
            act.draft.parse(permit.act().meta, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(permit.act().meta, &record)?;
        let record = crate::harm::tidy(permit.act().meta, record)?;
        let id = match &permit.facts().parent {
            // More has to be true of these than a form can say.
            Some(_) if BY_OWN_ACT.contains(&permit.act().meta.slug) => {
                return Err(Error::Refused("by-own-act"));
            }
            Some(parent) => {
                // What a conference decided comes from the conference, with the post that it named: `AddDecision`.
                if permit.act().meta.slug == "conference-decision" {
                    return Err(Error::Refused("decision-needs-conference"));
                }
                guards::may_add(parent, permit.act().meta)?;
                promises::rules::may_add(parent, permit.act().meta)?;
                promises::rules::check(permit.act().meta, &record)?;
                super::care::open(permit.act().meta, &record)?;
                let mut record = record;
                effects::prepare(tx, parent, permit.act().meta, &mut record).await?;
                linked::check(tx, parent.id, permit.act().meta, &record).await?;
                let id = open_part(tx, permit.act().meta, parent, &record).await?;
                effects::opened(tx, parent, (permit.act().meta, id), &record, permit.rule().post).await?;
                super::moves::recorded(tx, permit.rule(), parent, id).await?;
                id
            }
            // A child is looked for before a case is opened: `OpenCase` is the only way.
            None if permit.act().meta.slug == "case" => return Err(Error::Refused("search-first")),
            None if BY_OWN_ACT.contains(&permit.act().meta.slug)
                || WITH_CONTENT.contains(&permit.act().meta.slug) =>
            {
                return Err(Error::Refused("by-own-act"));
            }
            None => {
                let post = act.post.or(permit.rule().post).ok_or(Error::Refused("no-such-post"))?;
                let (organisation, _) = custody::post(tx, post).await?;
                if Some(organisation) != permit.actor().organisation_of(permit.rule().post) {
                    return Err(Error::Refused("post-elsewhere"));
                }
                let (meta, by) = (permit.act().meta, (permit.actor().account(), None));
                let mut record = record;
                promises::rules::check(meta, &record)?;
                promises::follow::prepare(tx, meta, &mut record);
                let id = open_root(tx, meta, organisation, post, &record).await?;
                promises::follow::opened(tx, (meta, id, organisation), &record, by).await?;
                effects::opened_root(tx, (meta, id), &record).await?;
                crate::monitoring::opened_root(tx, (meta, id), &record, permit.actor().account()).await?;
                id
            }
        };
        Ok(Opened { id })
    }

    fn subject(&self) -> Option<Id> {
        self.parent
    }

    fn again(subject: Option<Id>) -> Option<Opened> {
        subject.map(|id| Opened { id })
    }
}

/// Opens a root matter with a key of its own.
pub(crate) async fn open_root(
    tx: &mut Tx,
    meta: &'static KindMeta,
    organisation: Id,
    post: Id,
    record: &model::Record,
) -> Result<Id> {
    let (key_id, key) = tx.make_person_key(organisation).await?;
    let id = tx.new_id();
    insert_root(tx, meta, id, (organisation, post), (key_id, &key), record).await?;
    Ok(id)
}

/// Opens a root matter that nobody typed in: under the key of whom it is about, else with a key of its own.
pub(crate) async fn open_for_node(
    tx: &mut Tx,
    meta: &'static KindMeta,
    (organisation, post): (Id, Id),
    key: Option<Id>,
    record: &model::Record,
) -> Result<Id> {
    guards::texts(meta, record)?;
    match key {
        Some(key_id) => {
            let (id, key) = (tx.new_id(), tx.key_for_writing(key_id).await?);
            insert_root(tx, meta, id, (organisation, post), (key_id, &key), record).await?;
            Ok(id)
        }
        None => open_root(tx, meta, organisation, post, record).await,
    }
}

/// Inserts a root matter under a key that exists.
pub(crate) async fn insert_root(
    tx: &mut Tx,
    meta: &'static KindMeta,
    id: Id,
    (organisation, post): (Id, Id),
    (key_id, key): (Id, &seal::PersonKey),
    record: &model::Record,
) -> Result<()> {
    let opened_at = tx.now;
    let new = NewMatter {
        id,
        meta,
        organisation,
        custodian: Some(post),
        parent: None,
        root: id,
        key: key_id,
        region: matter::region_of(meta, record),
        due: matter::due_of(meta, record, opened_at),
        priority: matter::priority_of(meta, record),
        opened_at,
    };
    matter::insert(tx, new).await?;
    fields::insert(tx, meta, id, &[], key, record).await?;
    custody::start(tx, id, post).await?;
    stage::backdate(tx, id, meta, record).await?;
    let urgent = matter::priority_of(meta, record) == "urgent";
    clocks::start(tx, meta.slug, id, urgent, matter::clock_starts(meta, record, opened_at)).await?;
    if meta.slug == "case" {
        workflow::part_changed(tx, id).await?;
    }
    tx.trace.kind = Some(meta.slug);
    tx.trace.subject = Some(id);
    tx.trace.key = Some(key_id);
    Ok(())
}

/// Opens a part under its root's key and custody.
pub(crate) async fn open_part(
    tx: &mut Tx,
    meta: &'static KindMeta,
    parent: &MatterFacts,
    record: &model::Record,
) -> Result<Id> {
    let id = tx.new_id();
    let opened_at = tx.now;
    let new = NewMatter {
        id,
        meta,
        organisation: parent.organisation,
        custodian: None,
        parent: Some(parent.id),
        root: parent.root,
        key: parent.key,
        region: None,
        due: matter::due_of(meta, record, opened_at),
        priority: matter::priority_of(meta, record),
        opened_at,
    };
    matter::insert(tx, new).await?;
    stage::backdate(tx, id, meta, record).await?;
    let key = tx.key_for_writing(parent.key).await?;
    fields::insert(tx, meta, id, &[], &key, record).await?;
    workflow::part_changed(tx, parent.root).await?;
    tx.trace.kind = Some(meta.slug);
    tx.trace.subject = Some(id);
    tx.trace.key = Some(parent.key);
    Ok(id)
}
