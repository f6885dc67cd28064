//! Places of services such as shelters, and the line for them. What is taken never leaves the bounds of what there is: the
//! table refuses it, and every change first holds the band against others.

use model::time::Zone;
use model::{Id, Timestamp};
use serde::Serialize;

use crate::db::{Sql, Tx, dialect};
use crate::error::{Error, Result};
use crate::store::notification;

/// Places for children of one sex and age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Band {
    /// Id.
    pub id: Id,
    /// `female`, `male`, or nothing for any.
    pub sex: Option<String>,
    /// Youngest age in years.
    pub age_from: i64,
    /// Oldest age in years.
    pub age_to: i64,
    /// How many there are.
    pub places: i64,
    /// How many of them are taken.
    pub taken: i64,
    /// How many children wait.
    pub waiting: i64,
    /// When somebody last changed it.
    pub changed_at: Timestamp,
}

impl Band {
    /// Places that are free.
    #[must_use]
    pub const fn free(&self) -> i64 {
        self.places - self.taken
    }

    /// Whether a child may have a place here. What is not known of a child does not keep it out; a person looks.
    #[must_use]
    pub fn fits(&self, child: &Child) -> bool {
        let known = child.sex.as_deref().filter(|sex| ["female", "male"].contains(sex));
        let sex = self.sex.as_deref().is_none_or(|sex| known.is_none_or(|known| known == sex));
        // Of the birth only the year is known in the clear: the age may be a year less.
        let age = child.age.is_none_or(|age| age >= self.age_from && age - 1 <= self.age_to);
        sex && age
    }
}

/// What decides whether a place is for a child.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Child {
    /// Sex, a code of list `sex`.
    pub sex: Option<String>,
    /// Age reached in this year.
    pub age: Option<i64>,
    /// Whether the case needs protection at once.
    pub urgent: bool,
}

/// Where a service row stands with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stay {
    /// Id.
    pub id: Id,
    /// The band.
    pub band: Id,
    /// `waiting` or `taken`.
    pub state: String,
    /// Place in the line, from 1; 0 when it is taken.
    pub position: i64,
}

const BAND: &str = "select b.id, b.sex, b.age_from, b.age_to, b.places, b.taken,
    (select count(*) from place_stay w where w.band_id = b.id and w.state = 'waiting'), b.changed_at from place_band b";

fn band(row: &crate::db::Row) -> Result<Band> {
    Ok(Band {
        id: row.id(0)?,
        sex: row.text_opt(1)?,
        age_from: row.int(2)?,
        age_to: row.int(3)?,
        places: row.int(4)?,
        taken: row.int(5)?,
        waiting: row.int(6)?,
        changed_at: row.time(7)?,
    })
}

/// The bands of a service.
pub(crate) async fn bands(tx: &mut Tx, service: Id) -> Result<Vec<Band>> {
    let mut sql = Sql::from(BAND);
    sql.push(" where b.service_id = $1 order by b.sex, b.age_from, b.id");
    tx.rows(sql, &[service.into()]).await?.iter().map(band).collect()
}

/// One band, held against others until the transaction ends, with the organisation that has it and whether it is in use.
pub(crate) async fn hold(tx: &mut Tx, id: Id) -> Result<(Band, Id, bool)> {
    let mut lock = Sql::from(
        "select b.service_id, s.organisation_id, s.active from place_band b
        join place_service s on s.id = b.service_id where b.id = $1",
    );
    if !dialect::for_update(tx.engine()).is_empty() {
        lock.push(" for update of b");
    }
    let row = tx.row(lock, &[id.into()]).await?.ok_or(Error::NotFound)?;
    let mut sql = Sql::from(BAND);
    sql.push(" where b.id = $1");
    let found = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    Ok((band(&found)?, row.id(1)?, row.flag(2)?))
}

