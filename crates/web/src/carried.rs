//! What carries a picture, a recording or a file is looked for in everything that comes in, before anything of it lies anywhere. Extractors
//! look, the door writes down that it came: a handler has nothing to remember.

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::{RequestExt, response::Response};
use formats::{Claim, Limits, refuse_carried, refuse_carried_file, refuse_claimed, sniff};
use futures_util::StreamExt;
use node::{Actor, Way};

use crate::error::Fault;
use crate::state::WebState;
use crate::visitor::Visitor;

/// Bytes that are looked through on the way; more are looked through beside the requests of others.
const SMALL: usize = 16 << 10;

/// Looks through bytes as they came.
pub(crate) async fn look(visitor: &Visitor, way: Way, bytes: &[u8]) -> Result<(), Fault> {
    let found = if bytes.len() <= SMALL {
        refuse_carried(bytes)
    } else {
        let bytes = bytes.to_vec();
        tokio::task::spawn_blocking(move || refuse_carried(&bytes)).await.map_err(|_| Fault::Drawing)?
    };
    found.map_err(|_| met(visitor, way))
}

/// Looks through a file that somebody chose, by the name that it has.
pub(crate) async fn look_at_file(
    visitor: &Visitor,
    (name, media_type): (&str, Option<&str>),
    bytes: Vec<u8>,
) -> Result<Vec<u8>, Fault> {
    look_at_head(visitor, (name, media_type), &bytes)?;
    let (name, media_type) = (name.to_owned(), media_type.map(str::to_owned));
    let looked = tokio::task::spawn_blocking(move || {
        let claim = Claim { name: Some(&name), media_type: media_type.as_deref() };
        refuse_carried_file(&bytes, &claim, &Limits::default()).map(|()| bytes)
    });
    looked.await.map_err(|_| Fault::Drawing)?.map_err(|_| met(visitor, Way::Upload))
}

/// Looks at the first bytes of a file, with what it says of itself: what is a picture or a recording is not read on, whatever it is called.
/// What begins as an archive may be a workbook, also an old one, and is looked into when it is whole.
pub(crate) fn look_at_head(
    visitor: &Visitor,
    (name, media_type): (&str, Option<&str>),
    head: &[u8],
) -> Result<(), Fault> {
    let claim = Claim { name: Some(name), media_type };
    refuse_claimed(&claim).map_err(|_| met(visitor, Way::Upload))?;
    match sniff(head) {
        Some(magic) if !["zip", "ole"].contains(&magic.code) && magic.kind.wants_routing() => {
            Err(met(visitor, Way::Upload))
        }
        _ => Ok(()),
    }
}

/// Something was met; the door writes it down.
fn met(visitor: &Visitor, way: Way) -> Fault {
    // The first is as good as any other.
    let _ = visitor.carried.set(way);
    Fault::Carries
}

/// Reads a body as far as its address lets it be, and looks through it; of one that is too long what came is looked through all the same.
pub(crate) async fn read(request: Request, visitor: &Visitor, way: Way) -> Result<Bytes, Fault> {
    let (mut came, mut whole) = (Vec::new(), true);
    let mut stream = request.with_limited_body().into_body().into_data_stream();
    while let Some(chunk) = stream.next().await {
        match chunk {
            Ok(chunk) => came.extend_from_slice(&chunk),
            Err(_) => {
                whole = false;
                break;
            }
        }
    }
    look(visitor, way, &came).await?;
    if whole { Ok(came.into()) } else { Err(Fault::TooLarge) }
}

/// Whether a body is said to be of this type.
pub(crate) fn is_of(headers: &HeaderMap, kind: &str) -> bool {
    let said = headers.get(CONTENT_TYPE).and_then(|said| said.to_str().ok()).unwrap_or_default();
    said.split(';').next().is_some_and(|said| said.trim().eq_ignore_ascii_case(kind))
}

/// Writes down what an extractor met, unless an act was refused for it and that was written down. Where a handler took no notice of what it
/// was not asked for, its answer stands.
pub(crate) async fn note(state: &WebState, visitor: &Visitor, noted: bool, response: Response) -> Response {
    let Some(way) = visitor.carried.get().filter(|_| !noted) else { return response };
    let actor = match &visitor.session {
        Some(session) => session.actor.clone(),
        None => Actor::public(visitor.words.lang),
    };
    match state.node.note_carried(&actor, *way).await {
        Ok(()) => response,
        Err(error) => axum::response::IntoResponse::into_response(Fault::from(error)),
    }
}
