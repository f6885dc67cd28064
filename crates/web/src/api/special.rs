//! Acts with a body of their own: what they take, and how they are performed.

use model::{Draft, Id, Kind, KindMeta, kinds};
use node::acts::BreakGlass;
use node::acts::intake::{AnswerReporter, LogCall, MeetClock, MergeReports, UnmergeReports};
use node::acts::people::{DecideDuplicate, JoinReport, MergePeople, NewCase, OpenCase, SearchPeople};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::json;
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// A member of an act's body, for the document: name, type, whether it must be there.
pub(super) type Member = (&'static str, &'static str, bool);

/// Slug and body of each act that is performed here.
const ACTS: &[(&str, &[Member])] = &[
    ("search-people", &[("free", "string", false), ("fields", "person", false)]),
    (
        "open-case",
        &[
            ("search", "uuid", true),
            ("fields", "case", true),
            ("child", "person", false),
            ("person", "uuid", false),
            ("report", "uuid", false),
            ("post", "uuid", false),
            ("sibling", "uuid", false),
            ("confirmed_not_duplicate", "boolean", false),
        ],
    ),
    ("join-report", &[("report", "uuid", true), ("case", "uuid", true)]),
    ("answer-reporter", &[("report", "uuid", true), ("text", "string", true)]),
    ("break-glass", &[("id", "uuid", true), ("reason", "string", true)]),
    (
        "decide-duplicate",
        &[
            ("one", "uuid", true),
            ("other", "uuid", true),
            ("distinct", "boolean", true),
            ("reason", "string", true),
        ],
    ),
    ("raise-handover", &[("post", "uuid", true), ("reason", "string", true)]),
    ("hand-over", &[("handover", "uuid", true), ("shares", "shares", true), ("brief", "handover", false)]),
    ("accept-handover", &[("handover", "uuid", true), ("matters", "uuids", false)]),
    (
        "contest-handover",
        &[("handover", "uuid", true), ("matters", "uuids", false), ("reason", "string", true)],
    ),
    ("decide-handover", &[("handover", "uuid", true), ("post", "uuid", true), ("reason", "string", true)]),
    ("request-approval", &[("case", "uuid", true), ("fields", "approval", true)]),
    ("approve", &[("approval", "uuid", true), ("granted", "boolean", true), ("note", "string", false)]),
    ("write-note", &[("matter", "uuid", true), ("visibility", "string", true), ("text", "string", true)]),
    ("widen-note", &[("note", "uuid", true), ("visibility", "string", true), ("reason", "string", true)]),
    ("read-notifications", &[("ids", "uuids", false)]),
    ("explain-access", &[("review", "uuid", true), ("text", "string", true)]),
    (
        "give-consent",
        &[
            ("case", "uuid", true),
            ("fields", "consent", true),
            ("recipients", "uuids", false),
            ("withheld", "uuids", false),
        ],
    ),
    (
        "refer-case",
        &[
            ("case", "uuid", true),
            ("to", "uuid", true),
            ("service", "uuid", false),
            ("fields", "referral", true),
            ("groups", "strings", true),
            ("days", "integer", false),
            ("past_consent", "past-consent", false),
        ],
    ),
    (
        "refer-outside",
        &[
            ("case", "uuid", true),
            ("receiver", "string", true),
            ("authority", "boolean", true),
            ("service", "uuid", false),
            ("fields", "referral", true),
            ("groups", "strings", true),
            ("days", "integer", false),
            ("past_consent", "past-consent", false),
        ],
    ),
    ("renew-outside", &[("referral", "uuid", true)]),
    (
        "transfer-case",
        &[
            ("case", "uuid", true),
            ("to", "uuid", true),
            ("fields", "transfer", true),
            ("days", "integer", false),
            ("past_consent", "past-consent", false),
        ],
    ),
    ("request-transfer", &[("case", "uuid", true), ("fields", "transfer-request", true)]),
    ("assign-cases", &[("cases", "uuids", true), ("to", "uuid", true), ("reason", "string", false)]),
    (
        "refer-cases",
        &[
            ("cases", "uuids", true),
            ("to", "uuid", true),
            ("fields", "referral", true),
            ("groups", "strings", true),
            ("days", "integer", false),
        ],
    ),
    ("ask-information", &[("to", "uuid", true), ("case", "uuid", false), ("fields", "rfi", true)]),
    ("list-requests", &[]),
    ("view-message", &[("eid", "string", true)]),
    ("list-network", &[]),
    ("export-log", &[]),
    ("export-evidence", &[("eid", "string", true), ("reveal", "boolean", false)]),
    ("list-moves", &[]),
    ("list-receivers", &[]),
    (
        "log-call",
        &[
            ("fields", "report", true),
            ("caller", "string", false),
            ("quick", "boolean", false),
            ("receipt", "boolean", false),
        ],
    ),
    ("meet-clock", &[("report", "uuid", true), ("clock", "string", true), ("reason", "string", true)]),
    ("merge-reports", &[("kept", "uuid", true), ("merged", "uuid", true), ("reason", "string", true)]),
    ("unmerge-reports", &[("merged", "uuid", true), ("reason", "string", true)]),
    ("merge-people", &[("kept", "uuid", true), ("merged", "uuid", true), ("reason", "string", true)]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    #[serde(default)]
    free: String,
    #[serde(default)]
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    search: Id,
    fields: Map<String, Value>,
    #[serde(default)]
    child: Map<String, Value>,
    person: Option<Id>,
    report: Option<Id>,
    post: Option<Id>,
    sibling: Option<Id>,
    #[serde(default)]
    confirmed_not_duplicate: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Duplicate {
    one: Id,
    other: Id,
    distinct: bool,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Join {
    report: Id,
    case: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    report: Id,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glass {
    id: Id,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Merge {
    kept: Id,
    merged: Id,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Call {
    fields: Map<String, Value>,
    #[serde(default)]
    caller: String,
    #[serde(default)]
    quick: bool,
    #[serde(default)]
    receipt: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Met {
    report: Id,
    clock: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Apart {
    merged: Id,
    reason: String,
}

pub(super) fn read<T: DeserializeOwned>(body: Value) -> Result<T, Fault> {
    serde_json::from_value(body).map_err(|_| Fault::Unreadable)
}

/// What an act that only looks has to say.
pub(super) fn written(value: impl Serialize) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(|_| Fault::Unreadable)
}

pub(super) fn draft(meta: &KindMeta, fields: &Map<String, Value>) -> Result<Draft, Fault> {
    json::draft(meta, fields).ok_or(Fault::Unreadable)
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
    let person = <kinds::Person as Kind>::META;
    let id = match slug {
        "search-people" => {
            let asked: Search = read(body)?;
            let search = match asked.fields.is_empty() {
                true => SearchPeople::free(&asked.free),
                false => SearchPeople::form(draft(person, &asked.fields)?),
            };
            let found = node.perform(actor, search).await?;
            return written(found);
        }
        "open-case" => node.perform_as(act, actor, open_case(read(body)?)?).await?.id,
        "join-report" => {
            let Join { report, case } = read(body)?;
            node.perform_as(act, actor, JoinReport { report, case }).await?.id
        }
        "answer-reporter" => {
            let Reply { report, text } = read(body)?;
            node.perform_as(act, actor, AnswerReporter { report, text }).await?.id
        }
        "break-glass" => {
            let Glass { id, reason } = read(body)?;
            let broken = node.perform_as(act, actor, BreakGlass { id, reason }).await?;
            return Ok(json!({ "act": act, "id": broken.id, "until": broken.until }));
        }
        "decide-duplicate" => {
            let Duplicate { one, other, distinct, reason } = read(body)?;
            node.perform_as(act, actor, DecideDuplicate { one, other, distinct, reason }).await?;
            one
        }
        "log-call" => {
            let Call { fields, caller, quick, receipt } = read(body)?;
            let draft = draft(<kinds::Report as Kind>::META, &fields)?;
            let logged = node.perform_as(act, actor, LogCall { draft, caller, quick, receipt }).await?;
            let receipt = logged.receipt.map(|receipt| receipt.grouped().to_string());
            return Ok(json!({ "act": act, "id": logged.id, "before": logged.before, "receipt": receipt }));
        }
        "meet-clock" => {
            let Met { report, clock, reason } = read(body)?;
            node.perform_as(act, actor, MeetClock { report, clock, note: reason }).await?.id
        }
        "merge-reports" => {
            let Merge { kept, merged, reason } = read(body)?;
            node.perform_as(act, actor, MergeReports { kept, merged, reason }).await?.id
        }
        "unmerge-reports" => {
            let Apart { merged, reason } = read(body)?;
            node.perform_as(act, actor, UnmergeReports { merged, reason }).await?.id
        }
        "merge-people" => {
            let Merge { kept, merged, reason } = read(body)?;
            let done = node.perform_as(act, actor, MergePeople { kept, merged, reason }).await?;
            return Ok(json!({ "act": act, "id": done.merge }));
        }
        _ if super::people::ACTS.iter().any(|(known, _)| *known == slug) => {
            return super::people::perform(state, who, slug, act, body).await;
        }
        slug if super::moves::ACTS.contains(&slug) => {
            return super::moves::perform(state, who, slug, act, body).await;
        }
        _ if super::counting::ACTS.iter().any(|(known, _)| *known == slug) => {
            return super::counting::perform(state, who, slug, act, body).await;
        }
        _ if super::research::ACTS.iter().any(|(known, _)| *known == slug) => {
            return super::research::perform(state, who, slug, act, body).await;
        }
        _ if super::promises::ACTS.iter().any(|(known, _)| *known == slug) => {
            return super::promises::perform(state, who, slug, act, body).await;
        }
        _ if super::harm::ACTS.iter().any(|(known, _)| *known == slug) => {
            return super::harm::perform(state, who, slug, act, body).await;
        }
        _ if super::practice::ACTS.iter().any(|(known, _)| *known == slug) => {
            return super::practice::perform(state, who, slug, act, body).await;
        }
        _ => return super::desk::perform(state, who, slug, act, body).await,
    };
    Ok(json!({ "act": act, "id": id }))
}

fn open_case(asked: Case) -> Result<OpenCase, Fault> {
    let case = draft(<kinds::Case as Kind>::META, &asked.fields)?;
    let new = match asked.person {
        Some(known) => NewCase::of(case, known),
        None => NewCase::child(case, draft(<kinds::Person as Kind>::META, &asked.child)?),
    };
    let mut open = OpenCase::new(new, asked.search);
    if let Some(report) = asked.report {
        open = open.from_report(report);
    }
    if let Some(post) = asked.post {
        open = open.with_custodian(post);
    }
    if let Some(sibling) = asked.sibling {
        open = open.sibling_of(sibling);
    }
    if asked.confirmed_not_duplicate {
        open = open.confirmed_not_duplicate();
    }
    Ok(open)
}

/// Every act with a body of its own.
pub(super) fn all() -> impl Iterator<Item = &'static (&'static str, &'static [Member])> {
    let areas = [
        super::people::ACTS,
        super::practice::ACTS,
        super::counting::ACTS,
        super::research::ACTS,
        super::promises::ACTS,
        super::harm::ACTS,
    ];
    ACTS.iter().chain(areas.into_iter().flatten())
}

/// The schema of an act's body, for the document.
pub(super) fn schema(members: &[Member]) -> Value {
    let mut properties = Map::new();
    properties.insert("act".into(), json!({ "type": "string", "format": "uuid" }));
    for (name, shape, _) in members {
        let schema = match *shape {
            "uuid" => json!({ "type": "string", "format": "uuid" }),
            "uuids" => json!({ "type": "array", "items": { "type": "string", "format": "uuid" } }),
            "shares" => super::desk::shares(),
            "strings" => json!({ "type": "array", "items": { "type": "string" } }),
            "past-consent" => super::moves::past_consent(),
            "string" | "boolean" | "integer" => json!({ "type": shape }),
            kind => json!({ "$ref": format!("#/components/schemas/{kind}") }),
        };
        properties.insert((*name).into(), schema);
    }
    let required: Vec<_> = members.iter().filter(|(_, _, must)| *must).map(|(name, ..)| *name).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}
