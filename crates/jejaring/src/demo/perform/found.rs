//! Agencies, units, posts and accounts of a plan, founded on an empty node.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use model::time::Zone;
use model::{Date, Id, Lang, Timestamp};
use node::access::Origin;
use node::acts::staff::{FoundNode, OpenAccount, OpenPost, OpenUnit, StartTenure};
use node::{Act, Actor, Error, IntoAct, Node, Result};

use super::super::plan::{Key, Plan, PostKey, StaffKey};
use super::super::signins::administrator;
use super::public::Filed;

/// Who plays, and what there is on the node by now.
#[derive(Debug)]
pub(crate) struct Stage {
    /// Organisations, by agency.
    pub(crate) organisations: Vec<Id>,
    /// Administrators, by agency.
    pub(crate) admins: Vec<Actor>,
    posts: Vec<Id>,
    /// Agency of each post.
    agencies: Vec<usize>,
    /// Accounts by staff key.
    pub(crate) accounts: Vec<Id>,
    langs: Vec<Lang>,
    holders: HashMap<PostKey, StaffKey>,
    actors: HashMap<StaffKey, Actor>,
    made: Vec<Option<Id>>,
    filed: HashMap<Key, Filed>,
    known: HashSet<Id>,
    due: Mutex<HashMap<Key, Vec<(Id, Timestamp)>>>,
}

/// Performs an act and counts it.
pub(crate) async fn act<A: IntoAct>(
    node: &Node,
    acts: &AtomicUsize,
    actor: &Actor,
    act: A,
) -> Result<<A::Act as Act>::Output> {
    acts.fetch_add(1, Ordering::Relaxed);
    node.perform(actor, act).await
}

/// Founds the agencies of a plan with their units, posts and accounts.
pub(crate) async fn found(node: &Node, plan: &Plan, acts: &AtomicUsize) -> Result<Stage> {
    let mut stage = Stage {
        organisations: Vec::new(),
        admins: Vec::new(),
        posts: Vec::new(),
        agencies: plan.posts.iter().map(|post| post.agency).collect(),
        accounts: Vec::new(),
        langs: Vec::new(),
        holders: HashMap::new(),
        actors: HashMap::new(),
        made: vec![None; plan.keys],
        filed: HashMap::new(),
        known: HashSet::new(),
        due: Mutex::default(),
    };
    let system = node.system("demo");
    for agency in plan.node.agencies {
        let found = FoundNode {
            member_id: agency.member.into(),
            name: agency.name.into(),
            email: administrator(agency.domain),
            admin_name: "Administrator Contoh".into(),
        };
        let founded = act(node, acts, &system, found).await?;
        stage.organisations.push(founded.organisation);
        stage.admins.push(node.actor(founded.account, Lang::Id, Origin::Online).await?);
    }
    posts(node, plan, &mut stage, acts).await?;
    for staff in &plan.staff {
        let account =
            OpenAccount { email: staff.email.clone(), name: staff.name.clone(), lang: staff.lang.into() };
        let account = act(node, acts, stage.admin(staff.agency)?, account).await?.id;
        stage.accounts.push(account);
        stage.langs.push(if staff.lang == "en" { Lang::En } else { Lang::Id });
    }
    Ok(stage)
}

async fn posts(node: &Node, plan: &Plan, stage: &mut Stage, acts: &AtomicUsize) -> Result<()> {
    let mut units: HashMap<(usize, &str), Id> = HashMap::new();
    for post in &plan.posts {
        let unit = match post.unit {
            None => None,
            Some(name) => match units.get(&(post.agency, name)) {
                Some(id) => Some(*id),
                None => {
                    let unit = OpenUnit { name: name.to_owned() };
                    let id = act(node, acts, stage.admin(post.agency)?, unit).await?.id;
                    units.insert((post.agency, name), id);
                    Some(id)
                }
            },
        };
        let parent = post.parent.map(|parent| stage.post(parent)).transpose()?;
        let open = OpenPost {
            title_id: post.title_id.clone(),
            title_en: post.title_en.clone(),
            role: post.role.into(),
            unit,
            parent,
        };
        let id = act(node, acts, stage.admin(post.agency)?, open).await?.id;
        stage.posts.push(id);
    }
    Ok(())
}

