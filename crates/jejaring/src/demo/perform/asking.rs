//! "Do you know this child?": a child whom two nodes know under two spellings, and a question about it that a colleague approved. Once
//! the registers have their tokens, somebody abroad finds it on the desk and decides.

use std::sync::atomic::AtomicUsize;

use model::kinds::MatchQuery;
use model::time::{DAY, Zone};
use model::{Draft, Id, Lang};
use node::acts::Move;
use node::acts::exchange::AskMatch;
use node::acts::moves::ListReceivers;
use node::acts::people::{NewCase, OpenCase, SearchPeople};
use node::{Actor, Error, Node, Result};

use super::found::act;

/// Who asks, who reviews, and who knows the child.
const ASKER: &str = "pekerja2.barat@kasih.contoh.invalid";
const REVIEWER: &str = "supervisor.barat@kasih.contoh.invalid";
const HOLDER: &str = "pekerja1.helpline@halimbawa.contoh.invalid";

/// How the child is written down where it is missed, and where it was met.
const MISSED: [(&str, &str); 5] = [
    ("name", "Muhammad Rizki Contohnama"),
    ("sex", "male"),
    ("birth_year", "2013"),
    ("birth_day", "05-17"),
    ("nik", "3273901705130001"),
];
const MET: [(&str, &str); 5] = [
    ("name", "Moh. Rizky Contohnama"),
    ("sex", "male"),
    ("birth_year", "2013"),
    ("birth_day", "05-17"),
    ("nik", "3273901705130001"),
];

/// Opens a case here and there, asks, and lets the supervisor approve.
///
/// # Errors
/// What an act answers.
pub(super) async fn ask(here: &Node, abroad: &Node, acts: &AtomicUsize) -> Result<()> {
    let holder = abroad.actor_by_email(HOLDER, Lang::En).await?;
    open(abroad, acts, &holder, &MET).await?;
    let asker = here.actor_by_email(ASKER, Lang::Id).await?;
    let case = open(here, acts, &asker, &MISSED).await?;
    let receivers = act(here, acts, &asker, ListReceivers).await?;
    let to = receivers.iter().find(|one| one.organisation_name.starts_with("Hotline"));
    let to = vec![to.ok_or(Error::NotFound)?.organisation];
    let draft = Draft::default()
        .with("purpose", "missing_child")
        .with("legal_basis", "uu_perlindungan_anak")
        .with("reason", "Anak dicari keluarganya; mungkin dibawa menyeberang (rekaan).")
        .with("needed_by", here.now().plus(21 * DAY).date(Zone::default()).to_string());
    let query = act(here, acts, &asker, AskMatch { case, to, draft }).await?.id;
    let reviewer = here.actor_by_email(REVIEWER, Lang::Id).await?;
    act(here, acts, &reviewer, Move::<MatchQuery>::new(query, "approve", Draft::default())?).await.map(drop)
}

async fn open(node: &Node, acts: &AtomicUsize, actor: &Actor, child: &[(&str, &str)]) -> Result<Id> {
    let child = child.iter().fold(Draft::default(), |draft, (name, text)| draft.with(name, *text));
    let case = Draft::default()
        .with("registration_date", node.now().date(Zone::default()).to_string())
        .with("risk_level", "medium")
        .with("region", "32.73");
    let searched = act(node, acts, actor, SearchPeople::form(child.clone())).await?;
    let open = OpenCase::new(NewCase::child(case, child), searched.search).confirmed_not_duplicate();
    Ok(act(node, acts, actor, open).await?.id)
}
