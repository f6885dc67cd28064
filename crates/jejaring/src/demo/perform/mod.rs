//! Carries a plan out: every event is a real act through the node's door, on its own day.
//!
//! Speed: nobody waits for anybody within a day, so the events of one day are performed side by side and share commits.

mod asking;
mod bank;
mod companies;
mod crossing;
mod data_centre;
mod desk;
mod event;
mod found;
mod hand;
mod handover;
mod harm;
mod learning;
mod monitoring;
mod moves;
mod people;
mod practice;
mod programmes;
mod promises;
mod public;
mod vettings;

#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use model::time::{DAY, HOUR, Zone};
use model::{Date, Timestamp};
use node::{Node, Result, SetClock};

use super::plan::{DemoNode, Event, Plan, What};
use super::signins::{self, SignIn};
pub(crate) use crossing::sample_messages;
pub(crate) use found::Stage;
use hand::Hand;

/// What is to be seeded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    /// Which node of the network.
    pub(crate) node: DemoNode,
    /// Different children.
    pub(crate) children: usize,
    /// Until this day; the history begins three years before and ends the evening before.
    pub(crate) today: Date,
    /// The same seed gives the same network.
    pub(crate) seed: u64,
    /// A node whose agencies deliver their lists to the data centre of this one: its children and its seed.
    pub(crate) beside: Option<(DemoNode, usize, u64)>,
}

/// How far the seeding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Progress {
    /// Events carried out.
    pub(crate) done: usize,
    /// Events in all.
    pub(crate) total: usize,
}

/// What was seeded.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    /// Different children.
    pub(crate) children: usize,
    /// Records of children: more than children, because some are known to two agencies.
    pub(crate) records: usize,
    /// Cases.
    pub(crate) cases: usize,
    /// Reports.
    pub(crate) reports: usize,
    /// Acts performed, looking things up included.
    pub(crate) acts: usize,
    /// How long it took.
    pub(crate) seconds: f64,
    /// Whom to sign in as.
    pub(crate) sign_ins: Vec<SignIn>,
}

/// An event under way; answers what it made.
type Performed<'a> = BoxFuture<'a, Result<Option<(super::plan::Key, model::Id)>>>;

/// Events of one day that are under way at once.
const SIDE_BY_SIDE: usize = 128;
/// Entries that may wait before they are placed in the journal's tree.
const WAITING: usize = 2_000;

/// Seeds an empty node, which the caller has marked as invented. Moves the clock along; afterwards it stands on the evening before `options.today`.
///
/// # Errors
/// What an act answers: then the plan and the node's rules do not fit.
pub(crate) async fn seed(
    node: &Node,
    clock: &SetClock,
    options: Options,
    progress: impl Fn(Progress) + Send,
) -> Result<Summary> {
    let begun = Instant::now();
    let plan = Plan::draw(options.node, options.plan());
    let acts = AtomicUsize::new(0);
    clock.set(at(plan.from, 0).plus(-DAY));
    node.load_people(None).await?;
    let mut stage = found::found(node, &plan, &acts).await?;
    clock.advance(HOUR);
    let centre = match options.beside {
        // Without the training centre the network is whole all the same.
        Some(_) => {
            learning::begin(Hand { node, acts: &acts, today: plan.from.yesterday().unwrap_or(plan.from) })
                .await
                .inspect_err(|error| tracing::error!(%error, "the training centre was not founded"))
                .ok()
        }
        None => None,
    };
    let mut done = 0;
    let mut placed = 0;
    let mut rest = plan.events.as_slice();
    while let Some(first) = rest.first() {
        let size = rest.iter().take_while(|event| event.on == first.on).count();
        let (today, after) = rest.split_at(size);
        rest = after;
        day(node, clock, &mut stage, today, &acts).await?;
        done += size;
        progress(Progress { done, total: plan.events.len() });
        if acts.load(Ordering::Relaxed) - placed > WAITING {
            placed = acts.load(Ordering::Relaxed);
            node.place_waiting().await?;
        }
    }
    match moves::seed(node, clock, (&stage, &plan), &acts).await {
        // Which cases are free to move depends on the plan; without them the network is whole all the same.
        Err(node::Error::Refused(code)) => tracing::error!(code, "not every move was made"),
        other => other?,
    }
    clock.set(at(plan.today, 20).plus(-DAY));
    desk::open(node, &plan, &stage, &acts).await?;
    people::enrich(node, &stage, &plan, &acts).await?;
    signins::give_passwords(node, &stage, &acts).await?;
    handover::one_waits(node, &stage, &plan, &acts).await?;
    harm::seed(node, (clock, &stage), &plan, &acts).await?;
    let hand = Hand { node, acts: &acts, today: plan.today };
    vettings::seed(hand, &stage, &plan).await?;
    let mut sign_ins = signins::of_plan(&plan);
    if let Some((other, children, seed)) = options.beside {
        let others = Plan::draw(other, super::plan::Options { children, today: options.today, seed });
        data_centre::seed(node, (&plan, &others), &stage, &acts).await?;
        sign_ins.extend(promises::seed(hand).await?);
        sign_ins.extend(bank::seed(hand).await?);
    }
    if let Some(centre) = centre {
        if let Err(error) = learning::go_on(hand, &centre).await {
            tracing::error!(%error, "the training centre did not go on");
        }
        sign_ins.extend(centre.ways);
    }
    node.place_waiting().await?;
    // What time does by itself: the vacant post climbs, what is overdue is told above.
    node.turn_clock().await?;
    node.place_waiting().await?;
    Ok(Summary {
        children: plan.tally.children,
        records: plan.tally.records,
        cases: plan.tally.cases,
        reports: plan.tally.reports,
        acts: acts.into_inner(),
        seconds: begun.elapsed().as_secs_f64(),
        sign_ins,
    })
}

