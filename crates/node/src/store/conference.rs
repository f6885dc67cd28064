//! Who sits in a conference (domain model, section 6.8), whether enough of them decide, and who must be kept out of it.

use model::field::Groups;
use model::{DataGroup, Id, ParticipantRole, Value};
use seal::{PersonKey, Place};
use serde::Serialize;

use super::scope::Builder;
use super::sealed::SealedRecord;
use super::{custody, guardian, kinship, participation, person, staff, who};
use crate::access::{Actor, Holding, MatterFacts};
use crate::consent::{self, Asked};
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::keys::open_text;

const TABLE: &str = "conference_seat";

/// Members who decide, present and without a conflict of interest: in a best-interest determination, and in any other conference.
/// Our own default until a country says otherwise.
const DECIDING: (usize, usize) = (3, 2);

/// One seat, without what is sealed.
#[derive(Debug, Clone)]
pub(crate) struct Seat {
    pub(crate) id: Id,
    pub(crate) conference: Id,
    pub(crate) post: Option<Id>,
    pub(crate) account: Option<Id>,
    pub(crate) person: Option<Id>,
    pub(crate) heard: bool,
    pub(crate) present: Option<bool>,
    pub(crate) conflict: bool,
    name: Option<Vec<u8>>,
    organisation: Option<Vec<u8>>,
    note: Option<Vec<u8>>,
}

/// Somebody about to have a seat.
#[derive(Default)]
pub(crate) struct NewSeat<'s> {
    pub(crate) post: Option<Id>,
    pub(crate) account: Option<Id>,
    pub(crate) person: Option<Id>,
    pub(crate) name: &'s str,
    pub(crate) organisation: &'s str,
    pub(crate) heard: bool,
}

/// Gives somebody a seat.
pub(crate) async fn seat(tx: &mut Tx, facts: &MatterFacts, new: &NewSeat<'_>) -> Result<Id> {
    let id = tx.new_id();
    let name = sealed(tx, facts.key, (id, "name"), new.name).await?;
    let organisation = sealed(tx, facts.key, (id, "organisation"), new.organisation).await?;
    let optional = |id: Option<Id>| Value::Text(id.map(|id| id.to_string()));
    tx.run(
        "insert into conference_seat
           (id, conference_id, post_id, account_id, person_id, name, organisation, heard, present, conflict, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            id.into(),
            facts.id.into(),
            optional(new.post),
            optional(new.account),
            optional(new.person),
            name,
            organisation,
            new.heard.into(),
            Value::Bool(None),
            false.into(),
            Value::Bytes(None),
        ],
    )
    .await?;
    Ok(id)
}

/// Takes a seat away.
pub(crate) async fn unseat(tx: &mut Tx, seat: &Seat) -> Result<()> {
    tx.run_one("delete from conference_seat where id = $1", &[seat.id.into()]).await
}

/// What is noted of a seat: whether they were there, and whether they had an interest of their own.
pub(crate) async fn note(
    tx: &mut Tx,
    facts: &MatterFacts,
    seat: &Seat,
    (present, conflict, note): (bool, bool, &str),
) -> Result<()> {
    let note = sealed(tx, facts.key, (seat.id, "note"), note).await?;
    tx.run_one(
        "update conference_seat set present = $2, conflict = $3, note = $4 where id = $1",
        &[seat.id.into(), present.into(), conflict.into(), note],
    )
    .await
}

