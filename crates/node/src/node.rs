//! The node and its one door.

use std::path::PathBuf;
use std::sync::{Arc, Weak};

use model::{Id, Lang, Timestamp};
use seal::MemberKey;

use crate::access::{self, Actor, Origin};
use crate::act::{Act, IntoAct};
use crate::challenge::Challenge;
use crate::clock::{Chance, Clock};
use crate::db::{Db, Ring, TxContext, Verdict, migrate};
use crate::door;
use crate::error::{Error, Result};
use crate::keys::{Keys, NodeSecrets};
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::search::People;
use crate::settings::Settings;
use crate::store::staff;
use crate::upkeep::Running;

/// Where a node keeps its data.
#[derive(Debug, Clone)]
pub enum Place {
    /// A SQLite file.
    Sqlite(PathBuf),
    /// A PostgreSQL address.
    Postgres(String),
}

/// A running node.
#[derive(Clone)]
pub struct Node {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    context: TxContext,
    passwords: Arc<Passwords>,
    origin: String,
    holder: String,
    running: Running,
    metrics: Metrics,
}

impl Node {
    /// Opens a node's database and brings its schema up to date. `origin` names its journal: the member id.
    ///
    /// # Errors
    /// [`Error::UnknownSchema`] for a database of a newer program, [`Error::Sealed`] when the secrets are not those of this
    /// database, [`Error::Storage`] when it cannot be opened.
    pub async fn open(
        place: &Place,
        origin: &str,
        secrets: NodeSecrets,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
    ) -> Result<Self> {
        Self::open_with(place, origin, secrets, clock, chance, Settings::default()).await
    }

