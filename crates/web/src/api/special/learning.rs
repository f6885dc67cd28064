//! Learning: one's own, by post, sessions, badges; campaigns and what children are asked.

use std::collections::BTreeMap;

use model::Id;
use node::acts::learning::{
    CheckCampaign, CloseTopic, EnrolPost, FirstDays, OpenTopic, RecordResults, ResultRow, RevokeBadge,
    SetRequirement, SitTest, TakeBadge, ViewLearning, ViewSession, ViewTest, ViewTraining,
};
use serde_json::json;

use super::call::{acts, written};

acts! {
    "view-learning" {} => |call| call.look(ViewLearning).await;
    "first-days" {} => |call| call.look(FirstDays).await;
    "view-training" {} => |call| call.look(ViewTraining).await;
    "set-requirement" { role: String, course: Id, needed: bool } => |call| {
        call.done(call.write(SetRequirement { role, course, needed }).await?.id)
    };
    "enrol-post" { session: Id, post: Id } => |call| {
        call.done(call.write(EnrolPost { session, post }).await?.id)
    };
    "view-session" { session: Id } => |call| {
        written(call.node.perform(call.actor, ViewSession { session }).await?.attendees)
    };
    "record-results" { session: Id, number: i64, attended: bool; before: Option<i64>, after: Option<i64> } => |call| {
        let rows = vec![ResultRow { number, attended, before, after }];
        let came = call.write(RecordResults { session, rows }).await?;
        Ok(json!({ "act": call.act, "state": came.first().and_then(|(_, state)| *state) }))
    };
    "view-test" { enrolment: Id } => |call| call.look(ViewTest { enrolment }).await;
    "sit-test" { enrolment: Id, questions: Vec<Id>, lines: Vec<String> } => |call| {
        // Number of the choice for each question, in the same order.
        let lines = lines.iter().map(|line| line.parse().unwrap_or(0));
        let answers: BTreeMap<Id, i64> = questions.into_iter().zip(lines).collect();
        let score = call.write(SitTest { enrolment, answers }).await?;
        Ok(json!({ "act": call.act, "score": score }))
    };
    "take-badge" { badge: Id } => |call| {
        Ok(json!({ "badge": call.node.perform(call.actor, TakeBadge { badge }).await? }))
    };
    "revoke-badge" { badge: Id, reason: String } => |call| {
        call.done(call.write(RevokeBadge { badge, reason }).await?.id)
    };
    "check-campaign" { campaign: Id } => |call| call.look(CheckCampaign { campaign }).await;
    "open-topic" {
        matter: Id, title_id: String, title_en: String, words_id: String, words_en: String
    } => |call| {
        call.done(call.write(OpenTopic { matter, title_id, title_en, words_id, words_en }).await?.id)
    };
    "close-topic" { matter: Id } => |call| call.done(call.write(CloseTopic { matter }).await?.id);
}
