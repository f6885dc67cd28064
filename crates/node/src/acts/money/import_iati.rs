//! `import-iati`: activities of a file become programmes with their budgets and transactions; what a programme has no field for is
//! kept beside it and goes out again. All of them or none. An activity that came before is brought up to date.

use std::collections::BTreeSet;

use formats::iati::Activity;
use model::kinds::{BudgetLine, Programme, Transaction};
use model::{Draft, Id, Kind, KindMeta, ProblemCode, Record, Timestamp};

use super::update_iati::{self, Update};
use super::{books, rules, source};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::guards;
use crate::acts::open::{open_part, open_root};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::matter::{self, Touch};

/// Takes activities in. The file has been found valid before.
pub struct ImportIati {
    /// The activities.
    pub activities: Vec<Activity>,
    /// Only say what would happen.
    pub dry_run: bool,
}

/// What became of an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivityOutcome {
    /// It became a programme with so many parts, or would.
    Created(usize),
    /// It is here already, as the file says it.
    Known,
    /// So many fields and entries of it change, or would.
    Updated(usize),
    /// A field cannot stand: its kind, its name and what is wrong.
    Refused(&'static str, String, ProblemCode),
}

/// What became of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IatiDone {
    /// Number of the activity in the file, from 1, and what became of it.
    pub activities: Vec<(usize, ActivityOutcome)>,
    /// Whether anything was kept.
    pub kept: bool,
}

impl IatiDone {
    /// How many activities came to this.
    #[must_use]
    pub fn count(&self, what: fn(&ActivityOutcome) -> bool) -> usize {
        self.activities.iter().filter(|(_, outcome)| what(outcome)).count()
    }
}

/// Activities in one act.
const MOST: usize = 500;

#[async_trait::async_trait]
impl Act for ImportIati {
    type Facts = Timestamp;
    type Output = IatiDone;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "import-iati"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "import", "programme", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<IatiDone> {
        let act = permit.act();
        if act.activities.len() > MOST {
            return Err(Error::Refused("too-many-activities"));
        }
        let organisation = permit.organisation()?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let today = tx.now.date(Default::default());
        let (mut done, mut ready, mut seen) = (IatiDone::default(), Vec::new(), BTreeSet::new());
        let mut newer = Vec::new();
        for (at, activity) in act.activities.iter().enumerate() {
            let tag = source::tag(tx, &activity.identifier);
            let known = update_iati::known(tx, organisation, &tag).await?;
            let is_second = !seen.insert(tag);
            let same = known.as_ref().is_some_and(|(_, came)| update_iati::same(came, activity));
            let outcome = if same || is_second {
                ActivityOutcome::Known
            } else {
                match (prepared(activity, today), &known) {
                    (Ok(taken), Some((facts, came))) => {
                        let before = prepared(came, today).map_err(|(_, error)| error)?;
                        let update = Update::between(facts.id, (came, &before), (activity, &taken));
                        let outcome = ActivityOutcome::Updated(update.size());
                        newer.push((activity, update));
                        outcome
                    }
                    (Ok(taken), None) => {
                        let parts = taken.parts.len();
                        ready.push((activity, taken));
                        ActivityOutcome::Created(parts)
                    }
                    (Err((kind, Error::Invalid(problems))), _) => match problems.into_iter().next() {
                        Some(problem) => ActivityOutcome::Refused(kind, problem.field, problem.code),
                        None => return Err(Error::Refused("too-many-activities")),
                    },
                    (Err((_, other)), _) => return Err(other),
                }
            };
            done.activities.push((at + 1, outcome));
        }
        let whole = done.count(|outcome| matches!(outcome, ActivityOutcome::Refused(..))) == 0;
        if whole && !act.dry_run {
            for (activity, taken) in ready {
                keep(tx, (organisation, post), activity, taken).await?;
            }
            for (activity, update) in newer {
                update_iati::apply(tx, update, activity).await?;
            }
            done.kept = true;
        }
        tx.trace.kind = Some("programme");
        tx.trace.subject = None;
        tx.trace.key = None;
        Ok(done)
    }

    fn again(_: Option<Id>) -> Option<IatiDone> {
        Some(IatiDone { activities: Vec::new(), kept: true })
    }
}

/// An activity as records.
pub(super) struct Taken {
    pub(super) programme: Record,
    pub(super) parts: Vec<(&'static KindMeta, Record)>,
}

fn prepared(activity: &Activity, today: model::Date) -> std::result::Result<Taken, (&'static str, Error)> {
    let record = |meta: &'static KindMeta, draft: Draft| {
        let read = draft.parse(meta, today).map_err(Error::Invalid);
        let checked = read.and_then(|record| {
            guards::texts(meta, &record)?;
            rules::check(meta, &record)?;
            Ok(record)
        });
        checked.map_err(|error| (meta.slug, error))
    };
    let (lang, currency) = (activity.lang.as_deref(), activity.currency.as_deref());
    let mut taken =
        Taken { programme: record(Programme::META, books::programme(activity))?, parts: Vec::new() };
    for budget in &activity.budgets {
        let meta = BudgetLine::META;
        taken.parts.push((meta, record(meta, books::budget_draft(budget, currency))?));
    }
    for one in &activity.transactions {
        let meta = Transaction::META;
        taken.parts.push((meta, record(meta, books::transaction_draft(one, lang, currency))?));
    }
    Ok(taken)
}

async fn keep(tx: &mut Tx, (organisation, post): (Id, Id), activity: &Activity, taken: Taken) -> Result<()> {
    let id = open_root(tx, Programme::META, organisation, post, &taken.programme).await?;
    let facts = access::load::matter(tx, id, true).await?;
    for (meta, record) in taken.parts {
        let part = open_part(tx, meta, &facts, &record).await?;
        tx.run("insert into iati_part (matter_id) values ($1)", &[part.into()]).await?;
    }
    source::keep(tx, (id, facts.key, organisation), activity).await?;
    // What is under way elsewhere does not begin anew here.
    let state = books::state(activity);
    let reached = Programme::META.lifecycle.states.iter().find(|one| one.name == state);
    match reached.filter(|reached| reached.name != facts.state) {
        Some(reached) => {
            let facts = access::load::matter(tx, id, true).await?;
            let touch = Touch { state: Some((reached.name, reached.phase.code())), ..Touch::default() };
            matter::touch(tx, &facts, touch).await
        }
        None => Ok(()),
    }
}
