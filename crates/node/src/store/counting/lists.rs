//! Delivered lists and their rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Id, Timestamp};
use seal::{PersonKey, Place};
use serde::Serialize;

use super::insert_many;
use crate::counting::{Fact, Form, Given, Taken};
use crate::db::{Sql, Tx};
use crate::error::{Error, Result};
use crate::keys::open_text;

/// A delivered list as a page lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// Who delivered it.
    pub agency: String,
    /// `received`, `checked`, `accepted`, `withdrawn`.
    pub state: String,
    /// What is counted, a code of list `counted-entity`.
    pub entity: String,
    /// First day of its period.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Rows that are counted.
    pub rows: i64,
    /// Rows that were set aside.
    pub aside: i64,
    /// Whether it came as keyed encodings.
    pub encoded: bool,
    /// When it came.
    pub received_at: Timestamp,
    /// Why rows were set aside and cells not used: reason, how often, first row.
    pub troubles: Vec<(String, i64, i64)>,
}

/// Keeps the rows of a list, sealed under its key.
pub(crate) async fn keep(
    tx: &mut Tx,
    (list, organisation): (Id, Id),
    agency: &str,
    key: &PersonKey,
    taken: &Taken,
) -> Result<()> {
    tx.run(
        "insert into delivered_list (id, organisation_id, agency, encoded) values ($1, $2, $3, $4)",
        &[list.into(), organisation.into(), agency.into(), taken.encoded.clone().into()],
    )
    .await?;
    let mut rows = Vec::with_capacity(taken.rows.len());
    for row in &taken.rows {
        let id = tx.new_id();
        let name = id.to_string();
        let cells = serde_json::to_string(&row.cells).map_err(|_| Error::Sealed)?;
        let place = Place { table: "delivered_row", row: &name, column: "cells" };
        let sealed = tx.seal(key, place, &cells);
        rows.push(vec![
            id.into(),
            list.into(),
            i64::from(row.number).into(),
            sealed.into(),
            row.on.clone().into(),
            row.region.clone().into(),
            row.form.clone().into(),
            row.sex.clone().into(),
            row.birth_year.into(),
        ]);
    }
    let head = "insert into delivered_row (id, list_id, row_no, cells, event_on, region, form, sex, birth_year) values ";
    insert_many(tx, head, &rows).await?;
    let troubles: Vec<_> = taken
        .troubles
        .iter()
        .map(|(reason, (times, first))| {
            let times = i64::try_from(*times).unwrap_or(i64::MAX);
            vec![list.into(), (*reason).into(), times.into(), i64::from(*first).into()]
        })
        .collect();
    insert_many(tx, "insert into delivered_trouble (list_id, reason, times, first_row) values ", &troubles)
        .await
}

/// The lists of an organisation, newest first, with what could not be read.
pub(crate) async fn all(tx: &mut Tx, organisation: Id) -> Result<Vec<ListRow>> {
    let rows = tx
        .rows(
            "select l.id, m.code, l.agency, m.state, k.counted_entity, k.period_from, k.period_to, k.rows_taken,
               k.rows_aside, m.opened_at, l.encoded
             from delivered_list l join matter m on m.id = l.id join k_list_delivery k on k.id = l.id
             where l.organisation_id = $1 order by m.opened_at desc, l.id desc",
            &[organisation.into()],
        )
        .await?;
    let mut troubles: BTreeMap<Id, Vec<(String, i64, i64)>> = BTreeMap::new();
    let found = tx
        .rows(
            "select t.list_id, t.reason, t.times, t.first_row from delivered_trouble t
             join delivered_list l on l.id = t.list_id where l.organisation_id = $1 order by t.list_id, t.reason",
            &[organisation.into()],
        )
        .await?;
    for row in &found {
        troubles.entry(row.id(0)?).or_default().push((row.text(1)?, row.int(2)?, row.int(3)?));
    }
    rows.iter()
        .map(|row| {
            let id = row.id(0)?;
            Ok(ListRow {
                troubles: troubles.remove(&id).unwrap_or_default(),
                id,
                code: row.text(1)?,
                agency: row.text(2)?,
                state: row.text(3)?,
                entity: row.text_opt(4)?.unwrap_or_default(),
                from: row.text_opt(5)?.unwrap_or_default(),
                to: row.text_opt(6)?.unwrap_or_default(),
                rows: row.int_opt(7)?.unwrap_or_default(),
                aside: row.int_opt(8)?.unwrap_or_default(),
                received_at: row.time(9)?,
                encoded: row.text_opt(10)?.is_some(),
            })
        })
        .collect()
}