impl Stage {
    fn admin(&self, agency: usize) -> Result<&Actor> {
        self.admins.get(agency).ok_or(Error::NotFound)
    }

    /// The id of a post.
    pub(crate) fn post(&self, key: PostKey) -> Result<Id> {
        self.posts.get(key).copied().ok_or(Error::NotFound)
    }

    /// The organisation of a post.
    pub(crate) fn organisation(&self, key: PostKey) -> Result<Id> {
        let agency = self.agencies.get(key).copied().ok_or(Error::NotFound)?;
        self.organisations.get(agency).copied().ok_or(Error::NotFound)
    }

    /// Whoever holds a post now.
    pub(crate) fn actor(&self, key: PostKey) -> Result<&Actor> {
        self.holders.get(&key).and_then(|staff| self.actors.get(staff)).ok_or(Error::NotFound)
    }

    /// Remembers what was made.
    pub(crate) fn keep(&mut self, key: Key, id: Id) {
        if let Some(place) = self.made.get_mut(key) {
            *place = Some(id);
        }
    }

    /// Remembers a public report and its receipt.
    pub(crate) fn keep_filed(&mut self, key: Key, filed: Filed) {
        self.keep(key, filed.report);
        self.known.insert(filed.report);
        self.filed.insert(key, filed);
    }

    /// Whether this is a public report that was seen before.
    pub(crate) fn knows(&self, report: Id) -> bool {
        self.known.contains(&report)
    }

    /// A public report with its receipt.
    pub(crate) fn filed(&self, key: Key) -> Result<&Filed> {
        self.filed.get(&key).ok_or(Error::NotFound)
    }

    /// What was made.
    pub(crate) fn made(&self, key: Key) -> Result<Id> {
        self.made.get(key).copied().flatten().ok_or(Error::NotFound)
    }

    fn due(&self) -> MutexGuard<'_, HashMap<Key, Vec<(Id, Timestamp)>>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers which follow-ups of a case are due.
    pub(crate) fn keep_due(&self, case: Key, due: Vec<(Id, Timestamp)>) {
        self.due().insert(case, due);
    }

    /// Which follow-ups are due has changed.
    pub(crate) fn forget_due(&self, case: Key) {
        self.due().remove(&case);
    }

    /// Takes the follow-up that is due nearest to an instant.
    pub(crate) fn take_due(&self, case: Key, about: Timestamp) -> Option<Id> {
        let mut due = self.due();
        let rows = due.get_mut(&case)?;
        let far = |at: Timestamp| (at.millis() - about.millis()).abs();
        let nearest = rows.iter().enumerate().min_by_key(|(_, (_, at))| far(*at)).map(|(index, _)| index)?;
        Some(rows.swap_remove(nearest).0)
    }

    /// Somebody takes a post.
    pub(crate) async fn take_post(
        &mut self,
        node: &Node,
        (post, staff): (PostKey, StaffKey),
        acting: bool,
        until: Option<Date>,
        acts: &AtomicUsize,
    ) -> Result<()> {
        let account = self.accounts.get(staff).copied().ok_or(Error::NotFound)?;
        let agency = self.agencies.get(post).copied().ok_or(Error::NotFound)?;
        let start = StartTenure {
            post: self.post(post)?,
            account,
            acting,
            until: until.map(|day| Timestamp::start_of(day, Zone::Wib)),
        };
        act(node, acts, self.admin(agency)?, start).await?;
        let lang = self.langs.get(staff).copied().unwrap_or(Lang::Id);
        self.actors.insert(staff, node.actor(account, lang, Origin::Online).await?);
        self.holders.insert(post, staff);
        Ok(())
    }
}