async fn sealed(tx: &mut Tx, key: Id, (id, column): (Id, &'static str), text: &str) -> Result<Value> {
    if text.trim().is_empty() {
        return Ok(Value::Bytes(None));
    }
    let key = tx.key_for_writing(key).await?;
    let row = id.to_string();
    Ok(tx.seal(&key, Place { table: TABLE, row: &row, column }, text.trim()).into())
}

const COLUMNS: &str = "select id, conference_id, post_id, account_id, person_id, heard, present, conflict, name, organisation, note
     from conference_seat where ";

/// The seats of a conference, in the order in which they were given.
pub(crate) async fn of(tx: &mut Tx, conference: Id) -> Result<Vec<Seat>> {
    let mut sql = crate::db::Sql::from(COLUMNS);
    sql.push("conference_id = $1 order by id");
    tx.rows(sql, &[conference.into()]).await?.iter().map(read).collect()
}

/// One seat.
pub(crate) async fn find(tx: &mut Tx, id: Id) -> Result<Seat> {
    let mut sql = crate::db::Sql::from(COLUMNS);
    sql.push("id = $1");
    read(&tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?)
}

fn read(row: &Row) -> Result<Seat> {
    Ok(Seat {
        id: row.id(0)?,
        conference: row.id(1)?,
        post: row.id_opt(2)?,
        account: row.id_opt(3)?,
        person: row.id_opt(4)?,
        heard: row.flag(5)?,
        present: row.flag_opt(6)?,
        conflict: row.flag(7)?,
        name: row.bytes_opt(8)?,
        organisation: row.bytes_opt(9)?,
        note: row.bytes_opt(10)?,
    })
}

/// Whether enough of those who decide are there.
pub(crate) fn quorum(seats: &[Seat], kind: &str) -> bool {
    let decides = |seat: &&Seat| seat.present == Some(true) && !seat.heard && !seat.conflict;
    let enough = if kind == "best_interest_determination" { DECIDING.0 } else { DECIDING.1 };
    seats.iter().filter(decides).count() >= enough
}

/// Writes down whether there is a quorum; it is never typed.
pub(crate) async fn count(tx: &mut Tx, conference: Id) -> Result<bool> {
    let row = tx.row("select conference_type from k_conference where id = $1", &[conference.into()]).await?;
    let kind = row.map(|row| row.text_opt(0)).transpose()?.flatten().unwrap_or_default();
    let met = quorum(&of(tx, conference).await?, &kind);
    tx.run("update k_conference set quorum_met = $2 where id = $1", &[conference.into(), met.into()]).await?;
    Ok(met)
}

/// Refuses somebody who is said to have harmed the child, and a guardian whose word is void: they neither sit nor listen.
pub(crate) async fn may_sit(tx: &mut Tx, case: Id, person: Id) -> Result<()> {
    if guardian::accused(tx, case).await?.contains(&person) {
        return Err(Error::Refused("conference-suspect"));
    }
    let parts = participation::of_matter(tx, case).await?;
    let cares = parts.iter().any(|part| part.person == person && part.role.cares());
    if cares && guardian::guardian_is_suspect(tx, case).await? {
        return Err(Error::Refused("conference-guardian"));
    }
    Ok(())
}

/// Refuses staff who are related to the child, or to whoever is said to have harmed the child, by what they declared themselves.
pub(crate) async fn unrelated(tx: &mut Tx, case: Id, account: Id) -> Result<()> {
    let row = tx.row("select child from k_case where id = $1", &[case.into()]).await?;
    let Some(child) = row.map(|row| row.id_opt(0)).transpose()?.flatten() else { return Ok(()) };
    let kin = kinship::of(tx, account).await?;
    let own = staff::name_of(tx, account).await?;
    let accused = guardian::accused(tx, case).await?;
    for about in [kinship::about(tx, child, case).await?, kinship::described(tx, &accused, None).await?] {
        if kinship::alike(&own, &kin, &about) {
            return Err(Error::Refused("conference-relative"));
        }
    }
    Ok(())
}

/// Refuses somebody named who bears the name of a person of the case: of a suspect because they must not sit there, of anybody
/// else because that person's part decides whether they may.
pub(crate) async fn unknown_to(tx: &mut Tx, case: Id, name: &str) -> Result<()> {
    let accused = guardian::accused(tx, case).await?;
    let mut people: Vec<Id> =
        participation::of_matter(tx, case).await?.iter().map(|part| part.person).collect();
    people.extend(&accused);
    for one in people {
        let named = kinship::described(tx, &[one], None).await?.names;
        if named.iter().any(|known| kinship::same_name(known, name)) {
            may_sit(tx, case, one).await?;
            return Err(Error::Refused("conference-on-record"));
        }
    }
    Ok(())
}

/// What whoever sits there hears.
const SPOKEN_OF: Groups = Groups::NONE.with(DataGroup::Record).with(DataGroup::Services);

/// Refuses a post of another organisation that may not be told: whoever listens learns.
pub(crate) async fn may_tell(tx: &mut Tx, case: Id, organisation: Id) -> Result<()> {
    let asked = Asked { case, recipient: organisation, groups: SPOKEN_OF, services: false };
    consent::allows(tx, asked).await?.map(drop).map_err(consent::Stop::refusal)
}

/// The same of somebody who belongs to no member of the network.
pub(crate) async fn may_tell_somebody(tx: &mut Tx, case: Id, of_organisation: bool) -> Result<()> {
    let told = consent::allows_somebody(tx, case, of_organisation, SPOKEN_OF).await?;
    told.map(drop).map_err(consent::Stop::refusal)
}

/// What was agreed to when they were asked may have been taken back since.
async fn still_told(tx: &mut Tx, case: Id, seats: &[Seat]) -> Result<()> {
    for seat in seats.iter().filter(|seat| seat.present != Some(false)) {
        if let Some(post) = seat.post {
            let (organisation, _) = custody::post(tx, post).await?;
            may_tell(tx, case, organisation).await?;
        } else if seat.person.is_none() {
            may_tell_somebody(tx, case, seat.organisation.is_some()).await?;
        }
    }
    Ok(())
}

/// What must hold before a step of a conference.
pub(crate) async fn before(tx: &mut Tx, actor: &Actor, facts: &MatterFacts, action: &str) -> Result<()> {
    let seats = of(tx, facts.id).await?;
    match action {
        "hold" if seats.is_empty() => return Err(Error::Refused("nobody-seated")),
        "hold" => still_told(tx, facts.root, &seats).await?,
        "minute" if seats.iter().any(|seat| seat.present.is_none()) => {
            return Err(Error::Refused("attendance-missing"));
        }
        "approve" if !count(tx, facts.id).await? => return Err(Error::Refused("no-quorum")),
        "cancel" => return without_decisions(tx, facts.id).await,
        _ => {}
    }
    fit(tx, actor, facts, &seats).await
}

/// Somebody may have become a suspect since they were given a seat; and whoever leads or approves is no relative either.
pub(crate) async fn fit(tx: &mut Tx, actor: &Actor, facts: &MatterFacts, seats: &[Seat]) -> Result<()> {
    for seat in seats.iter().filter(|seat| seat.present != Some(false)) {
        if let Some(person) = seat.person {
            may_sit(tx, facts.root, person).await?;
        }
    }
    match actor.account() {
        Some(account) => unrelated(tx, facts.root, account).await,
        None => Ok(()),
    }
}

async fn without_decisions(tx: &mut Tx, conference: Id) -> Result<()> {
    let row = tx
        .row(
            "select d.id from k_conference_decision d join matter m on m.id = d.id
             where d.conference = $1 and m.phase <> 'closed' order by d.id limit 1",
            &[conference.into()],
        )
        .await?;
    if row.is_none() { Ok(()) } else { Err(Error::Refused("open-parts")) }
}

/// A seat that nobody was allowed to see yet.
pub(crate) struct HeldSeat {
    seat: Seat,
    key: Option<PersonKey>,
    title: String,
    organisation: String,
    person: Option<(ParticipantRole, SealedRecord)>,
}

/// A seat, as somebody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownSeat {
    /// The seat.
    pub id: Id,
    /// The post that has it.
    pub post: Option<Id>,
    /// The person of the case who has it.
    pub person: Option<Id>,
    /// The post's title, or a name; empty where the reader may not know it.
    pub name: String,
    /// Where they come from; of a person of the case the role there, as a code of list `participation-role`.
    pub from: String,
    /// Heard, without a voice in what is decided.
    pub heard: bool,
    /// Whether they were there; nothing before it was noted.
    pub present: Option<bool>,
    /// Whether they have an interest of their own; then they neither decide nor see.
    pub conflict: bool,
    /// What else was noted.
    pub note: String,
}