/// Lists that are counted now: accepted, of children. In the order of their ids.
pub(crate) async fn accepted(tx: &mut Tx, organisation: Id) -> Result<Vec<Id>> {
    tx.rows(
        "select l.id from delivered_list l join matter m on m.id = l.id join k_list_delivery k on k.id = l.id
         where l.organisation_id = $1 and m.state = 'accepted' and k.counted_entity = 'children' order by l.id",
        &[organisation.into()],
    )
    .await?
    .iter()
    .map(|row| row.id(0))
    .collect()
}

/// The rows of some lists, opened, in the order of their ids.
pub(crate) async fn open(tx: &mut Tx, lists: &[Id]) -> Result<Vec<Given>> {
    let mut given = Vec::new();
    for list in lists {
        let (agency, key, form) = key_of(tx, *list).await?;
        let rows = tx
            .rows("select id, cells from delivered_row where list_id = $1 order by id", &[(*list).into()])
            .await?;
        for row in &rows {
            let (id, sealed) = (row.id(0)?, row.bytes(1)?);
            let cells = cells(&key, id, &sealed)?;
            given.push(Given { row: id, agency: agency.clone(), cells, form: form.clone() });
        }
    }
    given.sort_by_key(|given| given.row);
    Ok(given)
}

async fn key_of(tx: &mut Tx, list: Id) -> Result<(String, PersonKey, Option<Arc<Form>>)> {
    let row = tx
        .row(
            "select l.agency, m.key_id, l.encoded from delivered_list l join matter m on m.id = l.id where l.id = $1",
            &[list.into()],
        )
        .await?
        .ok_or(Error::NotFound)?;
    let (agency, key) = (row.text(0)?, row.id(1)?);
    let form = row.text_opt(2)?.map(|name| Form::parse(&name).ok_or(Error::Sealed)).transpose()?;
    Ok((agency, tx.person_key(key).await?, form.map(Arc::new)))
}

fn cells(key: &PersonKey, id: Id, sealed: &[u8]) -> Result<[String; 15]> {
    let name = id.to_string();
    let text = open_text(key, Place { table: "delivered_row", row: &name, column: "cells" }, sealed)?;
    serde_json::from_str(&text).map_err(|_| Error::Sealed)
}

/// One row, opened, with its list. Of encodings a reader sees which fields there are, and nothing else.
pub(crate) async fn open_row(tx: &mut Tx, id: Id) -> Result<(Given, Id)> {
    let row = tx
        .row("select list_id, cells from delivered_row where id = $1", &[id.into()])
        .await?
        .ok_or(Error::NotFound)?;
    let (list, sealed) = (row.id(0)?, row.bytes(1)?);
    let (agency, key, form) = key_of(tx, list).await?;
    let mut cells = cells(&key, id, &sealed)?;
    if form.is_some() {
        cells.iter_mut().filter(|cell| !cell.is_empty()).for_each(|cell| *cell = "•••".to_owned());
    }
    Ok((Given { row: id, agency, cells, form }, list))
}

/// What the clear columns say of the rows of some lists, with the agencies that the facts point into.
pub(crate) async fn facts(tx: &mut Tx, lists: &[Id]) -> Result<(Vec<Fact>, Vec<String>)> {
    let mut agencies: Vec<String> = Vec::new();
    for some in lists.chunks(200) {
        let mut sql = Sql::from("select distinct agency from delivered_list where id in (");
        sql.params(1, some.len()).push(") order by agency");
        let params: Vec<_> = some.iter().map(|id| (*id).into()).collect();
        for row in &tx.rows(sql, &params).await? {
            agencies.push(row.text(0)?);
        }
    }
    agencies.sort();
    agencies.dedup();
    let mut facts = Vec::new();
    for list in lists {
        let rows = tx
            .rows(
                "select r.id, l.agency, r.event_on, r.region, r.form, r.sex, r.birth_year, k.period_from
                 from delivered_row r join delivered_list l on l.id = r.list_id
                   join k_list_delivery k on k.id = r.list_id
                 where r.list_id = $1 order by r.id",
                &[(*list).into()],
            )
            .await?;
        for row in &rows {
            let agency = row.text(1)?;
            let (on, from) = (row.text_opt(2)?, row.text_opt(7)?);
            facts.push(Fact {
                row: row.id(0)?,
                source: agencies.iter().position(|known| *known == agency).unwrap_or_default(),
                late: matches!((&on, &from), (Some(on), Some(from)) if on < from),
                on,
                region: row.text_opt(3)?,
                form: row.text_opt(4)?,
                sex: row.text_opt(5)?,
                birth_year: row.int_opt(6)?,
            });
        }
    }
    facts.sort_by_key(|fact| fact.row);
    Ok((facts, agencies))
}
