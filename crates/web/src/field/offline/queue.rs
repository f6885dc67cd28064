//! `POST /app/queue`: a batch of sealed acts, from the telephone itself. `POST /app/hello`: a device says that it is there. Neither
//! needs more than what is within the seals: a locked telephone sends its queue, and one that was wiped does.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use node::Error;
use node::field::offline::Hello;
use serde::Deserialize;
use serde_json::{Value, json};

use super::take::{Taking, opened};
use super::{No, said};
use crate::session::Anyone;
use crate::state::WebState;

/// Acts that one request may bring.
const AT_ONCE: usize = 50;

/// A batch: the device's clock as it sends (ms since 1970, UTC) in eight bytes, then each sealed act behind its length in four. Bytes,
/// because a village's signal carries few of them.
fn batch(body: &[u8]) -> Option<(i64, Vec<Vec<u8>>)> {
    let (clock, mut rest) = body.split_first_chunk::<8>()?;
    let mut sealed = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (one, after) = after.split_at_checked(length)?;
        sealed.push(one.to_vec());
        rest = after;
    }
    (sealed.len() <= AT_ONCE).then_some((i64::from_be_bytes(*clock), sealed))
}

/// Takes a batch and tells what became of each, in its order.
pub(crate) async fn take(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    body: Bytes,
) -> Result<Response, No> {
    let (clock, sealed) = batch(&body).ok_or(No::UNREADABLE)?;
    let behind = state.node.now().millis().saturating_sub(clock);
    let told = Taking::new(&state, visitor, behind).all(sealed).await?;
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

/// Tells a device whether it still counts. Whoever stole a telephone learns no more from it.
pub(crate) async fn hello(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Json(greeting): Json<Greeting>,
) -> Result<Response, No> {
    let sealed = bytes(&greeting.hello).ok_or(No::UNREADABLE)?;
    let plain = state.node.open_offline(&[sealed]).await?.into_iter().next().flatten();
    let plain = plain.and_then(opened).ok_or(No::UNREADABLE)?;
    let hello: Hello = serde_json::from_slice(&plain).map_err(|_| No::UNREADABLE)?;
    let device = state.node.device_of_queue(&hello.user, &hello.secret, &visitor.source).await;
    let ended = match device {
        Ok(device) => device.ended,
        Err(Error::NotSignedIn) => true,
        Err(error) => return Err(error.into()),
    };
    Ok(said(&state, json!({ "ended": ended })))
}
