//! Carries what is due to other nodes, and comes for what waits at nodes that cannot reach this one.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use hyper::Method;
use node::exchange::DueItem;
use node::{Error, Node};
use serde::Deserialize;
use tokio::task::JoinHandle;

use super::client::{Target, call};
use super::identity::Identity;

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How often a node without a public address comes for its mailbox.
const COME: Duration = Duration::from_secs(15);
/// How often a newer directory is asked for.
const POLL: Duration = Duration::from_secs(600);

/// Starts carrying; goes on until it is aborted.
pub(crate) fn start(node: Node, identity: Arc<Identity>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let (mut told, mut missed) = (Vec::new(), Vec::new());
        let (mut look, mut come) = (tokio::time::interval(LOOK), tokio::time::interval(COME));
        let mut poll = tokio::time::interval(POLL);
        loop {
            tokio::select! {
                _ = look.tick() => {
                    let due = node.exchange_due(std::mem::take(&mut told), std::mem::take(&mut missed)).await;
                    // One partner that is down does not hold up the others.
                    let sent = due.unwrap_or_default().into_iter().map(|item| send(&node, &identity, item));
                    for (id, receipt, done) in join_all(sent).await {
                        match (done, receipt) {
                            (true, true) => told.push(id),
                            (false, false) => missed.push(id),
                            _ => {}
                        }
                    }
                }
                _ = come.tick() => pull(&node, &identity).await,
                _ = poll.tick() => newer(&node, &identity).await,
            }
        }
    })
}

async fn send(node: &Node, identity: &Identity, item: DueItem) -> (model::Id, bool, bool) {
    let path = if item.receipt { "/jj/v1/receipts" } else { "/jj/v1/envelopes" };
    let target = Target { endpoint: item.endpoint, tls: item.tls };
    let answer = call(identity, &target, (Method::POST, path), item.bytes).await;
    let done = match answer {
        Ok(_) if item.receipt => true,
        Ok(receipts) => node.exchange_receipts(&receipts).await.is_ok(),
        Err(error) => {
            tracing::info!(?error, member = %item.member, "a partner could not be reached; it is tried again");
            false
        }
    };
    (item.id, item.receipt, done)
}

#[derive(Deserialize)]
struct Mailbox {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    cursor: String,
    delivery: String,
}

/// Comes for what waits at partners, for members of this node that have no public address.
async fn pull(node: &Node, identity: &Identity) {
    let Ok(partners) = node.exchange_partners().await else { return };
    for (member, endpoint, tls) in partners {
        let target = Target { endpoint, tls };
        let mut cursor = String::new();
        loop {
            let path = format!("/jj/v1/mailbox?member={member}&after={cursor}");
            let path = if cursor.is_empty() { format!("/jj/v1/mailbox?member={member}") } else { path };
            let Ok(answer) = call(identity, &target, (Method::GET, &path), Vec::new()).await else { break };
            let Ok(mailbox) = serde_json::from_slice::<Mailbox>(&answer) else { break };
            let Some(last) = mailbox.items.last() else { break };
            cursor.clone_from(&last.cursor);
            for item in &mailbox.items {
                let Ok(delivery) = seal::from_base64(&item.delivery) else { continue };
                let Ok(accepted) = node.exchange_accept(&delivery).await else { continue };
                let _ = call(identity, &target, (Method::POST, "/jj/v1/receipts"), accepted.to_bytes()).await;
            }
        }
    }
}

/// Takes a newer directory from whichever partner has one. Its signatures say whether it is one.
async fn newer(node: &Node, identity: &Identity) {
    let Ok(partners) = node.exchange_addresses().await else { return };
    for (_, endpoint, tls) in partners {
        let target = Target { endpoint, tls };
        let Ok(answer) = call(identity, &target, (Method::GET, "/jj/v1/directory"), Vec::new()).await else {
            continue;
        };
        let Ok(document) = seal::exchange::Dsse::parse(&answer) else { continue };
        match node.exchange_newer_directory(document).await {
            Ok(_) | Err(Error::Setup(_)) => {}
            Err(error) => tracing::warn!(%error, "a newer directory could not be taken"),
        }
    }
}
