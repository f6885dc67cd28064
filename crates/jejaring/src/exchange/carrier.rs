//! Carries what is due to other nodes, and comes for what waits at nodes that cannot reach this one.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use hyper::Method;
use node::exchange::{Answer, Partner};
use node::{Error, Node};
use seal::exchange::{BundleItem, Hash, MemberId, read_bundle};
use serde::Deserialize;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::client::{CallError, Target, call};
use super::identity::Identity;
use super::post::Post;

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How long a node without a public address waits at a mailbox, in seconds; and how long before it comes again where waiting is
/// not possible.
const WAIT: u64 = 20;
const COME: Duration = Duration::from_secs(15);
/// How often a checkpoint is offered to witnesses, if that is due.
const OFFER: Duration = Duration::from_secs(10);
/// A process that fell silent is replaced after so many milliseconds: longer than it waits at a mailbox.
const LEASE: i64 = 45_000;
/// How often a newer directory is asked for.
const POLL: Duration = Duration::from_secs(600);

/// Starts carrying; goes on until it is aborted.
pub(crate) fn start(node: Node, identity: Arc<Identity>) -> JoinHandle<()> {
    tokio::spawn(async move {
        tokio::join!(send(&node, &identity), come(&node, &identity));
    })
}

async fn send(node: &Node, identity: &Arc<Identity>) {
    let mut post = Post::new(node.clone(), identity.clone());
    let mut look = tokio::time::interval(LOOK);
    let (mut poll, mut offer) = (tokio::time::interval(POLL), tokio::time::interval(OFFER));
    loop {
        tokio::select! {
            // What waited while a round was carried goes at once.
            _ = look.tick() => while post.round().await > 0 {},
            _ = offer.tick() => if mine(node, "witnesses").await { show(node, identity).await },
            _ = poll.tick() => if mine(node, "directory").await { newer(node, identity).await },
        }
    }
}

/// Whether this process does a sort of work that one of several does. What is due to be sent each takes a share of.
async fn mine(node: &Node, work: &'static str) -> bool {
    node.hold(work, LEASE).await.unwrap_or(false)
}

/// Waits at the mailboxes of partners, so that a message for somebody whom nobody can reach comes in a second.
async fn come(node: &Node, identity: &Identity) {
    loop {
        let began = Instant::now();
        if !mine(node, "mailboxes").await {
            tokio::time::sleep(COME).await;
            continue;
        }
        let partners = node.exchange_partners().await.unwrap_or_default();
        join_all(partners.into_iter().map(|partner| pull(node, identity, partner))).await;
        // A partner that is down, or that cannot wait, is not asked without a pause.
        tokio::time::sleep_until(began + COME).await;
    }
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

/// Comes for what waits at one partner, for members of this node that have no public address, until nothing more does.
async fn pull(node: &Node, identity: &Identity, (member, endpoint, tls): Partner) {
    let target = Target { endpoint, tls };
    let mut cursor = String::new();
    loop {
        let after = if cursor.is_empty() { String::new() } else { format!("&after={cursor}") };
        let path = format!("/jj/v1/mailbox?member={member}&wait={WAIT}{after}");
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
    listen(node, identity, &target, &member).await;
}

/// Hears what a partner says about messages of a member that it cannot call, until nothing is new.
async fn listen(node: &Node, identity: &Identity, target: &Target, member: &MemberId) {
    let mut heard: Vec<Hash> = Vec::new();
    loop {
        let answer = if heard.is_empty() {
            let path = format!("/jj/v1/receipts?member={member}");
            call(identity, target, (Method::GET, &path), Vec::new()).await
        } else {
            let path = format!("/jj/v1/heard?member={member}");
            let body = serde_json::to_vec(&std::mem::take(&mut heard)).unwrap_or_default();
            call(identity, target, (Method::POST, &path), body).await
        };
        let Ok(items) = answer.map(|bytes| read_bundle(&bytes).unwrap_or_default()) else { break };
        for item in &items {
            let BundleItem::Receipts(bytes) = item else { continue };
            if node.exchange_receipts(bytes).await.is_ok() {
                heard.push(seal::exchange::heard(bytes));
            }
        }
        if heard.is_empty() {
            break;
        }
    }
}

/// Shows the newest checkpoint to witnesses.
async fn show(node: &Node, identity: &Identity) {
    let Ok(offers) = node.exchange_offers().await else { return };
    for asked in offers {
        let target = Target { endpoint: asked.endpoint.clone(), tls: asked.tls.clone() };
        let body = asked.body.clone().into_bytes();
        let answer = match call(identity, &target, (Method::POST, "/jj/v1/add-checkpoint"), body).await {
            Ok(lines) => Answer::Signed(String::from_utf8(lines).unwrap_or_default()),
            Err(CallError::Status(409, Some(size))) => Answer::Saw(size),
            Err(CallError::Status(400..=499, _)) => Answer::Refused,
            // It is asked again later.
            Err(_) => continue,
        };
        if let Err(error) = node.exchange_cosigned(&asked, answer).await {
            tracing::warn!(%error, witness = %asked.witness, "the answer of a witness could not be taken");
        }
    }
}

/// Takes a newer directory from whichever partner has one. Its signatures say whether it is one.
async fn newer(node: &Node, identity: &Identity) {
    let Ok(partners) = node.exchange_addresses().await else { return };
    let known = node.exchange_directory_version().await.ok().flatten().unwrap_or(0);
    let path = format!("/jj/v1/directory?than={known}");
    for (_, endpoint, tls) in partners {
        let target = Target { endpoint, tls };
        let Ok(answer) = call(identity, &target, (Method::GET, &path), Vec::new()).await else {
            continue;
        };
        if answer.is_empty() {
            continue;
        }
        let Ok(document) = seal::exchange::Dsse::parse_directory(&answer) else { continue };
        match node.exchange_newer_directory(document).await {
            Ok(_) | Err(Error::Setup(_)) => {}
            Err(error) => tracing::warn!(%error, "a newer directory could not be taken"),
        }
    }
}
