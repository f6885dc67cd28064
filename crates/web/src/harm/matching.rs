//! `/m/lookup` and `/m/raw_lookup`: matching as Hasher-Matcher-Actioner offers it, so that a platform can switch by changing the address. Signals alone:
//! nothing is taken that would have to be hashed, and no address is fetched. The shape of the answers follows that program's public description. A program signs in with every
//! request, by the name and secret of a device that somebody registered for the post (HTTP Basic).

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::IntoResponse;
use node::Error;
use node::acts::harm::{LookUpHash, LookedUp};
use serde_json::{Map, Value, json};

use crate::error::{Answer, Fault};
use crate::field::speak::Caller;
use crate::state::WebState;
use crate::visitor::query;

fn wrong(text: &str) -> Answer {
    Ok((StatusCode::BAD_REQUEST, Json(json!({ "message": text }))).into_response())
}

async fn found(state: &WebState, who: &Caller, uri: &Uri) -> Result<Option<LookedUp>, Fault> {
    let (Some(hash), Some(kind)) = (query(uri, "signal"), query(uri, "signal_type")) else { return Ok(None) };
    // An address has no place in an address: whoever asks about one asks by POST.
    if kind == "address" {
        return Ok(None);
    }
    let act = LookUpHash { kind, hash, content_report: None };
    match state.node.perform(&who.actor, act).await {
        Ok(found) => Ok(Some(found)),
        Err(Error::Invalid(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

const ASK: &str = "give signal and signal_type (pdq, md5, sha1, sha256); a url or a file is never taken";

pub(crate) async fn lookup(State(state): State<WebState>, who: Caller, uri: Uri) -> Answer {
    if query(&uri, "url").is_some() {
        return wrong(ASK);
    }
    let Some(found) = found(&state, &who, &uri).await? else { return wrong(ASK) };
    let mut banks: Map<String, Value> = Map::new();
    for met in found.met {
        for (name, _) in &met.lists {
            let one = json!({ "bank_content_id": met.review, "distance": met.distance.to_string() });
            if let Some(bank) = banks.entry(name.clone()).or_insert_with(|| json!([])).as_array_mut() {
                bank.push(one);
            }
        }
    }
    Ok(Json(Value::Object(banks)).into_response())
}

pub(crate) async fn raw(State(state): State<WebState>, who: Caller, uri: Uri) -> Answer {
    if query(&uri, "url").is_some() {
        return wrong(ASK);
    }
    let Some(found) = found(&state, &who, &uri).await? else { return wrong(ASK) };
    let distances = query(&uri, "include_distance").is_some_and(|said| said == "true" || said == "1");
    let one = |met: node::acts::harm::Met| match distances {
        true => json!({ "bank_content_id": met.review, "distance": met.distance.to_string() }),
        false => json!(met.review),
    };
    Ok(Json(json!({ "matches": found.met.into_iter().map(one).collect::<Vec<_>>() })).into_response())
}
