//! Estimates of what nobody saw.

use model::{Id, Timestamp, Value};
use serde::Serialize;

use super::insert_many;
use crate::counting::{Hidden, Slice};
use crate::db::{Row, Sql, Tx};
use crate::error::{Error, Result};

/// An estimate that was made, or refused.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HiddenEstimate {
    /// Id.
    pub id: Id,
    /// The run whose children were laid beside one another.
    pub run: Id,
    /// When.
    pub at: Timestamp,
    /// Of what.
    pub slice: Slice,
    /// The program.
    pub code_version: String,
    /// What went in, as a hash.
    pub inputs_hash: String,
    /// Why there is none; a code.
    pub refusal: Option<String>,
    /// What it says; nothing where it was refused.
    pub found: Option<Hidden>,
}

const COLUMNS: &str =
    "select id, run_id, made_at, period, region, form, code_version, inputs_hash, refusal, found, sex, age
    from hidden_estimate where organisation_id = $1";

fn read(row: &Row) -> Result<HiddenEstimate> {
    let refusal = row.text_opt(8)?;
    let found = match refusal {
        Some(_) => None,
        None => {
            Some(serde_json::from_str(&row.text(9)?).map_err(|_| Error::Storage("a kept estimate".into()))?)
        }
    };
    Ok(HiddenEstimate {
        id: row.id(0)?,
        run: row.id(1)?,
        at: row.time(2)?,
        slice: Slice {
            period: row.text_opt(3)?,
            region: row.text_opt(4)?,
            form: row.text_opt(5)?,
            sex: row.text_opt(10)?,
            age: row.text_opt(11)?,
        },
        code_version: row.text(6)?,
        inputs_hash: row.text(7)?,
        refusal,
        found,
    })
}

/// The estimates of an organisation, newest first.
pub(crate) async fn all(tx: &mut Tx, organisation: Id) -> Result<Vec<HiddenEstimate>> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" order by made_at desc, id desc limit 50");
    tx.rows(sql, &[organisation.into()]).await?.iter().map(read).collect()
}

/// One of them.
pub(crate) async fn get(tx: &mut Tx, organisation: Id, id: Id) -> Result<HiddenEstimate> {
    let mut sql = Sql::from(COLUMNS);
    sql.push(" and id = $2 order by id");
    tx.row(sql, &[organisation.into(), id.into()]).await?.map(|row| read(&row)).ok_or(Error::NotFound)?
}

/// Keeps one.
pub(crate) async fn keep(
    tx: &mut Tx,
    organisation: Id,
    by: (Option<Id>, Option<Id>),
    kept: &HiddenEstimate,
) -> Result<()> {
    let found =
        serde_json::to_string(&kept.found).map_err(|_| Error::Storage("an estimate to keep".into()))?;
    let row: Vec<Value> = vec![
        kept.id.into(),
        organisation.into(),
        kept.run.into(),
        by.0.into(),
        by.1.into(),
        kept.at.into(),
        kept.slice.period.clone().into(),
        kept.slice.region.clone().into(),
        kept.slice.form.clone().into(),
        kept.code_version.as_str().into(),
        kept.inputs_hash.as_str().into(),
        kept.refusal.clone().into(),
        found.into(),
        kept.slice.sex.clone().into(),
        kept.slice.age.clone().into(),
    ];
    let head = "insert into hidden_estimate (id, organisation_id, run_id, account_id, post_id, made_at, period, region, form,
        code_version, inputs_hash, refusal, found, sex, age) values ";
    insert_many(tx, head, &[row]).await
}
