//! Sending what is due: many items in one call, over connections that stay open. While one call is stored at the partner the next is read
//! there, what is due afterwards is taken out of the outbox here, and receipts of earlier ones are taken: the two nodes write at the same
//! time.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::join_all;
use hyper::Method;
use model::Id;
use node::Node;
use node::exchange::DueItem;
use seal::exchange::{BundleItem, write_bundle};
use tokio::task::JoinHandle;

use super::client::{Line, Target};
use super::identity::Identity;

/// Bytes of several items in one call; a larger one goes alone.
const TOGETHER: usize = 1_000_000;
/// Items in one call: some calls for each look into the outbox, so that they can overlap.
const MANY: usize = 50;
/// Calls of which receipts are still being taken; with more the carrier waits, or this node would fall behind its own words.
const BEHIND: usize = 8;
/// Bytes in hand beyond which nothing more is taken out ahead: long lists would lie in memory twice.
const AHEAD: usize = 8_000_000;
/// Calls to one partner that are under way side by side.
const SIDE_BY_SIDE: usize = 2;

/// What carries the outbox of one node.
pub(crate) struct Post {
    node: Node,
    identity: Arc<Identity>,
    /// Further receipts that arrived, and items whose attempt failed.
    told: Vec<Id>,
    missed: Vec<Id>,
    /// What was taken out of the outbox while the last round was under way.
    next: Vec<DueItem>,
    lines: BTreeMap<String, Vec<Line>>,
    taking: VecDeque<Taking>,
}

/// Receipts of one call that are being taken, and the items that they are about.
struct Taking {
    ids: Vec<Id>,
    taken: JoinHandle<bool>,
}

impl Taking {
    fn of(node: &Node, ids: Vec<Id>, receipts: Vec<u8>) -> Self {
        let node = node.clone();
        Self { ids, taken: tokio::spawn(async move { node.exchange_receipts(&receipts).await.is_ok() }) }
    }
}

/// What one call to a partner carries.
struct Call {
    ids: Vec<Id>,
    receipt: bool,
    body: Vec<u8>,
}

impl Post {
    pub(crate) fn new(node: Node, identity: Arc<Identity>) -> Self {
        let (told, missed, next) = (Vec::new(), Vec::new(), Vec::new());
        Self { node, identity, told, missed, next, lines: BTreeMap::new(), taking: VecDeque::new() }
    }

    /// Waits until receipts of no more than so many calls are still being taken.
    async fn catch_up(&mut self, most: usize) {
        while self.taking.len() > most
            && let Some(Taking { ids, taken }) = self.taking.pop_front()
        {
            if !taken.await.unwrap_or(false) {
                self.missed.extend(ids);
            }
        }
    }

    /// Sends what is due; answers how many items that were. When there was nothing, every receipt that came has been taken.
    pub(crate) async fn round(&mut self) -> usize {
        self.catch_up(BEHIND).await;
        let mut due = std::mem::take(&mut self.next);
        if due.is_empty() {
            due = self.due().await;
        }
        let count = due.len();
        if count == 0 {
            self.catch_up(0).await;
            return 0;
        }
        let in_hand: usize = due.iter().map(|item| item.bytes.len()).sum();
        let mut partners: BTreeMap<String, (Target, Vec<DueItem>)> = BTreeMap::new();
        for item in due {
            let target = Target { endpoint: item.endpoint.clone(), tls: item.tls.clone() };
            partners.entry(item.endpoint.clone()).or_insert_with(|| (target, Vec::new())).1.push(item);
        }
        // One partner that is down does not hold up the others.
        let mut work = Vec::new();
        for (endpoint, (target, items)) in partners {
            let lines = self.lines.remove(&endpoint).unwrap_or_default();
            work.push(partner(self.node.clone(), self.identity.clone(), (target, lines), calls(items)));
        }
        let next = async { if in_hand < AHEAD { self.due().await } else { Vec::new() } };
        let (next, done) = tokio::join!(next, join_all(work));
        self.next = next;
        for (endpoint, lines, outcome) in done {
            self.told.extend(outcome.told);
            self.missed.extend(outcome.missed);
            self.taking.extend(outcome.taking);
            self.lines.insert(endpoint, lines);
        }
        count
    }

