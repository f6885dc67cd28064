//! Sending what is due: many items in one call, over connections that stay open.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::future::join_all;
use hyper::Method;
use model::Id;
use node::Node;
use node::exchange::DueItem;
use seal::exchange::{BundleItem, write_bundle};

use super::client::{Line, Target};
use super::identity::Identity;

/// Bytes of several items in one call; a larger one goes alone.
const TOGETHER: usize = 1_000_000;
/// Items in one call.
const MANY: usize = 100;

/// What carries the outbox of one node.
pub(crate) struct Post {
    node: Node,
    identity: Arc<Identity>,
    /// Further receipts that arrived, and items whose attempt failed.
    told: Vec<Id>,
    missed: Vec<Id>,
    lines: BTreeMap<String, Line>,
}

/// What one call to a partner carries.
struct Call {
    ids: Vec<Id>,
    receipt: bool,
    body: Vec<u8>,
}

impl Post {
    pub(crate) fn new(node: Node, identity: Arc<Identity>) -> Self {
        Self { node, identity, told: Vec::new(), missed: Vec::new(), lines: BTreeMap::new() }
    }

    /// Sends what is due; answers how many items that were.
    pub(crate) async fn round(&mut self) -> usize {
        let (told, missed) = (std::mem::take(&mut self.told), std::mem::take(&mut self.missed));
        let due = self.node.exchange_due(told, missed).await.unwrap_or_default();
        let count = due.len();
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
}

async fn partner(
    node: Node,
    identity: Arc<Identity>,
    (target, mut line): (Target, Line),
    calls: Vec<Call>,
) -> Done {
    let (mut told, mut missed, mut down) = (Vec::new(), Vec::new(), false);
    for call in calls {
        let path = if call.receipt { "/jj/v1/receipts" } else { "/jj/v1/envelopes" };
        let answer = if down {
            None
        } else {
            line.call(&identity, &target, (Method::POST, path), call.body).await.ok()
        };
        let done = match answer {
            None => {
                down = true;
                false
            }
            Some(_) if call.receipt => true,
            Some(receipts) => node.exchange_receipts(&receipts).await.is_ok(),
        };
        match (done, call.receipt) {
            (true, true) => told.extend(call.ids),
            (false, false) => missed.extend(call.ids),
            _ => {}
        }
    }
    if down {
        tracing::info!("a partner could not be reached; it is tried again");
    }
    Done { endpoint: target.endpoint, line, told, missed }
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
