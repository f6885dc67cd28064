//! The data centre through the API: figures taken apart, the review queue, decisions, the linkage.

use model::Id;
use node::acts::counting::{
    DecidePair, ExplainChange, ListPairs, ReconcileFigure, UndoDecision, ViewDataCentre, ViewLinkage,
};
use node::counting::Slice;
use serde::Deserialize;
use serde_json::{Value, json};

use super::special::{Member, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Which figure.
const SLICE: [Member; 3] =
    [("period", "string", false), ("region", "string", false), ("form", "string", false)];

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    ("view-data-centre", &[]),
    ("view-linkage", &[("run", "uuid", true)]),
    ("reconcile-figure", &SLICE),
    ("explain-change", &SLICE),
    ("list-pairs", &[]),
    ("decide-pair", &[("pair", "uuid", true), ("verdict", "string", true)]),
    ("undo-decision", &[("pair", "uuid", true)]),
    ("keep-linkage", &[("relearn", "boolean", false)]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdict {
    pair: Id,
    verdict: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfPair {
    pair: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfRun {
    run: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    #[serde(default)]
    relearn: bool,
}

/// Performs one of [`ACTS`]; `body` is without the act's id.
pub(super) async fn perform(
    state: &WebState,
    who: &SignedIn,
    slug: &str,
    act: Id,
    body: Value,
) -> Result<Value, Fault> {
    let (node, actor) = (&state.node, &who.session.actor);
    let id = match slug {
        "view-data-centre" => return written(node.perform(actor, ViewDataCentre).await?),
        "view-linkage" => {
            let OfRun { run } = read(body)?;
            return written(node.perform(actor, ViewLinkage { run }).await?);
        }
        "reconcile-figure" => {
            let slice: Slice = read(body)?;
            return written(node.perform(actor, ReconcileFigure { slice }).await?);
        }
        "explain-change" => {
            let slice: Slice = read(body)?;
            return written(node.perform(actor, ExplainChange { since: None, slice }).await?);
        }
        "list-pairs" => return written(node.perform(actor, ListPairs).await?),
        "decide-pair" => {
            let Verdict { pair, verdict } = read(body)?;
            node.perform_as(act, actor, DecidePair { pair, verdict }).await?.id
        }
        "undo-decision" => {
            let OfPair { pair } = read(body)?;
            node.perform_as(act, actor, UndoDecision { pair }).await?.id
        }
        "keep-linkage" => {
            let Link { relearn } = read(body)?;
            node.link_lists(act, actor, relearn).await?.id
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}