impl Reveal for HeldSeat {
    type Shown = ShownSeat;

    fn reveal(self, groups: Groups) -> Result<ShownSeat> {
        let row = self.seat.id.to_string();
        let key = self.key.as_ref().filter(|_| groups.has(DataGroup::Services));
        let open = |sealed: &Option<Vec<u8>>, column: &'static str| match (key, sealed) {
            (Some(key), Some(sealed)) => open_text(key, Place { table: TABLE, row: &row, column }, sealed),
            _ => Ok(String::new()),
        };
        let (named, organisation) =
            (open(&self.seat.name, "name")?, open(&self.seat.organisation, "organisation")?);
        let note = open(&self.seat.note, "note")?;
        let (name, from) = match self.person {
            Some((role, record)) => match role.opens(groups) {
                Some(opened) => (record.reveal(opened)?.text("name"), role.code().to_owned()),
                None => (String::new(), String::new()),
            },
            None if self.seat.post.is_some() => (self.title, self.organisation),
            None => (named, organisation),
        };
        let Seat { id, post, person, heard, present, conflict, .. } = self.seat;
        Ok(ShownSeat { id, post, person, name, from, heard, present, conflict, note })
    }
}

/// The seats of a conference, still sealed.
pub(crate) async fn held(tx: &mut Tx, actor: &Actor, facts: &MatterFacts) -> Result<Vec<Held<HeldSeat>>> {
    let key = match tx.person_key(facts.key).await {
        Ok(key) => Some(key),
        Err(Error::Sealed) => None,
        Err(error) => return Err(error),
    };
    let parts = participation::of_matter(tx, facts.root).await?;
    let mut found = Vec::new();
    for seat in of(tx, facts.id).await? {
        let (mut title, mut organisation, mut someone) = (String::new(), String::new(), None);
        if let Some(post) = seat.post {
            title = who::title(tx, post, actor.lang()).await?;
            let sql =
                "select o.name from post p join organisation o on o.id = p.organisation_id where p.id = $1";
            organisation = tx.row(sql, &[post.into()]).await?.ok_or(Error::NotFound)?.text(0)?;
        }
        if let Some(person) = seat.person {
            let role = parts.iter().find(|part| part.person == person).map(|part| part.role);
            let key = person::key_of(tx, person).await?;
            let record = person::load_by(tx, actor, person, key).await?;
            // Who takes part no longer is shown as anybody of the family would be.
            someone = Some((role.unwrap_or(ParticipantRole::FamilyMember), record.into_inner()));
        }
        let key = key.clone();
        found.push(Held::new(HeldSeat { seat, key, title, organisation, person: someone }));
    }
    Ok(found)
}

