//! The node and its one door.

use std::path::PathBuf;
use std::sync::{Arc, Weak};

use futures_util::future::BoxFuture;
use model::{Id, Lang, Timestamp};
use seal::MemberKey;

use crate::access::{self, Actor, Decision, Origin};
use crate::act::{Act, IntoAct, Permit};
use crate::challenge::Challenge;
use crate::clock::{Chance, Clock};
use crate::db::{Db, Effect, Tx, TxContext, Verdict, migrate};
use crate::error::{DISK_FULL, Error, Result};
use crate::journal::{self, Trace};
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
            directory: Arc::default(),
        };
        let db = connect(place, clock.clone(), chance.clone(), context.clone()).await?;
        migrate::migrate(&db).await?;
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
        self.at_the_door(self.new_id(), actor.clone(), act.into_act()).await
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
        self.at_the_door(id, actor.clone(), act.into_act()).await
    }

    async fn at_the_door<A: Act>(&self, id: Id, actor: Actor, act: A) -> Result<A::Output> {
        let (node, actor, act) = (self.clone(), Arc::new(actor), Arc::new(act));
        // On a task of its own, so that a caller who goes away does not leave a transaction half done.
        let task = tokio::spawn(async move {
            let (slug, began) = (act.slug(), tokio::time::Instant::now());
            let result = match A::EFFECT {
                Effect::Writes => node.write_act(id, actor, act).await,
                Effect::Reads => node.read_act(id, actor, act).await,
            };
            node.inner.metrics.note(slug, &result, began.elapsed());
            node.inner.running.wake.notify_one();
            result
        });
        task.await.map_err(|_| Error::Storage("an act did not end".into()))?
    }

    async fn write_act<A: Act>(&self, id: Id, actor: Arc<Actor>, act: Arc<A>) -> Result<A::Output> {
        if self.inner.db.reserve().is_full() {
            // What is left of the disk is for the entries of those who read.
            return Err(Error::Refused(DISK_FULL));
        }
        self.inner
            .db
            .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<A::Output>)> {
                let (actor, act) = (actor.clone(), act.clone());
                Box::pin(async move {
                    tx.trace = Trace::default();
                    let result = write_in(tx, id, &actor, &*act).await;
                    match result {
                        Ok(output) => (Verdict::Keep, Ok(output)),
                        // The entry of a denial stays.
                        Err(Stop::Denied(error)) => (Verdict::Keep, Err(error)),
                        Err(Stop::Failed(error)) => (Verdict::Undo, Err(error)),
                    }
                })
            })
            .await
    }

    /// Reads on a snapshot, then writes the entry; nothing is handed over before the entry has been committed.
    async fn read_act<A: Act>(&self, id: Id, actor: Arc<Actor>, act: Arc<A>) -> Result<A::Output> {
        let (reader, what) = (actor.clone(), act.clone());
        let (decision, trace, output) = self
            .inner
            .db
            .read(move |tx: &mut Tx| {
                Box::pin(async move {
                    tx.trace = Trace::default();
                    read_in(tx, id, &reader, &*what).await
                })
            })
            .await?;
        let noted = decision.clone();
        self.inner
            .db
            .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<()>)> {
                let (actor, act) = (actor.clone(), act.clone());
                let (decision, trace) = (noted.clone(), trace.clone());
                Box::pin(async move {
                    let added = journal::append(tx, id, act.slug(), &actor, &decision, trace).await;
                    (if added.is_ok() { Verdict::Keep } else { Verdict::Undo }, added)
                })
            })
            .await?;
        output.ok_or_else(|| refusal(&decision))
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

/// Why an act's transaction ends early.
enum Stop {
    /// The policy said no; the entry that says so is kept.
    Denied(Error),
    /// Something else; everything is undone.
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

async fn write_in<A: Act>(
    tx: &mut Tx,
    id: Id,
    actor: &Actor,
    act: &A,
) -> std::result::Result<A::Output, Stop> {
    if let Some(entry) = journal::read::find(tx, id).await? {
        return replay(tx, id, act, actor, &entry).await.map_err(Stop::Failed);
    }
    let facts = match act.facts(tx).await {
        Ok(facts) => facts,
        Err(Error::NotFound) => {
            deny(tx, id, actor, act, &Decision::Hide("not-found")).await?;
            return Err(Stop::Denied(Error::NotFound));
        }
        Err(error) => return Err(error.into()),
    };
    let decision = act.policy(actor, &facts);
    let Decision::Allow(rule) = &decision else {
        deny(tx, id, actor, act, &decision).await?;
        return Err(Stop::Denied(refusal(&decision)));
    };
    let permit = Permit::grant(id, act, actor, &facts, rule);
    tx.entry = Some(id);
    let output = A::run(&permit, tx).await?;
    let trace = std::mem::take(&mut tx.trace);
    journal::append(tx, id, act.slug(), actor, &decision, trace).await?;
    Ok(output)
}

async fn read_in<A: Act>(
    tx: &mut Tx,
    id: Id,
    actor: &Actor,
    act: &A,
) -> Result<(Decision, Trace, Option<A::Output>)> {
    let about = || Trace { subject: act.subject(), ..Trace::default() };
    let facts = match act.facts(tx).await {
        Ok(facts) => facts,
        Err(Error::NotFound) => return Ok((Decision::Hide("not-found"), about(), None)),
        Err(error) => return Err(error),
    };
    let decision = act.policy(actor, &facts);
    let Decision::Allow(rule) = &decision else { return Ok((decision, about(), None)) };
    let permit = Permit::grant(id, act, actor, &facts, rule);
    let output = A::run(&permit, tx).await?;
    Ok((decision, std::mem::take(&mut tx.trace), Some(output)))
}

async fn deny<A: Act>(tx: &mut Tx, id: Id, actor: &Actor, act: &A, decision: &Decision) -> Result<()> {
    act.on_denial(tx).await?;
    let trace = Trace { subject: act.subject(), ..Trace::default() };
    journal::append(tx, id, act.slug(), actor, decision, trace).await
}

fn refusal(decision: &Decision) -> Error {
    match decision {
        Decision::Hide(_) | Decision::Allow(_) => Error::NotFound,
        Decision::Deny(reason) => Error::Denied(reason),
    }
}

/// The same act by the same account gives back what it gave before; anything else under a used id is refused.
async fn replay<A: Act>(
    tx: &mut Tx,
    id: Id,
    act: &A,
    actor: &Actor,
    entry: &journal::Entry,
) -> Result<A::Output> {
    let same = entry.act == act.slug()
        && entry.account == actor.account().map(|id| id.to_string())
        && entry.outcome == journal::Outcome::Done.code();
    if !same {
        return Err(Error::Conflict);
    }
    let subject = entry.subject.as_deref().map(str::parse).transpose()?;
    act.repeat(id, subject, tx).await?.ok_or(Error::AlreadyDone)
}
