//! Shared hashes, overlapping work and files for receivers outside, through the API.

use model::{Id, Kind, kinds};
use node::acts::harm::{
    ChangeHashList, CheckOverlap, JudgeHash, ListHashLists, LookUpHash, MakeFile, OpenHashList,
    SubscribeHashList, TakeGoaml, WriteGoaml,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::special::{Member, draft, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    ("list-hash-lists", &[]),
    ("open-hash-list", &[("name", "string", true), ("role", "string", true)]),
    (
        "change-hash-list",
        &[
            ("list", "uuid", true),
            ("add", "string", false),
            ("remove", "string", false),
            ("provenance", "string", true),
        ],
    ),
    ("subscribe-hash-list", &[("list", "uuid", true), ("on", "boolean", true)]),
    (
        "judge-hash",
        &[
            ("kind", "string", true),
            ("hash", "string", true),
            ("opinion", "integer", true),
            ("reason", "string", true),
        ],
    ),
    (
        "look-up-hash",
        &[("kind", "string", true), ("hash", "string", true), ("content_report", "uuid", false)],
    ),
    (
        "check-overlap",
        &[
            ("kind", "string", true),
            ("value", "string", true),
            ("holder", "string", false),
            ("purpose", "string", true),
        ],
    ),
    ("make-file", &[("report", "uuid", true), ("fields", "handed-file", true)]),
    (
        "take-goaml",
        &[("document", "string", true), ("institution", "string", true), ("direction", "string", true)],
    ),
    (
        "write-goaml",
        &[
            ("report", "uuid", true),
            ("profile", "string", true),
            ("entity", "string", true),
            ("reporter", "string", true),
            ("indicators", "string", true),
        ],
    ),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    role: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    list: Id,
    #[serde(default)]
    add: String,
    #[serde(default)]
    remove: String,
    provenance: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    list: Id,
    on: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    kind: String,
    hash: String,
    opinion: u8,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Looked {
    kind: String,
    hash: String,
    content_report: Option<Id>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Checked {
    kind: String,
    value: String,
    #[serde(default)]
    holder: String,
    purpose: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filed {
    report: Id,
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Came {
    document: String,
    institution: String,
    direction: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Goes {
    report: Id,
    profile: String,
    entity: String,
    reporter: String,
    indicators: String,
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
    match slug {
        "list-hash-lists" => written(node.perform(actor, ListHashLists).await?),
        "open-hash-list" => {
            let Named { name, role } = read(body)?;
            written(node.perform_as(act, actor, OpenHashList { name, role }).await?)
        }
        "change-hash-list" => {
            let Changed { list, add, remove, provenance } = read(body)?;
            let change = ChangeHashList { list, add, remove, provenance };
            let version = node.perform_as(act, actor, change).await?;
            Ok(json!({ "act": act, "list": list, "version": version }))
        }
        "subscribe-hash-list" => {
            let Reading { list, on } = read(body)?;
            node.perform_as(act, actor, SubscribeHashList { list, on }).await?;
            Ok(json!({ "act": act, "list": list }))
        }
        "judge-hash" => {
            let Judged { kind, hash, opinion, reason } = read(body)?;
            node.perform_as(act, actor, JudgeHash { kind, hash, opinion, reason }).await?;
            Ok(json!({ "act": act }))
        }
        "look-up-hash" => {
            let Looked { kind, hash, content_report } = read(body)?;
            written(node.perform_as(act, actor, LookUpHash { kind, hash, content_report }).await?)
        }
        "check-overlap" => {
            let Checked { kind, value, holder, purpose } = read(body)?;
            node.perform_as(act, actor, CheckOverlap { kind, value, holder, purpose }).await?;
            Ok(json!({ "act": act }))
        }
        _ => files(state, who, slug, act, body).await,
    }
}

async fn files(state: &WebState, who: &SignedIn, slug: &str, act: Id, body: Value) -> Result<Value, Fault> {
    let (node, actor) = (&state.node, &who.session.actor);
    match slug {
        "make-file" => {
            let Filed { report, fields } = read(body)?;
            let draft = draft(<kinds::HandedFile as Kind>::META, &fields)?;
            let made = node.perform_as(act, actor, MakeFile { report, draft }).await?;
            Ok(json!({ "act": act, "id": made.id, "ending": made.ending, "text": made.text }))
        }
        "take-goaml" => {
            let Came { document, institution, direction } = read(body)?;
            let take = TakeGoaml { document, institution, direction };
            Ok(json!({ "act": act, "id": node.perform_as(act, actor, take).await?.id }))
        }
        "write-goaml" => {
            let Goes { report, profile, entity, reporter, indicators } = read(body)?;
            let write = WriteGoaml { report, profile, entity, reporter, indicators };
            Ok(json!({ "act": act, "text": node.perform_as(act, actor, write).await?.text }))
        }
        _ => Err(Fault::NOT_FOUND),
    }
}
