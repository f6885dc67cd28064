//! Sending what is due: many items in one call, over connections that stay open. While receipts of one call are taken, the next is
//! under way: the two nodes write at the same time.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

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

/// What carries the outbox of one node.
pub(crate) struct Post {
    node: Node,
    identity: Arc<Identity>,
    /// Further receipts that arrived, and items whose attempt failed.
    told: Vec<Id>,
    missed: Vec<Id>,
    lines: BTreeMap<String, Line>,
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
        let (told, missed) = (Vec::new(), Vec::new());
        Self { node, identity, told, missed, lines: BTreeMap::new(), taking: VecDeque::new() }
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
        let (told, missed) = (std::mem::take(&mut self.told), std::mem::take(&mut self.missed));
        let due = self.node.exchange_due(told, missed).await.unwrap_or_default();
        let count = due.len();
        if count == 0 {
            self.catch_up(0).await;
            return 0;
        }
        let mut partners: BTreeMap<String, (Target, Vec<DueItem>)> = BTreeMap::new();
        for item in due {
            let target = Target { endpoint: item.endpoint.clone(), tls: item.tls.clone() };
            partners.entry(item.endpoint.clone()).or_insert_with(|| (target, Vec::new())).1.push(item);
        }
        // One partner that is down does not hold up the others.
        let mut work = Vec::new();
        for (endpoint, (target, items)) in partners {
            let line = self.lines.remove(&endpoint).unwrap_or_default();
            work.push(partner(self.node.clone(), self.identity.clone(), (target, line), calls(items)));
        }
        for done in join_all(work).await {
            self.told.extend(done.told);
            self.missed.extend(done.missed);
            self.taking.extend(done.taking);
            self.lines.insert(done.endpoint, done.line);
        }
        count
    }
}

/// What became of the calls to one partner.
struct Done {
    endpoint: String,
    line: Line,
    told: Vec<Id>,
    missed: Vec<Id>,
    taking: Vec<Taking>,
}

async fn partner(
    node: Node,
    identity: Arc<Identity>,
    (target, mut line): (Target, Line),
    calls: Vec<Call>,
) -> Done {
    let (mut told, mut missed, mut taking, mut down) = (Vec::new(), Vec::new(), Vec::new(), false);
    for call in calls {
        let path = if call.receipt { "/jj/v1/receipts" } else { "/jj/v1/envelopes" };
        let answer = if down {
            None
        } else {
            line.call(&identity, &target, (Method::POST, path), call.body).await.ok()
        };
        down |= answer.is_none();
        match (answer, call.receipt) {
            (Some(_), true) => told.extend(call.ids),
            (Some(receipts), false) => taking.push(Taking::of(&node, call.ids, receipts)),
            (None, false) => missed.extend(call.ids),
            (None, true) => {}
        }
    }
    if down {
        tracing::info!("a partner could not be reached; it is tried again");
    }
    Done { endpoint: target.endpoint, line, told, missed, taking }
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
