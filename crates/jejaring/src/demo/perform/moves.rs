//! The last afternoon: workers write down consents and refer children to other agencies, which answer in every way there is;
//! supervisors assign, and one case is on offer to another owner.

use std::sync::atomic::AtomicUsize;

use model::kinds::{Assignment, Case, Referral};
use model::time::{DAY, HOUR, Zone};
use model::{Draft, Id};
use node::acts::moves::{GiveConsent, ListMoves, Named, ReferCase, Sharing, TransferCase};
use node::acts::{Assign, List, ListQuery, Move};
use node::{Actor, Error, Node, Result, SetClock};

use super::super::plan::{Plan, PostKey};
use super::found::{Stage, act};

/// What becomes of a referral.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Waits,
    WaitsUrgently,
    Accepted,
    Done,
    HandedBack,
    Rejected,
    Redirected,
    Recalled,
}

const FATES: [Fate; 8] = [
    Fate::Accepted,
    Fate::Waits,
    Fate::Done,
    Fate::Rejected,
    Fate::WaitsUrgently,
    Fate::Redirected,
    Fate::HandedBack,
    Fate::Recalled,
];

/// Cases of one worker that are referred.
const OF_ONE: usize = 4;

/// Seeds moves in several states between the agencies of a node.
pub(super) async fn seed(
    node: &Node,
    clock: &SetClock,
    (stage, plan): (&Stage, &Plan),
    acts: &AtomicUsize,
) -> Result<()> {
    let workers = held(stage, plan, |agency, role| agency == 0 && role == "case-worker");
    let receivers = held(stage, plan, |agency, role| agency > 0 && role == "case-worker");
    let mut fates = FATES.iter().copied().cycle().zip(receivers.iter().copied().cycle());
    for worker in workers.iter().copied().take(4) {
        let actor = stage.actor(worker)?;
        for case in open_cases(node, acts, actor).await?.into_iter().take(OF_ONE) {
            let Some((fate, receiver)) = fates.next() else { break };
            clock.advance(HOUR / 20);
            agree(node, acts, actor, case).await?;
            refer(node, acts, (actor, stage.actor(receiver)?), (case, stage.post(receiver)?), fate).await?;
        }
    }
    between(node, (stage, plan), (&workers, &receivers), acts).await
}

/// Posts of a role that somebody holds.
fn held(stage: &Stage, plan: &Plan, fits: impl Fn(usize, &str) -> bool) -> Vec<PostKey> {
    let posts = plan.posts.iter().enumerate().filter(|(_, post)| fits(post.agency, post.role));
    let held = posts.filter(|(_, post)| post.vacant_from.is_none());
    held.map(|(key, _)| key).filter(|key| stage.actor(*key).is_ok()).collect()
}

pub(super) async fn open_cases(node: &Node, acts: &AtomicUsize, actor: &Actor) -> Result<Vec<Id>> {
    let query = ListQuery {
        filters: [("state".to_owned(), "open".to_owned())].into(),
        limit: 20,
        ..ListQuery::default()
    };
    let listed = act(node, acts, actor, List::<Case>::new(query)).await?;
    Ok(listed.rows.iter().map(|row| row.envelope.id).collect())
}

/// Guardian and child agree; where the guardian is a suspect, another one does.
pub(super) async fn agree(node: &Node, acts: &AtomicUsize, actor: &Actor, case: Id) -> Result<()> {
    let consent = |kind: &str, by: &str| {
        let relation = if by == "other_guardian" { "grandmother" } else { "" };
        let draft = Draft::default()
            .with("consent_kind", kind)
            .with("given_by", by)
            .with("giver_relation", relation)
            .with("decision", "given")
            .with("purposes", "services information_sharing statistics")
            .with("data_groups", "identity contact family health services incident suspect legal")
            .with("recipients", "authorities other_organizations")
            .with("explained_in", "id")
            .with("method", "oral_with_witness")
            .with("safe_channels", "visit")
            .with("said", "Boleh, asal teman sekolah tidak tahu (rekaan).");
        GiveConsent { case, draft, named: Named::default() }
    };
    match act(node, acts, actor, consent("guardian_consent", "guardian")).await {
        Ok(_) => {}
        Err(Error::Refused("guardian-consent-void")) => {
            act(node, acts, actor, consent("guardian_consent", "other_guardian")).await?;
        }
        Err(error) => return Err(error),
    }
    act(node, acts, actor, consent("child_assent", "child")).await.map(drop)
}

