//! `/field/queue`: a queue that was carried to the office in a file is brought in.

use askama::Template;
use axum::extract::State;
use node::acts::field::ListSubmissions;
use node::field::offline::Outcome;
use serde::Deserialize;

use super::queue::bytes;
use super::take::{Taking, Told};
use crate::carried::look_at_file;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw};
use crate::import::upload::SealedUpload;
use crate::session::SignedIn;
use crate::state::WebState;

/// Acts that are taken at a time.
const AT_ONCE: usize = 50;

#[derive(Template)]
#[template(path = "field/bring_queue.html")]
struct BringPage {
    f: Frame,
    /// What became of the file: words and how many.
    told: Vec<(String, usize)>,
    unread: bool,
    /// Devices that this node does not know, in words: what they sent lies here until they are registered again.
    unknown: Vec<String>,
}

/// A queue as the app writes it into a file.
#[derive(Deserialize)]
struct File {
    /// Edition of the format.
    #[serde(rename = "jejaring-queue")]
    version: u8,
    items: Vec<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    allowed(&state, &who).await?;
    let f = Frame::of(&state, &who);
    let unknown = unknown(&state, &f).await?;
    draw(&BringPage { f, told: Vec::new(), unread: false, unknown })
}

/// Names of devices are drawn by chance and say nothing about anybody.
async fn unknown(state: &WebState, f: &Frame) -> Result<Vec<String>, Fault> {
    let parked = state.node.parked_devices().await?;
    let line = |(name, count): &(String, i64)| {
        f.words
            .with("bring-queue-unknown", &[("name", name.as_str()), ("count", &count.to_string())])
            .into_owned()
    };
    Ok(parked.iter().map(line).collect())
}

/// Whoever decides about what came from devices may bring it in; each act in it is the device's own.
async fn allowed(state: &WebState, who: &SignedIn) -> Result<(), Fault> {
    state.node.perform(&who.session.actor, ListSubmissions).await?;
    Ok(())
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    SealedUpload(upload): SealedUpload,
) -> Answer {
    allowed(&state, &who).await?;
    let file = serde_json::from_slice::<File>(&upload.bytes).ok().filter(|file| file.version == 1);
    let f = Frame::of(&state, &who);
    let Some(file) = file else {
        // Nothing in it is sealed, so it is looked through as any file.
        look_at_file(&who.visitor, (&upload.name, None), upload.bytes).await?;
        let unknown = unknown(&state, &f).await?;
        return draw(&BringPage { f, told: Vec::new(), unread: true, unknown });
    };
    let sealed: Vec<Vec<u8>> = file.items.iter().map(|text| bytes(text).unwrap_or_default()).collect();
    let mut all = Vec::new();
    let mut taking = Taking::new(&state, who.visitor.clone());
    for some in sealed.chunks(AT_ONCE) {
        all.extend(taking.all(some.to_vec()).await?);
    }
    let of = |wanted: &[Outcome]| {
        let fits =
            |told: &&Told| matches!(told, Told::Settled(_, settled) if wanted.contains(&settled.outcome));
        all.iter().filter(fits).count()
    };
    let parked = all.iter().filter(|told| matches!(told, Told::Parked(_))).count();
    let unread = all.iter().filter(|told| matches!(told, Told::Unreadable | Told::Unknown)).count();
    let counts = [
        ("bring-queue-applied", of(&[Outcome::Applied])),
        ("bring-queue-conflict", of(&[Outcome::Conflict])),
        ("bring-queue-kept", of(&[Outcome::Kept, Outcome::Refused])),
        ("bring-queue-held", of(&[Outcome::Held])),
        ("bring-queue-parked", parked),
        ("bring-queue-unread", unread),
    ];
    let told = counts.into_iter().filter(|(_, count)| *count > 0);
    let told = told.map(|(key, count)| (f.t(key).into_owned(), count)).collect();
    let unknown = unknown(&state, &f).await?;
    draw(&BringPage { f, told, unread: false, unknown })
}
