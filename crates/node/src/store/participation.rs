//! Who takes part in a matter and as what. Rows are ended, never changed into another role and never deleted.

use model::field::Groups;
use model::{DataGroup, Id, Participant, ParticipantRole, Timestamp};
use seal::Place;

use super::sealed::{SealedRecord, ShownRecord};
use super::{guardian, person};
use crate::access::Actor;
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::keys::open_text;

const TABLE: &str = "participation";

/// Somebody about to take part.
pub(crate) struct NewParticipation {
    pub(crate) person: Id,
    pub(crate) role: ParticipantRole,
    pub(crate) said: Participant,
}

/// Somebody takes part in a matter; `matter` is its id and that of its key. Answers the participation's id.
pub(crate) async fn add(tx: &mut Tx, (matter, key_id): (Id, Id), new: NewParticipation) -> Result<Id> {
    let (id, now) = (tx.new_id(), tx.now);
    let note = sealed_note(tx, id, key_id, new.said.note.as_deref()).await?;
    let row = [
        id.into(),
        matter.into(),
        new.person.into(),
        new.role.code().into(),
        now.into(),
        new.said.relation.into(),
        model::Value::Bool(new.said.is_caregiver),
        model::Value::Bool(new.said.is_alive),
        note,
    ];
    tx.run(
        "insert into participation (id, matter_id, person_id, role, from_at, relation, is_caregiver, is_alive, note)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &row,
    )
    .await?;
    Ok(id)
}

/// Changes what is said of a participation that goes on.
pub(crate) async fn change(tx: &mut Tx, id: Id, key_id: Id, said: &Participant) -> Result<()> {
    let note = sealed_note(tx, id, key_id, said.note.as_deref()).await?;
    tx.run_one(
        "update participation set relation = $2, is_caregiver = $3, is_alive = $4, note = $5
         where id = $1 and to_at is null",
        &[
            id.into(),
            said.relation.clone().into(),
            model::Value::Bool(said.is_caregiver),
            model::Value::Bool(said.is_alive),
            note,
        ],
    )
    .await
}

/// Ends a participation, and the one that a merge made of it.
pub(crate) async fn end(tx: &mut Tx, part: &Part) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update participation set to_at = $2 where id = $1 and to_at is null",
        &[part.id.into(), now.into()],
    )
    .await?;
    tx.run(
        "update participation set to_at = $4
         where matter_id = $1 and role = $2 and to_at is null and merge_id in (
           select id from person_merge where merged_id = $3 and undone_at is null)",
        &[part.matter.into(), part.role.code().into(), part.person.into(), now.into()],
    )
    .await?;
    Ok(())
}

async fn sealed_note(tx: &mut Tx, id: Id, key_id: Id, note: Option<&str>) -> Result<model::Value> {
    let Some(note) = note.filter(|note| !note.trim().is_empty()) else {
        return Ok(model::Value::Bytes(None));
    };
    let key = tx.key_for_writing(key_id).await?;
    let row = id.to_string();
    Ok(tx.seal(&key, Place { table: TABLE, row: &row, column: "note" }, note).into())
}

/// One participation that goes on, without what is sealed.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) id: Id,
    pub(crate) matter: Id,
    pub(crate) person: Id,
    pub(crate) role: ParticipantRole,
    pub(crate) from: Timestamp,
    relation: Option<String>,
    is_caregiver: Option<bool>,
    is_alive: Option<bool>,
    note: Option<Vec<u8>>,
}

impl Part {
    /// A guardian's, for the policy matrix.
    pub(crate) fn sample(matter: Id) -> Self {
        Self {
            id: matter,
            matter,
            person: matter,
            role: ParticipantRole::Guardian,
            from: Timestamp::from_millis(0),
            relation: None,
            is_caregiver: None,
            is_alive: None,
            note: None,
        }
    }

    /// What is said of it in the clear.
    pub(crate) fn clear(&self) -> Participant {
        let Self { relation, is_caregiver, is_alive, .. } = self.clone();
        Participant { relation, is_caregiver, is_alive, note: None }
    }

    /// What is said of it, opened with the key of its matter.
    pub(crate) fn said(&self, key: &seal::PersonKey) -> Result<Participant> {
        let row = self.id.to_string();
        let open =
            |sealed: &Vec<u8>| open_text(key, Place { table: TABLE, row: &row, column: "note" }, sealed);
        Ok(Participant { note: self.note.as_ref().map(open).transpose()?, ..self.clear() })
    }
}

const COLUMNS: &str = "select id, matter_id, person_id, role, from_at, relation, is_caregiver, is_alive, note
                       from participation where to_at is null and ";

/// One participation that goes on.
pub(crate) async fn find(tx: &mut Tx, id: Id) -> Result<Part> {
    let mut sql = crate::db::Sql::from(COLUMNS);
    sql.push("id = $1");
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    read(&row)?.ok_or(Error::NotFound)
}

/// Everybody who takes part in a matter now, in the order in which they came.
pub(crate) async fn of_matter(tx: &mut Tx, matter: Id) -> Result<Vec<Part>> {
    let mut sql = crate::db::Sql::from(COLUMNS);
    sql.push("matter_id = $1 order by id");
    let rows = tx.rows(sql, &[matter.into()]).await?;
    let parts = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(parts.into_iter().flatten().collect())
}