async fn refer(
    node: &Node,
    acts: &AtomicUsize,
    (sender, receiver): (&Actor, &Actor),
    (case, to): (Id, Id),
    fate: Fate,
) -> Result<()> {
    let urgent = matches!(fate, Fate::WaitsUrgently);
    let draft = Draft::default()
        .with("service_types", "psychological_support")
        .with("urgent", urgent.to_string())
        .with("reason", "Anak memerlukan pendampingan psikologis berkala (rekaan).");
    let groups = ["identity", "health", "services"].map(str::to_owned).to_vec();
    let sharing = Sharing { draft, groups, ..Sharing::default() };
    let made = act(node, acts, sender, ReferCase { case, to, service: None, sharing }).await?.id;
    let contact = node.now().plus(3 * DAY).date(Zone::default()).to_string();
    let accept = [("first_contact_by", contact.as_str())];
    let steps: &[(&str, &[(&str, &str)])] = match fate {
        Fate::Waits | Fate::WaitsUrgently => &[],
        Fate::Accepted => &[("accept", &accept)],
        Fate::Done => &[
            ("accept", &accept),
            ("finish", &[("outcome", "delivered"), ("outcome_note", "Tiga pertemuan terlaksana (rekaan).")]),
        ],
        Fate::HandedBack => &[
            ("accept", &accept),
            ("finish", &[("outcome", "no_capacity"), ("outcome_note", "Psikolog cuti panjang (rekaan).")]),
        ],
        Fate::Rejected => &[("reject", &[("rejected_reason", "out_of_area")])],
        Fate::Redirected => &[("redirect", &[("redirect_to", "UPTD contoh di kabupaten sebelah (rekaan)")])],
        Fate::Recalled => &[("revoke", &[("revoked_reason", "Keluarga memilih layanan lain (rekaan).")])],
    };
    for (action, fields) in steps {
        let by = if *action == "revoke" { sender } else { receiver };
        let draft = fields.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
        act(node, acts, by, Move::<Referral>::new(made, action, draft)?).await?;
    }
    Ok(())
}

/// One assignment that waits, one that was taken on, and a case on offer to another agency.
async fn between(
    node: &Node,
    (stage, plan): (&Stage, &Plan),
    (workers, receivers): (&[PostKey], &[PostKey]),
    acts: &AtomicUsize,
) -> Result<()> {
    let [from, to, ..] = workers else { return Ok(()) };
    // Whoever watches over the worker's own unit.
    let unit = |key: PostKey| plan.posts.get(key).and_then(|post| post.unit);
    let supervisors = held(stage, plan, |agency, role| agency == 0 && role == "supervisor");
    let Some(supervisor) = supervisors.iter().find(|key| unit(**key) == unit(*from)) else { return Ok(()) };
    let supervisor = stage.actor(*supervisor)?;
    let free = open_cases(node, acts, stage.actor(*from)?).await?;
    let mut free = free.into_iter().skip(OF_ONE);
    for case in free.by_ref().take(2) {
        let offer = Assign::<Case>::new(case, stage.post(*to)?).because("Beban kerja dibagi ulang (rekaan)");
        match act(node, acts, supervisor, offer).await {
            Ok(_) | Err(Error::NotFound | Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let taker = stage.actor(*to)?;
    let moves = act(node, acts, taker, ListMoves).await?;
    if let Some(row) = moves.received.iter().find(|row| row.kind == "assignment" && row.ended_at.is_none()) {
        act(node, acts, taker, Move::<Assignment>::new(row.id, "accept", Draft::default())?).await?;
    }
    let (Some(case), Some(receiver)) = (free.next(), receivers.last()) else { return Ok(()) };
    agree(node, acts, stage.actor(*from)?, case).await?;
    let draft = Draft::default().with("reason", "Keluarga pindah ke wilayah lembaga lain (rekaan).");
    let sharing = Sharing { draft, ..Sharing::default() };
    match act(node, acts, supervisor, TransferCase { case, to: stage.post(*receiver)?, sharing }).await {
        Ok(_) | Err(Error::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}
