//! `POST /app/queue`: a batch of sealed acts, from the telephone itself. `POST /app/hello`: a device says that it is there. Neither
//! needs more than what is within the seals: a locked telephone sends its queue, and one that was wiped does.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use node::field::offline::Hello;
use node::{Error, Way};
use serde::Deserialize;
use serde_json::{Value, json};

use super::said::{AtApp, FromApp};
use super::take::{Taking, opened};
use super::{No, said};
use crate::carried::look;
use crate::session::Anyone;
use crate::state::WebState;

/// Acts that one request may bring.
const AT_ONCE: usize = 50;

/// A batch: each sealed act behind its length in four bytes. Bytes, because a village's signal carries few of them.
fn batch(body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut rest = body;
    let mut sealed = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (one, after) = after.split_at_checked(length)?;
        sealed.push(one.to_vec());
        rest = after;
    }
    (sealed.len() <= AT_ONCE).then_some(sealed)
}

/// Takes a batch and tells what became of each, in its order.
pub(crate) async fn take(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    body: Bytes,
) -> Result<Response, No> {
    let Some(sealed) = batch(&body) else {
        // What is no batch is nobody's; whether it is a picture is written down all the same.
        let _ = look(&visitor, Way::Queue, &body).await;
        return Err(No::UNREADABLE);
    };
    let told = Taking::new(&state, visitor).all(sealed).await?;
    let outcomes: Vec<Value> = told.iter().map(|told| told.json()).collect();
    Ok(said(&state, json!({ "outcomes": outcomes })))
}

/// Sealed bytes as they are written.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim().as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

/// A greeting.
#[derive(Deserialize)]
pub(crate) struct Greeting {
    /// Name and secret, sealed.
    hello: String,
}

/// Who greets: name and secret lie within the seal.
async fn greeted(state: &WebState, greeting: &Greeting) -> Result<Hello, No> {
    let sealed = bytes(&greeting.hello).ok_or(No::UNREADABLE)?;
    let plain = state.node.open_offline(&[sealed]).await?.into_iter().next().flatten();
    let plain = plain.and_then(opened).ok_or(No::UNREADABLE)?;
    serde_json::from_slice(&plain).map_err(|_| No::UNREADABLE)
}

/// Tells a device whether it still counts. Whoever stole a telephone learns no more from it. A device that this node never heard of was
/// not ended by anybody: the node may have been restored from a backup that is older than it. By the name of the last restore a device
/// sees that what it sent since the backup may be gone.
pub(crate) async fn hello(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    FromApp(greeting): FromApp<Greeting>,
) -> Result<Response, No> {
    let hello = greeted(&state, &greeting).await?;
    let device = state.node.device_of_queue(&hello.user, &hello.secret, &visitor.source).await;
    let (known, ended) = match device {
        Ok(device) => (true, device.ended),
        Err(Error::NotSignedIn) => (false, false),
        Err(error) => return Err(error.into()),
    };
    Ok(said(&state, json!({ "known": known, "ended": ended, "restored": state.node.restored().await? })))
}

/// `POST /app/again`: a telephone that this node does not know any more was registered anew. It shows its old greeting with its new name
/// and secret; what it had sealed before is done as its own, under the permits of its user now.
pub(crate) async fn again(
    State(state): State<WebState>,
    AtApp(device): AtApp,
    Anyone(visitor): Anyone,
    FromApp(greeting): FromApp<Greeting>,
) -> Result<Response, No> {
    let hello = greeted(&state, &greeting).await?;
    let parked = state.node.know_device_again(&device, &hello).await?;
    let mut taking = Taking::new(&state, visitor);
    for some in parked.chunks(AT_ONCE) {
        taking.all(some.to_vec()).await?;
    }
    Ok(said(&state, json!({ "taken": parked.len() })))
}