    /// The same with other settings than the usual ones: demonstrations and tests, or a stricter house.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(
        place: &Place,
        origin: &str,
        secrets: NodeSecrets,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        settings: Settings,
    ) -> Result<Self> {
        let passwords = Arc::new(Passwords::new(settings.password_cost));
        let context = TxContext {
            keys: Arc::new(Keys::new(secrets.duplicate(), None)),
            people: Arc::new(People::default()),
            settings: Arc::new(settings),
            callers: Arc::default(),
            roles: Arc::default(),
            asked: Arc::default(),
            marks: Arc::default(),
            hashes: Arc::default(),
            directory: Arc::default(),
            matching: Arc::default(),
        };
        let db = connect(place, clock.clone(), chance.clone(), context.clone()).await?;
        if migrate::migrate(&db).await? {
            db.ring(&Ring::Schema);
        }
        let house = house_key(&db).await?;
        let context = TxContext { keys: Arc::new(Keys::new(secrets, Some(&house))), ..context };
        let db = db.adopt(context.clone()).await?;
        let mut holder = [0; 8];
        chance.stream().fill(&mut holder);
        let holder = seal::to_hex(&holder);
        let origin = origin.to_owned();
        let (running, metrics) = (Running::default(), Metrics::default());
        let inner = Inner { db, clock, chance, context, passwords, origin, holder, running, metrics };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The present instant by this node's clock.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// A new id, for an act or a record.
    pub fn new_id(&self) -> Id {
        let mut random = [0; 10];
        self.inner.chance.stream().fill(&mut random);
        Id::new(self.now(), random)
    }

    /// A new id for an act of somebody who did not sign in. It tells the time to the minute only, because the journal keeps it.
    pub fn new_public_id(&self) -> Id {
        let mut random = [0; 10];
        self.inner.chance.stream().fill(&mut random);
        Id::new(self.now().whole_minute(), random)
    }

    /// A puzzle for a public form; [`DIFFICULTY`](crate::DIFFICULTY) unless the operator configured another.
    pub fn challenge(&self, difficulty: u8) -> Challenge {
        let key = self.inner.context.keys.lookup.subkey("challenge");
        Challenge::issue(&key, self.now(), &mut *self.inner.chance.stream(), difficulty)
    }

    /// Which engine holds the data.
    pub fn engine(&self) -> crate::Engine {
        self.db().engine()
    }

    /// The name of this node's journal: its member id.
    pub fn origin(&self) -> &str {
        &self.inner.origin
    }

    /// This node, without keeping it alive: for tasks in the background.
    pub(crate) fn downgrade(&self) -> WeakNode {
        WeakNode(Arc::downgrade(&self.inner))
    }

    /// A stream of random bytes.
    pub(crate) fn entropy(&self) -> Box<dyn seal::Entropy + Send> {
        self.inner.chance.stream()
    }

    /// This process, as a holder of leases.
    pub(crate) fn holder(&self) -> &str {
        &self.inner.holder
    }

    pub(crate) fn running(&self) -> &Running {
        &self.inner.running
    }

    pub(crate) fn tallies(&self) -> &Metrics {
        &self.inner.metrics
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn people(&self) -> &Arc<People> {
        &self.inner.context.people
    }

    pub(crate) fn callers(&self) -> &crate::callers::Callers {
        &self.inner.context.callers
    }

    /// Connections to PostgreSQL that this process opens at most.
    pub(crate) fn connections_at_most(&self) -> u32 {
        self.inner.context.settings.connections
    }

    pub(crate) fn keys(&self) -> &Arc<Keys> {
        &self.inner.context.keys
    }

    pub(crate) fn passwords(&self) -> &Arc<Passwords> {
        &self.inner.passwords
    }

    pub(crate) fn chance(&self) -> &Arc<dyn Chance> {
        &self.inner.chance
    }

    /// The actor behind an account, with the posts it holds now. Whoever calls this has made sure of who it is: a session, or
    /// an operator at the command line.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn actor(&self, account: Id, lang: Lang, origin: Origin) -> Result<Actor> {
        self.db().read(move |tx| Box::pin(access::load::staff(tx, account, None, lang, origin))).await
    }

    /// The actor behind an address, for commands run by an operator.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no account has this address.
    pub async fn actor_by_email(&self, email: &str, lang: Lang) -> Result<Actor> {
        let email = email.to_owned();
        let account =
            self.db().read(move |tx| Box::pin(async move { staff::account_of(tx, &email).await })).await?;
        self.actor(account.ok_or(Error::NotFound)?, lang, Origin::Command).await
    }

    /// The node itself, as an actor for set-up and timers.
    pub fn system(&self, work: &'static str) -> Actor {
        Actor::system(work)
    }

    /// Performs an act under a new id. See [`perform_as`](Self::perform_as).
    ///
    /// # Errors
    /// As [`perform_as`](Self::perform_as).
    pub async fn perform<A: IntoAct>(&self, actor: &Actor, act: A) -> Result<<A::Act as Act>::Output> {
        self.at_the_door((self.new_id(), true), actor.clone(), act.into_act()).await
    }

    /// The door: opens one transaction, gathers facts, asks the policy, runs the act, adds its journal entry, commits.
    /// Denials are journalled too. An id that was performed before is not performed again.
    ///
    /// # Errors
    /// What the policy or the act answers. After an error nothing has changed.
    pub async fn perform_as<A: IntoAct>(
        &self,
        id: Id,
        actor: &Actor,
        act: A,
    ) -> Result<<A::Act as Act>::Output> {
        self.at_the_door((id, false), actor.clone(), act.into_act()).await
    }

    async fn at_the_door<A: Act>(&self, id: (Id, bool), actor: Actor, act: A) -> Result<A::Output> {
        door::through(self, id, actor, door::errand(act)).await.and_then(door::of)
    }
}

/// Opens a database before its house key is known: only for migrating it, reading that key, or filling a blank one.
pub(crate) async fn connect(
    place: &Place,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    context: TxContext,
) -> Result<Db> {
    match place {
        Place::Sqlite(path) => Db::open_sqlite(path, clock, chance, context).await,
        Place::Postgres(url) => Db::open_postgres(url, clock, chance, context).await,
    }
}

async fn house_key(db: &Db) -> Result<MemberKey> {
    db.write(|tx| {
        Box::pin(async move {
            let key = tx.house_key().await;
            (if key.is_ok() { Verdict::Keep } else { Verdict::Undo }, key)
        })
    })
    .await
}

/// A node that may be gone.
pub(crate) struct WeakNode(Weak<Inner>);

impl WeakNode {
    /// The node, if it still runs.
    pub(crate) fn upgrade(&self) -> Option<Node> {
        self.0.upgrade().map(|inner| Node { inner })
    }
}
