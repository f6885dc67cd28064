//! Acts of learning: sessions, tests, badges, needs of posts, campaigns, views of children.

use model::Id;

use super::acts::{ActInfo, info};

/// Their policies.
pub(super) fn acts() -> Vec<ActInfo> {
    use crate::acts::learning::{
        CheckCampaign, CloseTopic, EnrolPost, FirstDays, OpenTopic, RecordResults, RevokeBadge,
        SetRequirement, SitTest, TakeBadge, TellView, ViewLearning, ViewSession, ViewTest, ViewTraining,
    };
    let nobody = Id::from_u128(0);
    let text = String::new;
    let topic =
        OpenTopic { matter: nobody, title_id: text(), title_en: text(), words_id: text(), words_en: text() };
    let view = TellView { topic: nobody, age_band: text(), said: text(), work: None, source: None };
    let results = RecordResults { session: nobody, rows: Vec::new() };
    let requirement = SetRequirement { role: text(), course: nobody, needed: true };
    vec![
        info("enrol-post", "training-session", EnrolPost { session: nobody, post: nobody }, Clone::clone),
        info("view-session", "training-session", ViewSession { session: nobody }, Clone::clone),
        info("record-results", "training-session", results, Clone::clone),
        info("view-test", "course", ViewTest { enrolment: nobody }, |m| m.into()),
        info("sit-test", "course", SitTest { enrolment: nobody, answers: Default::default() }, |m| m.into()),
        info("view-learning", "course", ViewLearning, |m| m.now),
        info("first-days", "post", FirstDays, |m| m.now),
        info("view-training", "course", ViewTraining, |m| m.now),
        info("set-requirement", "course", requirement, |m| m.now),
        info("take-badge", "course", TakeBadge { badge: nobody }, |m| m.into()),
        info("revoke-badge", "course", RevokeBadge { badge: nobody, reason: text() }, |m| m.into()),
        info("check-campaign", "campaign", CheckCampaign { campaign: nobody }, Clone::clone),
        info("open-topic", "campaign", topic, Clone::clone),
        info("close-topic", "campaign", CloseTopic { matter: nobody }, Clone::clone),
        info("tell-view", "youth-view", view, |m| m.into()),
    ]
}
