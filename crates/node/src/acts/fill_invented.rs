//! `fill-invented`: invented cases in bulk, for measurements on a node that is marked as invented. Refused on any other.

use model::kinds::{Case, Person};
use model::{Draft, Id, Kind, Timestamp};

use super::mark_invented::INVENTED;
use super::open::Opened;
use super::people::{CaseOpening, NewChild, open_case_in};
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::journal::{self, Trace};
use crate::store::custody;

/// Adds invented cases, each with as many later looks in the journal as asked for.
pub struct FillInvented {
    /// Cases in this batch; one transaction holds them all.
    pub cases: usize,
    /// Journal entries of each case besides the one that opens it.
    pub looks: usize,
    /// The posts that take custody in turn.
    pub posts: Vec<Id>,
    /// The actor in whose name the looks are recorded.
    pub actor: Actor,
}

#[async_trait::async_trait]
impl Act for FillInvented {
    type Facts = bool;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "fill-invented"
    }

    /// Whether the node is marked as invented.
    async fn facts(&self, tx: &mut Tx) -> Result<bool> {
        let mark = tx.row("select value from node_setting where name = $1", &[INVENTED.into()]).await?;
        Ok(mark.is_some())
    }

    fn policy(&self, actor: &Actor, invented: &bool) -> Decision {
        if *invented && actor.is_system() { Decision::allow("system") } else { Decision::Deny("system-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        let mut last = Id::from_u128(0);
        for turn in 0..act.cases {
            let post = act.posts.get(draw(tx) % act.posts.len().max(1)).copied();
            last = one(tx, act, post.ok_or(Error::Refused("no-such-post"))?, turn).await?;
        }
        tx.trace = Trace { kind: Some("case"), subject: Some(last), ..Trace::default() };
        Ok(Opened { id: last })
    }
}

fn draw(tx: &mut Tx) -> usize {
    let mut bytes = [0; 4];
    tx.entropy.fill(&mut bytes);
    u32::from_le_bytes(bytes) as usize
}

fn pick<'a>(tx: &mut Tx, words: &[&'a str]) -> &'a str {
    words.get(draw(tx) % words.len().max(1)).copied().unwrap_or_default()
}

const FIRST: &[&str] = &[
    "Andika", "Bunga", "Cahya", "Dimas", "Elok", "Fajar", "Galih", "Hana", "Intan", "Jaya", "Kirana",
    "Laras", "Made", "Nadia", "Oka", "Putri", "Qonita", "Rangga", "Sekar", "Tirta", "Umar", "Vina", "Wayan",
    "Yohana", "Zahra", "Asih",
];
const LAST: &[&str] = &[
    "Rekaan", "Contoh", "Khayali", "Samudra", "Angin", "Bukit", "Cemara", "Dermaga", "Embun", "Fajari",
    "Gunung", "Hutan", "Intani", "Jati", "Kelana", "Lembah", "Mentari", "Nusa", "Ombak", "Pelangi", "Rimba",
    "Senja", "Telaga",
];
const RISKS: &[&str] = &["high", "medium", "medium", "low", "low", "low"];
const CONCERNS: &[&str] = &["neglected", "debt_bondage", "hazardous_work", "child_marriage", "street_child"];
const REGIONS: &[&str] =
    &["32.73", "32.04", "33.74", "35.78", "51.71", "53.71", "73.71", "12.71", "91.71", "64.72"];

async fn one(tx: &mut Tx, act: &FillInvented, post: Id, turn: usize) -> Result<Id> {
    let (organisation, _) = custody::post(tx, post).await?;
    let today = tx.now.date(Default::default());
    let name = format!("{} {} {}", pick(tx, FIRST), pick(tx, LAST), pick(tx, LAST));
    let record = Draft::default()
        .with("name", name)
        .with("sex", if turn.is_multiple_of(2) { "female" } else { "male" })
        .with("birth_year", (2009 + draw(tx) % 14).to_string())
        .with("region", pick(tx, REGIONS));
    let record = record.parse(Person::META, today).map_err(Error::Invalid)?;
    let case = Draft::default()
        .with("registration_date", today.to_string())
        .with("risk_level", pick(tx, RISKS))
        .with("protection_concerns", pick(tx, CONCERNS))
        .with("region", pick(tx, REGIONS))
        .with("circumstances", "Data rekaan untuk pengukuran.");
    let case = case.parse(Case::META, today).map_err(Error::Invalid)?;
    let child = NewChild::New(record);
    let id = open_case_in(tx, CaseOpening { organisation, post, case, child, guardian: None, report: None })
        .await?;
    let key_id = tx.trace.key.ok_or(Error::Sealed)?;
    looks(tx, act, id, key_id).await?;
    Ok(id)
}

/// Entries as the node writes them, one for the opening and the looks after it.
async fn looks(tx: &mut Tx, act: &FillInvented, case: Id, key: Id) -> Result<()> {
    let decision = Decision::allow("own");
    let now = tx.now;
    for look in 0..=act.looks {
        let id = tx.new_id();
        let trace = Trace { kind: Some("case"), subject: Some(case), key: Some(key), ..Trace::default() };
        tx.now = Timestamp::from_millis(now.millis().saturating_add(i64::try_from(look).unwrap_or(0)));
        let slug = if look == 0 { "open-case" } else { "view-case" };
        journal::append(tx, id, slug, &act.actor, &decision, trace).await?;
    }
    tx.now = now;
    Ok(())
}
