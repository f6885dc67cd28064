//! A few content reports of a hotline, with notices and a list of hashes. Every address ends in `.invalid`, every hash is invented.

use std::sync::atomic::AtomicUsize;

use model::Draft;
use model::kinds::{Case, ContentNotice, ContentReport, Identifier, TransactionReport};
use model::time::DAY;
use node::acts::harm::{ChangeHashList, LookUpHash, OpenHashList};
use node::acts::{List, ListQuery, Move, Open};
use node::{Error, Node, Result, SetClock};

use super::super::plan::Plan;
use super::found::{Stage, act};

/// Harm, platform, danger, outcome of looks a day apart.
const REPORTS: [(&str, &str, &str, &[&str]); 4] = [
    ("image_spread", "Contohgram", "false", &["gone", "gone"]),
    ("sexual_extortion", "Contohchat", "true", &["reachable"]),
    ("grooming", "Permainan Contoh", "unknown", &[]),
    ("abuse_material", "Forum Contoh", "false", &["gone"]),
];

/// Seeds what a hotline's analyst would have on the desk; nothing where there is none.
pub(super) async fn seed(
    node: &Node,
    (clock, stage): (&SetClock, &Stage),
    plan: &Plan,
    acts: &AtomicUsize,
) -> Result<()> {
    shared(node, stage, plan, acts).await?;
    money(node, stage, plan, acts).await?;
    let Some(post) = plan.posts.iter().position(|post| post.role == "hotline-analyst") else { return Ok(()) };
    let actor = stage.actor(post)?;
    let now = node.now();
    clock.set(now.plus(-3 * DAY));
    let mut notices = Vec::new();
    for (number, (harm, platform, danger, looks)) in REPORTS.iter().enumerate() {
        let draft = Draft::default()
            .with("channel", "hotline_partner")
            .with("harm", *harm)
            .with("imminent_danger", *danger)
            .with("platform", format!("{platform} (rekaan)"))
            .with("account", format!("akun_rekaan_{number}"))
            .with("address", format!("https://contoh-{number}.invalid/rekaan"))
            .with("hosting_country", "ID")
            .with("note", "Data rekaan untuk demonstrasi.");
        let report = act(node, acts, actor, Open::<ContentReport>::root(draft)).await?.id;
        if looks.is_empty() {
            continue;
        }
        let assess = Draft::default().with("class_scheme", "national").with("class_label", "rekaan");
        act(node, acts, actor, Move::<ContentReport>::new(report, "assess", assess)?).await?;
        let notice = Draft::default()
            .with("contact_kind", "hoster")
            .with("addressee", format!("Penyedia {platform} (rekaan)"))
            .with("legal_basis", "law_elsewhere");
        let notice = act(node, acts, actor, Open::<ContentNotice>::part(report, notice)).await?.id;
        let host = Draft::default().with("host_finding", "same").with("host_source", "own_tools");
        act(node, acts, actor, Move::<ContentNotice>::new(notice, "confirm_host", host)?).await?;
        let send = Draft::default().with("sent_way", "email");
        act(node, acts, actor, Move::<ContentNotice>::new(notice, "send", send)?).await?;
        notices.push((notice, *looks));
    }
    for day in 0..2 {
        clock.advance(DAY);
        for (notice, looks) in &notices {
            let Some(result) = looks.get(day) else { continue };
            let check = Draft::default().with("check_result", *result);
            act(node, acts, actor, Move::<ContentNotice>::new(*notice, "check", check)?).await?;
        }
    }
    clock.set(now);
    let list = OpenHashList { name: "Contoh bersama (rekaan)".into(), role: "signal".into() };
    let list = act(node, acts, actor, list).await?.id;
    let add = (0..3).map(|n| format!("pdq:{}", format!("{n}b").repeat(32))).collect::<Vec<_>>().join("\n");
    let provenance = "Sidik rekaan untuk demonstrasi".to_owned();
    act(node, acts, actor, ChangeHashList { list, add, remove: String::new(), provenance }).await?;
    let look = LookUpHash { kind: "pdq".into(), hash: "0b".repeat(32), content_report: None };
    act(node, acts, actor, look).await.map(drop)
}

/// What the first cases of a protection lead share: kind, value, holder.
const SHARED: [(&str, &str, &str); 3] = [
    ("employer", "PT Contoh Penyalur (rekaan)", ""),
    ("phone", "0800-0000-0077", ""),
    ("account", "000012345678", "Bank Contoh (rekaan)"),
];

/// Three cases of one agency name the same recruiter's company, two a telephone and an account.
async fn shared(node: &Node, stage: &Stage, plan: &Plan, acts: &AtomicUsize) -> Result<()> {
    let Some(post) = plan.posts.iter().position(|post| post.role == "protection-lead") else { return Ok(()) };
    let actor = stage.actor(post)?;
    let open = ListQuery { limit: 3, ..ListQuery::default() };
    let cases = act(node, acts, actor, List::<Case>::new(open)).await?;
    for (at, row) in cases.rows.iter().enumerate() {
        for (kind, value, holder) in SHARED.iter().take(if at == 0 { 3 } else { 3 - at }) {
            let named = Draft::default().with("kind", *kind).with("value", *value).with("holder", *holder);
            let named = Open::<Identifier>::part(row.envelope.id, named);
            match act(node, acts, actor, named).await {
                Ok(_) | Err(Error::Refused("matter-closed")) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

/// A report of a bank that waits for feedback, and one that is being reviewed.
async fn money(node: &Node, stage: &Stage, plan: &Plan, acts: &AtomicUsize) -> Result<()> {
    let Some(post) = plan.posts.iter().position(|post| post.role == "fiu-analyst") else { return Ok(()) };
    let actor = stage.actor(post)?;
    for (direction, reference) in
        [("from_institution", "BANK-CONTOH-0007"), ("from_institution", "BANK-CONTOH-0008")]
    {
        let report = Draft::default()
            .with("direction", direction)
            .with("report_code", "STR")
            .with("institution", "Bank Contoh (rekaan)")
            .with("own_reference", reference)
            .with("indicators", "many_senders_one_receiver")
            .with(
                "parties",
                "account: CONTOH 000012345678\nentity: PT Contoh Penyalur (rekaan)\nphone: 0800-0000-0077",
            )
            .with("transactions", MOVED)
            .with("grounds", "Banyak kiriman kecil dari beberapa orang kepada satu penerima (rekaan).");
        let report = act(node, acts, actor, Open::<TransactionReport>::root(report)).await?.id;
        let review = Draft::default().with("grounds", "Banyak kiriman kecil (rekaan).");
        act(node, acts, actor, Move::<TransactionReport>::new(report, "review", review)?).await?;
    }
    Ok(())
}

const MOVED: &str = "2026-03-01; 1500000; TRF K K; account: CONTOH 000055556666; account: CONTOH 000012345678; Jakarta; kiriman rekaan";
