//! What happens at the door, in one order for all acts.
//!
//! The door knows an act as an [`Errand`], without its types: everything here is compiled once, and not once for each of the acts
//! of each crate that performs them.

use std::any::Any;
use std::cell::Cell;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures_util::future::BoxFuture;
use model::Id;
use model::time::HOUR;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx, Verdict};
use crate::error::{DISK_FULL, Error, NEWER_SCHEMA, Result};
use crate::journal::{self, Trace};
use crate::node::Node;
use crate::store::attempts::{self, Limit};

/// What an act gives, without its type.
type Given = Box<dyn Any + Send>;

/// An act, without its types.
pub(crate) trait Errand: Send + Sync {
    /// As [`Act::slug`].
    fn slug(&self) -> &'static str;

    /// As [`Act::EFFECT`].
    fn effect(&self) -> Effect;

    /// As [`Act::subject`].
    fn subject(&self) -> Option<Id>;

    /// Gathers facts and asks the policy; where that allows it, does it.
    fn attempt<'t>(
        &'t self,
        id: Id,
        actor: &'t Actor,
        tx: &'t mut Tx,
    ) -> BoxFuture<'t, Result<(Decision, Option<Given>)>>;

    /// As [`Act::repeat`].
    fn repeat<'t>(
        &'t self,
        id: Id,
        subject: Option<Id>,
        tx: &'t mut Tx,
    ) -> BoxFuture<'t, Result<Option<Given>>>;

    /// As [`Act::on_denial`].
    fn on_denial<'t>(&'t self, tx: &'t mut Tx) -> BoxFuture<'t, Result<()>>;
}

struct OfAct<A>(A);

impl<A: Act> Errand for OfAct<A> {
    fn slug(&self) -> &'static str {
        self.0.slug()
    }

    fn effect(&self) -> Effect {
        A::EFFECT
    }

    fn subject(&self) -> Option<Id> {
        self.0.subject()
    }

    fn attempt<'t>(
        &'t self,
        id: Id,
        actor: &'t Actor,
        tx: &'t mut Tx,
    ) -> BoxFuture<'t, Result<(Decision, Option<Given>)>> {
        Box::pin(async move {
            let facts = match self.0.facts(tx).await {
                Ok(facts) => facts,
                Err(Error::NotFound) => return Ok((Decision::Hide("not-found"), None)),
                Err(error) => return Err(error),
            };
            let decision = self.0.policy(actor, &facts);
            let Decision::Allow(rule) = &decision else { return Ok((decision, None)) };
            let permit = Permit::grant(id, &self.0, actor, &facts, rule);
            if let Effect::Writes = A::EFFECT {
                tx.entry = Some(id);
            }
            let output: Given = Box::new(A::run(&permit, tx).await?);
            Ok((decision, Some(output)))
        })
    }

    fn repeat<'t>(
        &'t self,
        id: Id,
        subject: Option<Id>,
        tx: &'t mut Tx,
    ) -> BoxFuture<'t, Result<Option<Given>>> {
        Box::pin(async move {
            let given = self.0.repeat(id, subject, tx).await?;
            Ok(given.map(|given| -> Given { Box::new(given) }))
        })
    }

    fn on_denial<'t>(&'t self, tx: &'t mut Tx) -> BoxFuture<'t, Result<()>> {
        Box::pin(self.0.on_denial(tx))
    }
}

/// An act, without its types.
pub(crate) fn errand<A: Act>(act: A) -> Arc<dyn Errand> {
    Arc::new(OfAct(act))
}

/// What was given, with its type.
pub(crate) fn of<T: 'static>(given: Given) -> Result<T> {
    let given = given.downcast::<T>().map_err(|_| Error::Storage("an act gave what it does not give".into()));
    given.map(|given| *given)
}

/// Performs an errand on a task of its own, so that a caller who goes away does not leave a transaction half done. An id that is `new`
/// was drawn for this act alone: nobody can have performed it before, and nothing is asked about it.
pub(crate) async fn through(
    node: &Node,
    (id, new): (Id, bool),
    actor: Actor,
    errand: Arc<dyn Errand>,
) -> Result<Given> {
    let (node, actor) = (node.clone(), Arc::new(actor));
    let task = tokio::spawn(async move {
        let (slug, began) = (errand.slug(), tokio::time::Instant::now());
        let result = match errand.effect() {
            Effect::Writes => write(&node, (id, new), actor.clone(), errand).await,
            Effect::Reads => read(&node, id, actor.clone(), errand).await,
        };
        let result = match result {
            Err(error) if error.carries() => carried(&node, actor, slug).await.and(Err(error)),
            result => result,
        };
        node.tallies().note(slug, &result, began.elapsed());
        node.running().wake.notify_one();
        result
    });
    let given = task.await.map_err(|_| Error::Storage("an act did not end".into()))?;
    if given.as_ref().is_err_and(Error::carries) {
        // Outside a request nobody asks.
        let _ = NOTED.try_with(|noted| noted.set(true));
    }
    given
}

tokio::task_local! {
    /// Whether an act of this request was refused for what it carried, and that was written down.
    static NOTED: Cell<bool>;
}

/// As [`crate::noting`].
pub(crate) async fn noting<F: Future>(request: F) -> (F::Output, bool) {
    let both = async {
        let answer = request.await;
        (answer, NOTED.with(Cell::get))
    };
    NOTED.scope(Cell::new(false), both).await
}