/// Accounts that are kept from conferences, and from what they decided, because of an interest of their own.
pub(crate) async fn barred(tx: &mut Tx, matters: &[Id]) -> Result<Vec<(Id, Id)>> {
    let mut found = Vec::new();
    for sql in [
        "select conference_id, account_id from conference_seat where conflict and account_id is not null and conference_id",
        "select d.id, s.account_id from k_conference_decision d join conference_seat s on s.conference_id = d.conference
         where s.conflict and s.account_id is not null and d.id",
    ] {
        for row in &tx.rows_of(sql, matters, "").await? {
            found.push((row.id(0)?, row.id(1)?));
        }
    }
    Ok(found)
}

/// Whose own interests count in a list.
#[derive(Clone, Copy)]
pub(crate) enum Reader<'r> {
    /// Who is signed in.
    Account(Option<Id>),
    /// Whoever holds these posts, one person.
    Holder(&'r [Holding]),
}

impl Reader<'_> {
    fn accounts(self, b: &mut Builder) {
        b.text("(");
        match self {
            Self::Account(Some(account)) => b.value(account),
            Self::Holder([holding, ..]) => {
                b.text("select t.account_id from tenure t where t.id = ").value(holding.tenure)
            }
            Self::Account(None) | Self::Holder([]) => b.text("''"),
        };
        b.text(")");
    }
}

/// Leaves out of a list what its reader is kept from by an interest of their own: not even its number is theirs (see [`barred`]).
pub(crate) fn leave_out(b: &mut Builder, matter: &'static str, reader: Reader<'_>) {
    b.text(" and ").text(matter).text(" not in (select s.conference_id from conference_seat s");
    b.text(" where s.conflict and s.account_id in ");
    reader.accounts(b);
    b.text(" union all select d.id from k_conference_decision d");
    b.text(" join conference_seat s on s.conference_id = d.conference where s.conflict and s.account_id in ");
    reader.accounts(b);
    b.text(")");
}

/// Every conference, and what was decided there, from which somebody is kept.
pub(crate) async fn kept_from(tx: &mut Tx, actor: &Actor) -> Result<Vec<Id>> {
    let mut b = Builder::new(
        "select m.id from matter m where m.kind in ('conference', 'conference-decision') and not (1 = 1",
    );
    leave_out(&mut b, "m.id", Reader::Account(actor.account()));
    b.text(") order by m.id");
    tx.rows(b.sql, &b.params).await?.iter().map(|row| row.id(0)).collect()
}

/// Whether somebody may be kept from matters of a kind by an interest of their own.
pub(crate) fn may_bar(kind: &str) -> bool {
    matches!(kind, "conference" | "conference-decision")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(heard: bool, present: Option<bool>, conflict: bool) -> Seat {
        let id = Id::from_u128(1);
        let (name, organisation, note) = (None, None, None);
        let (post, account, person) = (Some(id), None, None);
        Seat { id, conference: id, post, account, person, heard, present, conflict, name, organisation, note }
    }

    #[test]
    fn only_members_who_decide_are_a_quorum() {
        let there = || seat(false, Some(true), false);
        assert!(quorum(&[there(), there()], "case_conference"));
        assert!(!quorum(&[there(), there()], "best_interest_determination"));
        assert!(quorum(&[there(), there(), there()], "best_interest_determination"));
        for useless in [
            seat(true, Some(true), false),
            seat(false, Some(false), false),
            seat(false, None, false),
            seat(false, Some(true), true),
        ] {
            assert!(!quorum(&[there(), useless], "case_conference"));
        }
    }
}