/// Of the child whom a service row is for: what the clear columns say.
pub(crate) async fn child_of(tx: &mut Tx, root: Id) -> Result<Child> {
    let year = i64::from(tx.now.date(Zone::default()).year());
    let row = tx
        .row(
            "select p.sex, p.birth_year, k.urgent_protection_concern
             from k_case k left join k_person p on p.id = k.child where k.id = $1",
            &[root.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    Ok(Child {
        sex: row.text_opt(0)?,
        age: row.int_opt(1)?.map(|birth| year - birth),
        urgent: row.flag_opt(2)? == Some(true),
    })
}

/// Who stands in line before somebody: urgent children first, then as they asked.
const LINE: &str = " where band_id = $1 and state = 'waiting'
    order by case when urgent then 0 else 1 end, asked_at, id";

/// The present stay or wait of a service row.
pub(crate) async fn stay_of(tx: &mut Tx, matter: Id) -> Result<Option<Stay>> {
    let row = tx
        .row(
            "select id, band_id, state from place_stay where service_matter = $1 and state <> 'left' order by id limit 1",
            &[matter.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut stay = Stay { id: row.id(0)?, band: row.id(1)?, state: row.text(2)?, position: 0 };
    if stay.state == "waiting" {
        let line = line(tx, stay.band).await?;
        let at = line.iter().position(|(id, _)| *id == stay.id).unwrap_or(line.len());
        stay.position = i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1);
    }
    Ok(Some(stay))
}

/// The line of a band: stays with the service rows that wait.
async fn line(tx: &mut Tx, band: Id) -> Result<Vec<(Id, Id)>> {
    let mut sql = Sql::from("select id, service_matter from place_stay");
    sql.push(LINE);
    tx.rows(sql, &[band.into()]).await?.iter().map(|row| Ok((row.id(0)?, row.id(1)?))).collect()
}

/// Takes a place, or a place in the line when none is free or others wait.
pub(crate) async fn ask(tx: &mut Tx, band: &Band, matter: Id, urgent: bool) -> Result<()> {
    let free = band.free() > 0 && band.waiting == 0;
    if free {
        take(tx, band.id).await?;
    }
    let (id, now) = (tx.new_id(), tx.now);
    let state = if free { "taken" } else { "waiting" };
    tx.run(
        "insert into place_stay (id, band_id, service_matter, state, urgent, asked_at, taken_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            id.into(),
            band.id.into(),
            matter.into(),
            state.into(),
            urgent.into(),
            now.into(),
            free.then_some(now).into(),
        ],
    )
    .await?;
    Ok(())
}

/// Whoever waits takes a free place when it is their turn.
pub(crate) async fn turn(tx: &mut Tx, band: &Band, stay: &Stay) -> Result<()> {
    if stay.position != 1 {
        return Err(Error::Refused("place-not-your-turn"));
    }
    if band.free() <= 0 {
        return Err(Error::Refused("place-full"));
    }
    take(tx, band.id).await?;
    let now = tx.now;
    tx.run_one(
        "update place_stay set state = 'taken', taken_at = $2 where id = $1 and state = 'waiting'",
        &[stay.id.into(), now.into()],
    )
    .await
}

async fn take(tx: &mut Tx, band: Id) -> Result<()> {
    let now = tx.now;
    let taken = tx
        .run(
            "update place_band set taken = taken + 1, changed_at = $2 where id = $1 and taken < places",
            &[band.into(), now.into()],
        )
        .await?;
    if taken == 1 { Ok(()) } else { Err(Error::Refused("place-full")) }
}

/// Ends the stay or the wait of a service row, and tells whoever is first in line that a place is free. Answers whether there
/// was anything to end.
pub(crate) async fn release(tx: &mut Tx, matter: Id) -> Result<bool> {
    let Some(stay) = stay_of(tx, matter).await? else { return Ok(false) };
    let (band, ..) = hold(tx, stay.band).await?;
    // Under the lock it may look otherwise.
    let Some(stay) = stay_of(tx, matter).await? else { return Ok(false) };
    let now = tx.now;
    tx.run_one(
        "update place_stay set state = 'left', left_at = $2 where id = $1",
        &[stay.id.into(), now.into()],
    )
    .await?;
    if stay.state == "taken" {
        tx.run_one(
            "update place_band set taken = taken - 1, changed_at = $2 where id = $1 and taken > 0",
            &[band.id.into(), now.into()],
        )
        .await?;
        tell_first(tx, band.id).await?;
    }
    Ok(true)
}

/// Tells the post of whoever is first in line.
pub(crate) async fn tell_first(tx: &mut Tx, band: Id) -> Result<()> {
    let Some((_, matter)) = line(tx, band).await?.into_iter().next() else { return Ok(()) };
    let row = tx
        .row(
            "select coalesce(m.custodian_post, r.custodian_post) from matter m join matter r on r.id = m.root_id
             where m.id = $1",
            &[matter.into()],
        )
        .await?;
    match row.map(|row| row.id_opt(0)).transpose()?.flatten() {
        Some(post) => notification::tell(tx, post, "place-free", Some(matter)).await,
        None => Ok(()),
    }
}
