//! Carries what is due to other nodes, and comes for what waits at nodes that cannot reach this one.

use std::sync::Arc;
use std::time::Duration;

use hyper::Method;
use node::exchange::Answer;
use node::{Error, Node};
use serde::Deserialize;
use tokio::task::JoinHandle;

use super::client::{CallError, Target, call};
use super::identity::Identity;
use super::post::Post;

/// How often the outbox is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// How often a node without a public address comes for its mailbox.
const COME: Duration = Duration::from_secs(15);
/// How often a checkpoint is offered to witnesses, if that is due.
const OFFER: Duration = Duration::from_secs(10);
/// How often a newer directory is asked for.
const POLL: Duration = Duration::from_secs(600);

/// Starts carrying; goes on until it is aborted.
pub(crate) fn start(node: Node, identity: Arc<Identity>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut post = Post::new(node.clone(), identity.clone());
        let (mut look, mut come) = (tokio::time::interval(LOOK), tokio::time::interval(COME));
        let (mut poll, mut offer) = (tokio::time::interval(POLL), tokio::time::interval(OFFER));
        loop {
            tokio::select! {
                // What waited while a round was carried goes at once.
                _ = look.tick() => while post.round().await > 0 {},
                _ = come.tick() => pull(&node, &identity).await,
                _ = offer.tick() => show(&node, &identity).await,
                _ = poll.tick() => newer(&node, &identity).await,
            }
        }
    })
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
    for (_, endpoint, tls) in partners {
        let target = Target { endpoint, tls };
        let Ok(answer) = call(identity, &target, (Method::GET, "/jj/v1/directory"), Vec::new()).await else {
            continue;
        };
        let Ok(document) = seal::exchange::Dsse::parse_directory(&answer) else { continue };
        match node.exchange_newer_directory(document).await {
            Ok(_) | Err(Error::Setup(_)) => {}
            Err(error) => tracing::warn!(%error, "a newer directory could not be taken"),
        }
    }
}
