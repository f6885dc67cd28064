//! A few referrals, questions and an alert between the nodes, in the states that there are, so that nobody begins with empty
//! pages.

use std::sync::atomic::AtomicUsize;

use model::kinds::{IncomingReferral, NetworkAlert};
use model::time::{DAY, Zone};
use model::{Draft, Lang};
use node::acts::exchange::AskInformation;
use node::acts::moves::{ListReceivers, ReferCase, Sharing};
use node::acts::{List, ListQuery, Move, Open};
use node::{Error, Node, Result};

use super::asking;
use super::found::act;
use super::moves::{agree, open_cases};

/// Who refers a case to whom.
struct Crossing {
    from: usize,
    worker: &'static str,
    /// Start of the name of the receiving organisation.
    to: &'static str,
    /// How many of the worker's newest open cases are passed over.
    skip: usize,
    urgent: bool,
}

const WEST: &str = "pekerja1.barat@kasih.contoh.invalid";
const HELPLINE: &str = "pekerja1.helpline@halimbawa.contoh.invalid";

const CROSSINGS: [Crossing; 4] = [
    Crossing { from: 1, worker: WEST, to: "Hotline", skip: 0, urgent: false },
    Crossing { from: 1, worker: WEST, to: "Kementerian", skip: 1, urgent: true },
    Crossing { from: 2, worker: HELPLINE, to: "UPTD", skip: 0, urgent: false },
    Crossing {
        from: 1,
        worker: "pekerja2.barat@kasih.contoh.invalid",
        to: "Hotline",
        skip: 0,
        urgent: false,
    },
];

