//! Learning through the API: one's own, by post, sessions, badges; campaigns and what children are asked.

use std::collections::BTreeMap;

use model::Id;
use node::acts::learning::{
    CheckCampaign, CloseTopic, EnrolPost, FirstDays, OpenTopic, RecordResults, ResultRow, RevokeBadge,
    SetRequirement, SitTest, TakeBadge, ViewLearning, ViewSession, ViewTest, ViewTraining,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::special::{Member, read, written};
use crate::error::Fault;
use crate::session::SignedIn;
use crate::state::WebState;

/// Slug and body of each act that is performed here.
pub(super) const ACTS: &[(&str, &[Member])] = &[
    ("view-learning", &[]),
    ("first-days", &[]),
    ("view-training", &[]),
    ("set-requirement", &[("role", "string", true), ("course", "uuid", true), ("needed", "boolean", true)]),
    ("enrol-post", &[("session", "uuid", true), ("post", "uuid", true)]),
    ("view-session", &[("session", "uuid", true)]),
    (
        "record-results",
        &[
            ("session", "uuid", true),
            ("number", "integer", true),
            ("attended", "boolean", true),
            ("before", "integer", false),
            ("after", "integer", false),
        ],
    ),
    ("view-test", &[("enrolment", "uuid", true)]),
    ("sit-test", &[("enrolment", "uuid", true), ("questions", "uuids", true), ("lines", "strings", true)]),
    ("take-badge", &[("badge", "uuid", true)]),
    ("revoke-badge", &[("badge", "uuid", true), ("reason", "string", true)]),
    ("check-campaign", &[("campaign", "uuid", true)]),
    (
        "open-topic",
        &[
            ("matter", "uuid", true),
            ("title_id", "string", true),
            ("title_en", "string", true),
            ("words_id", "string", true),
            ("words_en", "string", true),
        ],
    ),
    ("close-topic", &[("matter", "uuid", true)]),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    role: String,
    course: Id,
    needed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seat {
    session: Id,
    post: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfSession {
    session: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    session: Id,
    number: i64,
    attended: bool,
    before: Option<i64>,
    after: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfEnrolment {
    enrolment: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    enrolment: Id,
    questions: Vec<Id>,
    /// Number of the choice for each question, in the same order.
    lines: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfBadge {
    badge: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revoke {
    badge: Id,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfCampaign {
    campaign: Id,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    matter: Id,
    title_id: String,
    title_en: String,
    words_id: String,
    words_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfMatter {
    matter: Id,
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
        "view-learning" => return written(node.perform(actor, ViewLearning).await?),
        "first-days" => return written(node.perform(actor, FirstDays).await?),
        "view-training" => return written(node.perform(actor, ViewTraining).await?),
        "view-session" => {
            let OfSession { session } = read(body)?;
            return written(node.perform(actor, ViewSession { session }).await?.attendees);
        }
        "record-results" => {
            let Line { session, number, attended, before, after } = read(body)?;
            let rows = vec![ResultRow { number, attended, before, after }];
            let came = node.perform_as(act, actor, RecordResults { session, rows }).await?;
            let came = came.first().and_then(|(_, state)| *state);
            return Ok(json!({ "act": act, "state": came }));
        }
        "view-test" => {
            let OfEnrolment { enrolment } = read(body)?;
            return written(node.perform(actor, ViewTest { enrolment }).await?);
        }
        "sit-test" => {
            let Answers { enrolment, questions, lines } = read(body)?;
            let lines = lines.iter().map(|line| line.parse().unwrap_or(0));
            let answers: BTreeMap<Id, i64> = questions.into_iter().zip(lines).collect();
            let score = node.perform_as(act, actor, SitTest { enrolment, answers }).await?;
            return Ok(json!({ "act": act, "score": score }));
        }
        "take-badge" => {
            let OfBadge { badge } = read(body)?;
            return Ok(json!({ "badge": node.perform(actor, TakeBadge { badge }).await? }));
        }
        "check-campaign" => {
            let OfCampaign { campaign } = read(body)?;
            return written(node.perform(actor, CheckCampaign { campaign }).await?);
        }
        "set-requirement" => {
            let Requirement { role, course, needed } = read(body)?;
            node.perform_as(act, actor, SetRequirement { role, course, needed }).await?.id
        }
        "enrol-post" => {
            let Seat { session, post } = read(body)?;
            node.perform_as(act, actor, EnrolPost { session, post }).await?.id
        }
        "revoke-badge" => {
            let Revoke { badge, reason } = read(body)?;
            node.perform_as(act, actor, RevokeBadge { badge, reason }).await?.id
        }
        "open-topic" => {
            let Topic { matter, title_id, title_en, words_id, words_en } = read(body)?;
            node.perform_as(act, actor, OpenTopic { matter, title_id, title_en, words_id, words_en })
                .await?
                .id
        }
        "close-topic" => {
            let OfMatter { matter } = read(body)?;
            node.perform_as(act, actor, CloseTopic { matter }).await?.id
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    Ok(json!({ "act": act, "id": id }))
}