async fn write(node: &Node, id: (Id, bool), actor: Arc<Actor>, errand: Arc<dyn Errand>) -> Result<Given> {
    if node.db().reserve().is_full() {
        // What is left of the disk is for the entries of those who read.
        return Err(Error::Refused(DISK_FULL));
    }
    if node.running().outdated.load(Ordering::Relaxed) {
        // Rules that this program does not know may hold for what it would write.
        return Err(Error::Refused(NEWER_SCHEMA));
    }
    node.db()
        .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<Given>)> {
            let (actor, errand) = (actor.clone(), errand.clone());
            Box::pin(async move {
                tx.trace = Trace::default();
                match write_in(tx, id, &actor, &*errand).await {
                    Ok(output) => (Verdict::Keep, Ok(output)),
                    // The entry of a denial stays.
                    Err(Stop::Denied(error)) => (Verdict::Keep, Err(error)),
                    Err(Stop::Failed(error)) => (Verdict::Undo, Err(error)),
                }
            })
        })
        .await
}

/// Entries in an hour that say that something carried a picture, a recording or a file: whoever sends one after the other fills no journal.
const CARRIED: Limit = Limit { purpose: "carried", most: 500, window: HOUR };

/// Something came with a picture, a recording or a file in it, and all of it was undone. That it came is written down under an id of its own,
/// without a byte of it; the form may be sent again without.
pub(crate) async fn carried(node: &Node, actor: Arc<Actor>, slug: &'static str) -> Result<()> {
    let written = node
        .db()
        .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<()>)> {
            let actor = actor.clone();
            Box::pin(async move {
                tx.trace = Trace::default();
                let noted = async {
                    if attempts::count(tx, &CARRIED, b"").await? >= CARRIED.most {
                        return Ok(());
                    }
                    attempts::add(tx, &CARRIED, b"").await?;
                    let (id, decision) = (tx.new_id(), Decision::Deny("carries-file"));
                    journal::append(tx, id, slug, &actor, &decision, Trace::default()).await
                }
                .await;
                (if noted.is_ok() { Verdict::Keep } else { Verdict::Undo }, noted)
            })
        })
        .await;
    if written.is_ok() {
        node.tallies().note_carried();
    }
    written
}

/// Reads on a snapshot, then writes the entry; nothing is handed over before the entry has been committed.
async fn read(node: &Node, id: Id, actor: Arc<Actor>, errand: Arc<dyn Errand>) -> Result<Given> {
    let (reader, what) = (actor.clone(), errand.clone());
    let (decision, trace, output) = node
        .db()
        .read(move |tx: &mut Tx| {
            Box::pin(async move {
                tx.trace = Trace::default();
                let (decision, output) = what.attempt(id, &reader, tx).await?;
                let seen = std::mem::take(&mut tx.trace);
                let trace = if output.is_some() { seen } else { about(&*what) };
                Ok((decision, trace, output))
            })
        })
        .await?;
    let noted = decision.clone();
    node.db()
        .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<()>)> {
            let (actor, errand) = (actor.clone(), errand.clone());
            let (decision, trace) = (noted.clone(), trace.clone());
            Box::pin(async move {
                let added = journal::append(tx, id, errand.slug(), &actor, &decision, trace).await;
                (if added.is_ok() { Verdict::Keep } else { Verdict::Undo }, added)
            })
        })
        .await?;
    output.ok_or_else(|| refusal(&decision))
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

async fn write_in(
    tx: &mut Tx,
    (id, new): (Id, bool),
    actor: &Actor,
    errand: &dyn Errand,
) -> std::result::Result<Given, Stop> {
    if !new && let Some(entry) = journal::read::find(tx, id).await? {
        return replay(tx, id, errand, actor, &entry).await.map_err(Stop::Failed);
    }
    let (decision, output) = errand.attempt(id, actor, tx).await?;
    let Some(output) = output else {
        deny(tx, id, actor, errand, &decision).await?;
        return Err(Stop::Denied(refusal(&decision)));
    };
    let trace = std::mem::take(&mut tx.trace);
    journal::append(tx, id, errand.slug(), actor, &decision, trace).await?;
    Ok(output)
}

/// What a denial is about.
fn about(errand: &dyn Errand) -> Trace {
    Trace { subject: errand.subject(), ..Trace::default() }
}

async fn deny(tx: &mut Tx, id: Id, actor: &Actor, errand: &dyn Errand, decision: &Decision) -> Result<()> {
    errand.on_denial(tx).await?;
    journal::append(tx, id, errand.slug(), actor, decision, about(errand)).await
}

fn refusal(decision: &Decision) -> Error {
    match decision {
        Decision::Hide(_) | Decision::Allow(_) => Error::NotFound,
        Decision::Deny(reason) => Error::Denied(reason),
    }
}

/// The same act by the same account gives back what it gave before; anything else under a used id is refused.
async fn replay(
    tx: &mut Tx,
    id: Id,
    errand: &dyn Errand,
    actor: &Actor,
    entry: &journal::Entry,
) -> Result<Given> {
    let same = entry.act == errand.slug()
        && entry.account == actor.account().map(|id| id.to_string())
        && entry.outcome == journal::Outcome::Done.code();
    if !same {
        return Err(Error::Conflict);
    }
    let subject = entry.subject.as_deref().map(str::parse).transpose()?;
    errand.repeat(id, subject, tx).await?.ok_or(Error::AlreadyDone)
}