impl Options {
    const fn plan(&self) -> super::plan::Options {
        super::plan::Options { children: self.children, today: self.today, seed: self.seed }
    }
}

/// An hour of a day in western Indonesia.
fn at(date: Date, hour: i64) -> Timestamp {
    Timestamp::start_of(date, Zone::Wib).plus(hour * HOUR)
}

/// One working day. Tenures begin first; then cases are opened, each after a search that counts for an hour; the rest is
/// spread over the day.
async fn day(
    node: &Node,
    clock: &SetClock,
    stage: &mut Stage,
    events: &[Event],
    acts: &AtomicUsize,
) -> Result<()> {
    let Some(first) = events.first() else { return Ok(()) };
    clock.set(at(first.on, 7));
    for event in events {
        if let What::Tenure { staff, acting, until } = event.what {
            stage.take_post(node, (event.who, staff), acting, until, acts).await?;
            handover::take_over(node, stage.actor(event.who)?, acts).await?;
        }
    }
    clock.set(at(first.on, 8).plus(i64::from(first.on.day()) * HOUR / 20));
    for event in events {
        if let What::PublicReport { key, draft } = &event.what {
            let filed = public::file_report(node, stage, event.who, draft, acts).await?;
            stage.keep_filed(*key, filed);
        }
    }
    let opens = |event: &&Event| matches!(event.what, What::OpenCase { .. });
    let seen = |event: &&Event| matches!(event.what, What::Tenure { .. } | What::PublicReport { .. });
    side_by_side(node, clock, stage, events.iter().filter(opens), 0, acts).await?;
    let rest: Vec<&Event> = events.iter().filter(|event| !opens(event) && !seen(event)).collect();
    let pause = 7 * HOUR / i64::try_from(rest.len().max(1)).unwrap_or(1);
    side_by_side(node, clock, stage, rest.into_iter(), pause, acts).await
}

async fn side_by_side<'a>(
    node: &Node,
    clock: &SetClock,
    stage: &mut Stage,
    events: impl Iterator<Item = &'a Event>,
    pause: i64,
    acts: &AtomicUsize,
) -> Result<()> {
    let shared: &Stage = stage;
    let mut performed: Vec<Performed<'_>> = Vec::new();
    for event in events {
        performed.push(Box::pin(async move {
            clock.advance(pause);
            let made = event::perform(node, shared, event, acts).await;
            // Everything here is invented, so the event may stand in the log whole.
            made.inspect_err(|error| tracing::error!(%error, ?event, "the plan does not fit the rules"))
        }));
    }
    let made: Vec<_> = futures_util::stream::iter(performed).buffer_unordered(SIDE_BY_SIDE).collect().await;
    for made in made {
        if let Some((key, id)) = made? {
            stage.keep(key, id);
        }
    }
    Ok(())
}
