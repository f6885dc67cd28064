//! Reading entries back: history of a record, replay of an act already done.

use std::collections::HashMap;

use model::{Id, Timestamp};
use seal::PersonKey;

use super::append::detail_place;
use super::{COLUMNS, Detail, Entry};
use crate::db::{Sql, Tx};
use crate::error::{Error, Result};
use crate::keys::open_text;

/// An entry as a history page shows it.
#[derive(Debug, Clone)]
pub struct Told {
    /// The act's id.
    pub id: Id,
    /// When.
    pub at: Timestamp,
    /// Which act.
    pub act: String,
    /// The record it was about.
    pub subject: Option<Id>,
    /// Which account, if a member of staff.
    pub account: Option<Id>,
    /// For which post.
    pub post: Option<Id>,
    /// `staff`, `public`, `system`.
    pub actor: String,
    /// Name of the person for readers of the same organisation, else the title of the post; empty where neither is known.
    pub by: String,
    /// Title of the post that it was done for, in the reader's language; empty where there was none.
    pub post_title: String,
    /// Done or denied.
    pub outcome: String,
    /// What was sealed; empty when the key has been destroyed.
    pub detail: Detail,
}

/// The entry of an act already performed, if there is one.
pub(crate) async fn find(tx: &mut Tx, id: Id) -> Result<Option<Entry>> {
    let mut sql = Sql::from("select ");
    sql.push(COLUMNS).push(" from journal j where j.id = $1");
    tx.row(sql, &[id.into()]).await?.map(|row| Entry::from_row(&row, 0)).transpose()
}

/// One entry with its detail opened, if there is one.
pub(crate) async fn one(tx: &mut Tx, id: Id) -> Result<Option<Told>> {
    match find(tx, id).await? {
        Some(entry) => tell(tx, &mut HashMap::new(), entry).await.map(Some),
        None => Ok(None),
    }
}

/// The newest entries about a record, newest first.
pub(crate) async fn about(tx: &mut Tx, subject: Id, limit: i64) -> Result<Vec<Told>> {
    let mut sql = Sql::from("select ");
    sql.push(COLUMNS).push(" from journal j where j.subject = $1 order by j.at desc, j.id desc limit $2");
    let rows = tx.rows(sql, &[subject.into(), limit.into()]).await?;
    let mut told = Vec::with_capacity(rows.len());
    // Nearly all entries about a record are sealed under one key.
    let mut keys = HashMap::new();
    for row in &rows {
        told.push(tell(tx, &mut keys, Entry::from_row(row, 0)?).await?);
    }
    Ok(told)
}

/// Keys opened already; `None` for one that was destroyed.
type Opened = HashMap<String, Option<PersonKey>>;

async fn tell(tx: &mut Tx, keys: &mut Opened, entry: Entry) -> Result<Told> {
    let detail = open_detail(tx, keys, &entry).await.unwrap_or_default();
    Ok(Told {
        id: entry.id,
        at: entry.at,
        act: entry.act,
        subject: entry.subject.map(|id| id.parse()).transpose()?,
        account: entry.account.map(|id| id.parse()).transpose()?,
        post: entry.post.map(|id| id.parse()).transpose()?,
        actor: entry.actor,
        by: String::new(),
        post_title: String::new(),
        outcome: entry.outcome,
        detail,
    })
}

async fn open_detail(tx: &mut Tx, keys: &mut Opened, entry: &Entry) -> Result<Detail> {
    let Some(sealed) = &entry.detail else { return Ok(Detail::default()) };
    let row = entry.id.to_string();
    let place = detail_place(&row);
    let text = match (&entry.key_id, &entry.organisation) {
        (Some(id), _) => {
            if !keys.contains_key(id) {
                keys.insert(id.clone(), tx.person_key(id.parse()?).await.ok());
            }
            open_text(keys.get(id).and_then(Option::as_ref).ok_or(Error::Sealed)?, place, sealed)?
        }
        (None, Some(organisation)) => {
            open_text(&tx.member_key(organisation.parse()?).await?.subkey("journal"), place, sealed)?
        }
        (None, None) => open_text(&tx.context.keys.clone().own, place, sealed)?,
    };
    Ok(serde_json::from_str(&text).unwrap_or_default())
}
