//! Fields that were changed twice apart: both values are kept, sealed, until a person chooses (domain model, section 12,
//! rule 11).

use model::field::Groups;
use model::{Field, Id, KindMeta, Timestamp, Value, kinds};
use seal::{PersonKey, Place};
use serde::Serialize;

use super::field_log::Since;
use super::who;
use crate::access::Actor;
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::keys::open_text;

const TABLE: &str = "field_conflict";

/// Two values of one field, still sealed.
pub(crate) struct SealedConflict {
    id: Id,
    field: &'static Field,
    key: Option<PersonKey>,
    held: Option<Vec<u8>>,
    held_by: (Option<Id>, Option<Timestamp>),
    offered: Option<Vec<u8>>,
    offered_by: (Option<Id>, Timestamp),
    /// Titles of the two posts in the reader's language.
    titles: (String, String),
}

/// Two values of one field that somebody may see.
#[derive(Debug, Clone, Serialize)]
pub struct Conflict {
    /// Its id, by which it is settled.
    pub id: Id,
    /// The field.
    pub field: &'static str,
    /// What stood in the record when the second edit came, as stored.
    pub held: String,
    /// Title of the post that had written it; empty when that is not known.
    pub held_by: String,
    /// When it was written.
    pub held_at: Option<Timestamp>,
    /// What the second edit would have written, as stored.
    pub offered: String,
    /// Title of the post that typed it.
    pub offered_by: String,
    /// When.
    pub offered_at: Timestamp,
}

impl Reveal for SealedConflict {
    /// Nothing to whoever may not see the field.
    type Shown = Option<Conflict>;

    fn reveal(self, groups: Groups) -> Result<Option<Conflict>> {
        let Some(key) = self.key.as_ref().filter(|_| groups.has(self.field.group)) else { return Ok(None) };
        let row = self.id.to_string();
        let open = |column, sealed: &Option<Vec<u8>>| match sealed {
            Some(sealed) => open_text(key, Place { table: TABLE, row: &row, column }, sealed),
            None => Ok(String::new()),
        };
        Ok(Some(Conflict {
            id: self.id,
            field: self.field.name,
            held: open("held", &self.held)?,
            held_by: self.titles.0,
            held_at: self.held_by.1,
            offered: open("offered", &self.offered)?,
            offered_by: self.titles.1,
            offered_at: self.offered_by.1,
        }))
    }
}

/// A second value for a field, to be kept beside the first.
pub(crate) struct Second<'a> {
    pub(crate) field: &'static str,
    pub(crate) held: &'a Value,
    /// Who wrote what stands there.
    pub(crate) first: Option<&'a Since>,
    pub(crate) offered: &'a Value,
    /// The post that typed it.
    pub(crate) by: Option<Id>,
}

/// Keeps both values.
pub(crate) async fn keep(
    tx: &mut Tx,
    meta: &KindMeta,
    (record, key_id): (Id, Id),
    second: Second<'_>,
) -> Result<()> {
    let key = tx.key_for_writing(key_id).await?;
    let (id, now) = (tx.new_id(), tx.now);
    let row = id.to_string();
    let mut seal = |column, value: &Value| {
        if value.is_missing() {
            return Value::Bytes(None);
        }
        tx.seal(&key, Place { table: TABLE, row: &row, column }, &value.to_text()).into()
    };
    let (held, offered) = (seal("held", second.held), seal("offered", second.offered));
    let params = [
        id.into(),
        record.into(),
        meta.slug.into(),
        second.field.into(),
        key_id.into(),
        held,
        second.first.and_then(|first| first.by).into(),
        second.first.and_then(|first| first.at).into(),
        offered,
        second.by.into(),
        now.into(),
    ];
    tx.run(
        "insert into field_conflict (id, record_id, kind, field, key_id, held, held_by, held_at, offered,
           offered_by, offered_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &params,
    )
    .await?;
    Ok(())
}

/// What is still to be chosen in a record, oldest first.
pub(crate) async fn open(tx: &mut Tx, actor: &Actor, record: Id) -> Result<Vec<Held<SealedConflict>>> {
    let rows = tx
        .rows(
            "select id, record_id, kind, field, key_id, held, held_by, held_at, offered, offered_by, offered_at
             from field_conflict where record_id = $1 and settled_at is null order by id",
            &[record.into()],
        )
        .await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push(Held::new(read(tx, actor, row).await?));
    }
    Ok(found)
}

/// The record and kind of a choice that is still open.
pub(crate) async fn about(tx: &mut Tx, id: Id) -> Result<(Id, &'static KindMeta)> {
    let row = tx
        .row("select record_id, kind from field_conflict where id = $1 and settled_at is null", &[id.into()])
        .await?
        .ok_or(Error::NotFound)?;
    Ok((row.id(0)?, kinds::by_slug(&row.text(1)?).ok_or(Error::NotFound)?))
}

/// Notes what was chosen.
pub(crate) async fn settle(tx: &mut Tx, id: Id, choice: &'static str) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update field_conflict set settled_at = $2, choice = $3 where id = $1 and settled_at is null",
        &[id.into(), now.into(), choice.into()],
    )
    .await
}

async fn read(tx: &mut Tx, actor: &Actor, row: &Row) -> Result<SealedConflict> {
    let unknown = || Error::Storage("a choice about an unknown field".into());
    let meta = kinds::by_slug(&row.text(2)?).ok_or_else(unknown)?;
    let (_, field) = meta.field(&row.text(3)?).ok_or_else(unknown)?;
    let key = match tx.person_key(row.id(4)?).await {
        Ok(key) => Some(key),
        Err(Error::Sealed) => None,
        Err(error) => return Err(error),
    };
    let (held_by, offered_by) = (row.id_opt(6)?, row.id_opt(9)?);
    let mut title = async |post: Option<Id>| match post {
        Some(post) => who::title(tx, post, actor.lang()).await,
        None => Ok(String::new()),
    };
    let titles = (title(held_by).await?, title(offered_by).await?);
    Ok(SealedConflict {
        id: row.id(0)?,
        field,
        key,
        held: row.bytes_opt(5)?,
        held_by: (held_by, row.time_opt(7)?),
        offered: row.bytes_opt(8)?,
        offered_by: (offered_by, row.time(10)?),
        titles,
    })
}
