//! Holders who follow one another take over what lies at their post; one hand-over waits for whoever tries the demonstration.

use std::sync::atomic::AtomicUsize;

use model::Draft;
use model::kinds::Handover;
use node::acts::desk::SetNextStep;
use node::acts::handover::{AcceptHandover, HandOver, RaiseHandover, ReviewHandover, Share};
use node::acts::{List, ListQuery};
use node::{Actor, Node, Result};

use super::super::plan::{Plan, PostKey};
use super::found::{Stage, act};

/// Cases in the hand-over that waits.
const WAITING: usize = 6;

/// What is promised to be done next.
const NEXT: [&str; 4] = [
    "Mengunjungi rumah pada hari Senin (rekaan).",
    "Menanyakan kursi sekolah yang kosong (rekaan).",
    "Menyiapkan pertemuan kasus bersama bidan desa (rekaan).",
    "Mengantar untuk pemeriksaan kesehatan (rekaan).",
];

/// Takes what was offered to a new holder: all at once, but children at high risk one by one.
pub(super) async fn take_over(node: &Node, actor: &Actor, acts: &AtomicUsize) -> Result<()> {
    let filters = [("state".to_owned(), "offered".to_owned())].into();
    let query = ListQuery { filters, limit: 20, ..ListQuery::default() };
    if !node::access::holds_right(actor, "accept", "handover", node.now()).allows() {
        return Ok(());
    }
    let listed = act(node, acts, actor, List::<Handover>::new(query)).await?;
    for row in &listed.rows {
        let handover = row.envelope.id;
        if actor.holding(row.envelope.custodian).is_none() {
            continue;
        }
        let view = act(node, acts, actor, ReviewHandover { handover }).await?;
        let waiting = || view.items.iter().filter(|item| item.answer == "waiting");
        if waiting().any(|item| !item.one_by_one) {
            act(node, acts, actor, AcceptHandover { handover, matters: Vec::new() }).await?;
        }
        for item in waiting().filter(|item| item.one_by_one) {
            act(node, acts, actor, AcceptHandover { handover, matters: vec![item.id] }).await?;
        }
    }
    Ok(())
}

/// A colleague hands part of their cases over to the first case worker of the list of ways in, and waits for an answer.
pub(super) async fn one_waits(node: &Node, stage: &Stage, plan: &Plan, acts: &AtomicUsize) -> Result<()> {
    let held = |agency: usize| {
        let posts = plan.posts.iter().enumerate();
        posts.filter(move |(_, post)| {
            post.agency == agency && post.role == "case-worker" && post.vacant_from.is_none()
        })
    };
    let shown = |agency: usize| -> Option<PostKey> {
        let mut staff = plan.staff.iter().filter(|staff| staff.agency == agency);
        staff.find_map(|staff| {
            staff.post.filter(|post| plan.posts.get(*post).is_some_and(|post| post.role == "case-worker"))
        })
    };
    for agency in 0..stage.organisations.len() {
        let Some(to) = shown(agency) else { continue };
        let Some((from, _)) = held(agency).find(|(key, _)| *key != to) else { continue };
        let (actor, post) = (stage.actor(from)?, stage.post(from)?);
        let raise = RaiseHandover { post, reason: "leave".into() };
        let Ok(raised) = act(node, acts, actor, raise).await else { continue };
        let view = act(node, acts, actor, ReviewHandover { handover: raised.id }).await?;
        for (item, text) in view.items.iter().filter(|item| item.kind == "case").zip(NEXT.iter().cycle()) {
            act(node, acts, actor, SetNextStep { matter: item.id, text: (*text).into() }).await?;
        }
        let matters = view.items.iter().take(WAITING).map(|item| item.id).collect();
        let brief = Draft::default()
            .with("promises", "Kabar tentang jadwal sekolah dijanjikan kepada keluarga minggu ini (rekaan).")
            .with("contacts", "Wali kelas dan kader desa dapat membantu (rekaan).")
            .with("risks", "Jangan menghubungi lewat telepon tetangga (rekaan).");
        let shares = vec![Share { post: stage.post(to)?, matters }];
        act(node, acts, actor, HandOver { handover: raised.id, shares, brief }).await?;
        return Ok(());
    }
    Ok(())
}