/// Seeds them: the first one is accepted, the second one is carried out, the others wait for an answer.
///
/// # Errors
/// What an act answers; a refusal, which depends on what the plan left open, is passed over.
pub(crate) async fn sample_messages(nodes: &[&Node]) -> Result<()> {
    let acts = AtomicUsize::new(0);
    for crossing in &CROSSINGS {
        match refer(nodes, crossing, &acts).await {
            Ok(()) | Err(Error::NotFound | Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    for question in [
        question(nodes, 2, HELPLINE, "Yayasan", &acts).await,
        question(nodes, 1, WEST, "Hotline", &acts).await,
    ] {
        match question {
            Ok(()) | Err(Error::NotFound | Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    if let [_, here, abroad] = nodes {
        asking::ask(here, abroad, &acts).await?;
    }
    warn(nodes, &acts).await?;
    carry(nodes).await?;
    for (at, intake, finish) in [
        (2, "lapor.helpline@halimbawa.contoh.invalid", false),
        (0, "lapor.rujukan@kementerian.contoh.invalid", true),
    ] {
        if let Some(node) = nodes.get(at) {
            answer(node, intake, finish, &acts).await?;
        }
    }
    carry(nodes).await
}

/// Somebody asks another organisation what it knows.
async fn question(nodes: &[&Node], from: usize, worker: &str, to: &str, acts: &AtomicUsize) -> Result<()> {
    let node = nodes.get(from).ok_or(Error::NotFound)?;
    let actor = node.actor_by_email(worker, Lang::Id).await?;
    let case = open_cases(node, acts, &actor).await?.first().copied();
    let receivers = act(node, acts, &actor, ListReceivers).await?;
    let to = receivers.iter().find(|one| one.organisation_name.starts_with(to)).ok_or(Error::NotFound)?.post;
    let draft = Draft::default()
        .with("question", "Apakah keluarga ini pernah dilayani di tempat Anda? (rekaan)")
        .with("subject", "Nomor berkas contoh 2026-014")
        .with("needed_by", node.now().plus(4 * DAY).date(Zone::default()).to_string());
    act(node, acts, &actor, AskInformation { to, case, draft }).await.map(drop)
}

/// One alert goes to everybody.
async fn warn(nodes: &[&Node], acts: &AtomicUsize) -> Result<()> {
    let node = nodes.get(1).ok_or(Error::NotFound)?;
    let actor = node.actor_by_email("supervisor.barat@kasih.contoh.invalid", Lang::Id).await?;
    let draft = Draft::default()
        .with("alert_type", "recruitment")
        .with("severity", "moderate")
        .with("valid_until", node.now().plus(14 * DAY).date(Zone::default()).to_string())
        .with("title", "Tawaran kerja palsu untuk lulusan SMP (rekaan)")
        .with("text", "Perantara menawarkan pekerjaan di luar pulau tanpa surat kerja. Tanyakan kepada keluarga (rekaan).")
        .with("indicators", "phrase: berangkat minggu ini, gaji dibayar di muka (rekaan)");
    act(node, acts, &actor, Open::<NetworkAlert>::root(draft)).await.map(drop)
}

async fn refer(nodes: &[&Node], crossing: &Crossing, acts: &AtomicUsize) -> Result<()> {
    let node = nodes.get(crossing.from).ok_or(Error::NotFound)?;
    let actor = node.actor_by_email(crossing.worker, Lang::Id).await?;
    let cases = open_cases(node, acts, &actor).await?;
    let case = cases.iter().rev().nth(crossing.skip).copied().ok_or(Error::NotFound)?;
    let receivers = act(node, acts, &actor, ListReceivers).await?;
    let to = receivers.iter().find(|one| one.organisation_name.starts_with(crossing.to));
    let to = to.ok_or(Error::NotFound)?.post;
    agree(node, acts, &actor, case).await?;
    let draft = Draft::default()
        .with("service_types", "psychological_support")
        .with("urgent", crossing.urgent.to_string())
        .with("reason", "Keluarga berpindah; anak memerlukan pendampingan di tempat baru (rekaan).");
    let groups = ["identity", "contact", "services"].map(str::to_owned).to_vec();
    let sharing = Sharing { draft, groups, ..Sharing::default() };
    act(node, acts, &actor, ReferCase { case, to, service: None, sharing }).await.map(drop)
}

/// The oldest referral that came is accepted, and carried out if asked for.
async fn answer(node: &Node, intake: &str, finish: bool, acts: &AtomicUsize) -> Result<()> {
    let actor = node.actor_by_email(intake, Lang::Id).await?;
    let listed = act(node, acts, &actor, List::<IncomingReferral>::new(ListQuery::default())).await?;
    let Some(first) = listed.rows.iter().map(|row| row.envelope.id).min() else { return Ok(()) };
    let today = node.now().date(Zone::default());
    let contact = node.now().plus(3 * DAY).date(Zone::default()).to_string();
    let accept = Draft::default().with("first_contact_by", contact);
    act(node, acts, &actor, Move::<IncomingReferral>::new(first, "accept", accept)?).await?;
    if finish {
        let done = Draft::default()
            .with("outcome", "delivered")
            .with("outcome_on", today.to_string())
            .with("outcome_note", "Pendampingan di tempat baru sudah berjalan (rekaan).");
        act(node, acts, &actor, Move::<IncomingReferral>::new(first, "finish", done)?).await?;
    }
    Ok(())
}

/// Carries what is due between the nodes without a line, until nothing is.
async fn carry(nodes: &[&Node]) -> Result<()> {
    for _ in 0..6 {
        let mut carried = 0;
        for from in nodes {
            let due = from.exchange_due(Vec::new(), Vec::new()).await?;
            carried += due.len();
            let mut told = Vec::new();
            for item in due {
                for to in nodes {
                    if !to.exchange_hosts(&item.member).await? {
                        continue;
                    }
                    if item.receipt {
                        to.exchange_receipts(&item.bytes).await?;
                        told.push(item.id);
                    } else {
                        let accepted = to.exchange_accept(&item.bytes).await?;
                        from.exchange_receipts(&accepted.to_bytes()).await?;
                    }
                }
            }
            if !told.is_empty() {
                from.exchange_due(told, Vec::new()).await?;
            }
        }
        if carried == 0 {
            break;
        }
    }
    Ok(())
}