    /// What is due, after what became of earlier items was noted.
    async fn due(&mut self) -> Vec<DueItem> {
        let (told, missed) = (std::mem::take(&mut self.told), std::mem::take(&mut self.missed));
        self.node.exchange_due(told, missed).await.unwrap_or_default()
    }
}

/// What became of calls.
#[derive(Default)]
struct Outcome {
    told: Vec<Id>,
    missed: Vec<Id>,
    taking: Vec<Taking>,
}

/// What is still to be called of one partner, and whether it was found not to answer.
struct Waiting {
    calls: Mutex<VecDeque<Call>>,
    down: AtomicBool,
}

impl Waiting {
    fn next(&self) -> Option<Call> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

/// Makes the calls to one partner over a few lines, which it gives back.
async fn partner(
    node: Node,
    identity: Arc<Identity>,
    (target, mut lines): (Target, Vec<Line>),
    calls: Vec<Call>,
) -> (String, Vec<Line>, Outcome) {
    let most = calls.len().min(SIDE_BY_SIDE);
    while lines.len() < most {
        lines.push(Line::default());
    }
    let waiting = Waiting { calls: Mutex::new(calls.into()), down: AtomicBool::new(false) };
    let work = lines.iter_mut().take(most).map(|line| over(line, &node, &identity, &target, &waiting));
    let mut all = Outcome::default();
    for one in join_all(work).await {
        all.told.extend(one.told);
        all.missed.extend(one.missed);
        all.taking.extend(one.taking);
    }
    if waiting.down.load(Ordering::Relaxed) {
        tracing::info!("a partner could not be reached; it is tried again");
    }
    (target.endpoint, lines, all)
}

async fn over(
    line: &mut Line,
    node: &Node,
    identity: &Arc<Identity>,
    target: &Target,
    waiting: &Waiting,
) -> Outcome {
    let mut outcome = Outcome::default();
    while let Some(call) = waiting.next() {
        let path = if call.receipt { "/jj/v1/receipts" } else { "/jj/v1/envelopes" };
        let answer = if waiting.down.load(Ordering::Relaxed) {
            None
        } else {
            line.call(identity, target, (Method::POST, path), call.body).await.ok()
        };
        if answer.is_none() {
            waiting.down.store(true, Ordering::Relaxed);
        }
        match (answer, call.receipt) {
            (Some(_), true) => outcome.told.extend(call.ids),
            (Some(receipts), false) => outcome.taking.push(Taking::of(node, call.ids, receipts)),
            (None, false) => outcome.missed.extend(call.ids),
            (None, true) => {}
        }
    }
    outcome
}

/// Envelopes and receipts, each sort several in one call.
fn calls(items: Vec<DueItem>) -> Vec<Call> {
    let (receipts, envelopes): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.receipt);
    let mut calls = Vec::new();
    for some in together(envelopes) {
        let (ids, bytes): (Vec<Id>, Vec<Vec<u8>>) =
            some.into_iter().map(|item| (item.id, item.bytes)).unzip();
        let body = match <[Vec<u8>; 1]>::try_from(bytes) {
            Ok([one]) => one,
            Err(bytes) => write_bundle(&bytes.into_iter().map(BundleItem::Delivery).collect::<Vec<_>>()),
        };
        calls.push(Call { ids, receipt: false, body });
    }
    for some in together(receipts) {
        let mut body = b"[".to_vec();
        for (at, item) in some.iter().enumerate() {
            body.extend_from_slice(if at > 0 { b"," } else { b"" });
            body.extend_from_slice(&item.bytes);
        }
        body.push(b']');
        calls.push(Call { ids: some.into_iter().map(|item| item.id).collect(), receipt: true, body });
    }
    calls
}

fn together(items: Vec<DueItem>) -> Vec<Vec<DueItem>> {
    let (mut found, mut some, mut bytes) = (Vec::new(), Vec::new(), 0);
    for item in items {
        if !some.is_empty() && (bytes + item.bytes.len() > TOGETHER || some.len() >= MANY) {
            found.push(std::mem::take(&mut some));
            bytes = 0;
        }
        bytes += item.bytes.len();
        some.push(item);
    }
    if !some.is_empty() {
        found.push(some);
    }
    found
}