/// Everything in which a person takes part now.
pub(crate) async fn of_person(tx: &mut Tx, person: Id) -> Result<Vec<Part>> {
    let mut sql = crate::db::Sql::from(COLUMNS);
    sql.push("person_id = $1 order by id");
    let rows = tx.rows(sql, &[person.into()]).await?;
    let parts = rows.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(parts.into_iter().flatten().collect())
}

/// The same part for another person, because of a merge.
pub(crate) async fn copy(tx: &mut Tx, part: &Part, person: Id, merge: Id) -> Result<()> {
    let row = tx.row("select key_id from matter where id = $1", &[part.matter.into()]).await?;
    let key_id = row.ok_or(Error::NotFound)?.id(0)?;
    let said = match tx.person_key(key_id).await {
        Ok(key) => part.said(&key)?,
        Err(Error::Sealed) => Participant::default(),
        Err(error) => return Err(error),
    };
    let new = NewParticipation { person, role: part.role, said };
    let id = add(tx, (part.matter, key_id), new).await?;
    tx.run("update participation set merge_id = $2 where id = $1", &[id.into(), merge.into()]).await?;
    Ok(())
}

/// A role that this program does not know is left out.
fn read(row: &Row) -> Result<Option<Part>> {
    let Some(role) = ParticipantRole::from_code(&row.text(3)?) else { return Ok(None) };
    Ok(Some(Part {
        id: row.id(0)?,
        matter: row.id(1)?,
        person: row.id(2)?,
        role,
        from: row.time(4)?,
        relation: row.text_opt(5)?,
        is_caregiver: row.flag_opt(6)?,
        is_alive: row.flag_opt(7)?,
        note: row.bytes_opt(8)?,
    }))
}

/// Somebody who takes part, still sealed.
pub(crate) struct SealedParticipant {
    part: Part,
    person: SealedRecord,
    note_key: Option<seal::PersonKey>,
    /// A guardian who is a suspect: how to reach them is withheld.
    withheld: bool,
}

/// Somebody who takes part in a matter, as somebody may see them.
#[derive(Debug, Clone)]
pub struct ShownParticipant {
    /// The participation.
    pub id: Id,
    /// The person.
    pub person: Id,
    /// As what.
    pub role: ParticipantRole,
    /// What else is said of their part.
    pub said: Participant,
    /// Since when.
    pub from: Timestamp,
    /// What may be seen of the person.
    pub record: ShownRecord,
    /// Whether they are a guardian or caregiver and a suspect: then how to reach them is withheld.
    pub withheld: bool,
}

impl Reveal for SealedParticipant {
    /// Nothing of somebody whose part may not be known.
    type Shown = Option<ShownParticipant>;

    fn reveal(self, groups: Groups) -> Result<Option<ShownParticipant>> {
        let Some(mut opened) = self.part.role.opens(groups) else { return Ok(None) };
        if self.withheld {
            opened = opened.without(DataGroup::Contact);
        }
        let part = self.part;
        let said = self.note_key.as_ref().map(|key| part.said(key)).transpose()?.unwrap_or_default();
        Ok(Some(ShownParticipant {
            id: part.id,
            person: part.person,
            role: part.role,
            said,
            from: part.from,
            record: self.person.reveal(opened)?,
            withheld: self.withheld,
        }))
    }
}

/// Everybody who takes part in a case now besides its child, still sealed; `key_id` is the case's key.
pub(crate) async fn people(
    tx: &mut Tx,
    actor: &Actor,
    case: Id,
    key_id: Id,
) -> Result<Vec<Held<SealedParticipant>>> {
    let parts = of_matter(tx, case).await?;
    let suspects = guardian::suspect_guardians(tx, case).await?;
    let key = match tx.person_key(key_id).await {
        Ok(key) => Some(key),
        Err(Error::Sealed) => None,
        Err(error) => return Err(error),
    };
    let kept = kept_instead(tx, &parts).await?;
    let mut found = Vec::with_capacity(parts.len());
    for part in parts {
        if part.role == ParticipantRole::Child || kept.contains(&part.id) {
            continue;
        }
        let key_id = person::key_of(tx, part.person).await?;
        let record = person::load_by(tx, actor, part.person, key_id).await?.into_inner();
        let withheld = suspects.contains(&part.person);
        let note_key = key.clone();
        found.push(Held::new(SealedParticipant { part, person: record, note_key, withheld }));
    }
    Ok(found)
}

/// Participations of people who turned out to be somebody else who takes part in the same role: that one is shown.
async fn kept_instead(tx: &mut Tx, parts: &[Part]) -> Result<Vec<Id>> {
    let mut kept = Vec::new();
    for part in parts {
        let row = tx
            .row(
                "select kept_id from person_merge where merged_id = $1 and undone_at is null order by id limit 1",
                &[part.person.into()],
            )
            .await?;
        let Some(other) = row.map(|row| row.id(0)).transpose()? else { continue };
        if parts.iter().any(|known| known.person == other && known.role == part.role) {
            kept.push(part.id);
        }
    }
    Ok(kept)
}
