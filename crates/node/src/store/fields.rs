//! The typed columns of a kind: insert, change, load. Statements follow from the declaration.

use std::collections::HashMap;

use model::{Field, Id, Keep, KindMeta, Record, Shape, Value};
use seal::{PersonKey, Place};

use super::sealed::{SealedRecord, Stored};
use crate::db::{Row, Sql, Tx};
use crate::error::{Error, Result};
use crate::held::Held;

/// Longest sealed column in bytes; the schema holds nothing above 64 KiB.
const LONGEST: usize = 64 * 1024;

/// Columns that a table has before its kind's fields, with their values.
pub(crate) type Lead<'a> = &'a [(&'static str, Value)];

/// Inserts a record's columns.
pub(crate) async fn insert(
    tx: &mut Tx,
    meta: &'static KindMeta,
    id: Id,
    lead: Lead<'_>,
    key: &PersonKey,
    record: &Record,
) -> Result<()> {
    let mut sql = Sql::from("insert into ");
    sql.push(meta.table).push(" (id, ");
    for (name, _) in lead {
        sql.push(name).push(", ");
    }
    let mut params = vec![id.into()];
    params.extend(lead.iter().map(|(_, value)| value.clone()));
    sql.names(meta.fields.iter().map(|field| field.name)).push(") values (");
    for (field, value) in meta.fields.iter().zip(record.values()) {
        params.push(stored(tx, meta, id, field, value, key)?);
    }
    sql.params(1, params.len()).push(")");
    tx.run(sql, &params).await?;
    for (field, value) in meta.fields.iter().zip(record.values()) {
        project(tx, id, field, value).await?;
    }
    Ok(())
}

/// Writes the named fields of a record.
pub(crate) async fn change(
    tx: &mut Tx,
    meta: &'static KindMeta,
    id: Id,
    key: &PersonKey,
    record: &Record,
    names: &[&'static str],
) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::from("update ");
    sql.push(meta.table).push(" set ");
    let mut params = vec![id.into()];
    for name in names {
        let (position, field) = meta.field(name).ok_or_else(|| Error::Storage("no such field".into()))?;
        let value = record.at(position).ok_or_else(|| Error::Storage("no such field".into()))?;
        sql.push(if params.len() > 1 { ", " } else { "" }).push(field.name).push(" = ");
        params.push(stored(tx, meta, id, field, value, key)?);
        sql.param(params.len());
        if matches!(field.shape, Shape::Codes(_)) {
            tx.run("delete from coded where record_id = $1 and field = $2", &[id.into(), field.name.into()])
                .await?;
            project(tx, id, field, value).await?;
        }
    }
    sql.push(" where id = $1");
    super::field_log::note(tx, meta.slug, id, names).await?;
    tx.run_one(sql, &params).await
}

fn stored(
    tx: &mut Tx,
    meta: &'static KindMeta,
    id: Id,
    field: &Field,
    value: &Value,
    key: &PersonKey,
) -> Result<Value> {
    if field.keep == Keep::Clear {
        return Ok(value.clone());
    }
    if value.is_missing() {
        return Ok(Value::Bytes(None));
    }
    let row = id.to_string();
    let place = Place { table: meta.table, row: &row, column: field.name };
    let sealed = tx.seal(key, place, &value.to_text());
    if sealed.len() > LONGEST {
        Err(Error::field(field.name, model::ProblemCode::TooLong))
    } else {
        Ok(sealed.into())
    }
}

/// One row for each code of a field that holds several.
async fn project(tx: &mut Tx, id: Id, field: &Field, value: &Value) -> Result<()> {
    if !matches!(field.shape, Shape::Codes(_)) || field.keep == Keep::Sealed {
        return Ok(());
    }
    for code in value.to_text().split_whitespace() {
        tx.run(
            "insert into coded (record_id, field, code) values ($1, $2, $3)",
            &[id.into(), field.name.into(), code.into()],
        )
        .await?;
    }
    Ok(())
}

/// Loads a record. `key_id` is the key of the person or report it is about.
pub(crate) async fn load(
    tx: &mut Tx,
    meta: &'static KindMeta,
    id: Id,
    key_id: Id,
) -> Result<Held<SealedRecord>> {
    let mut sql = Sql::from("select ");
    sql.names(meta.fields.iter().map(|field| field.name))
        .push(" from ")
        .push(meta.table)
        .push(" where id = $1");
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    Ok(Held::new(sealed(tx, meta, (id, key_id), columns(meta, &row, 0)?).await?))
}

/// Loads several records, each with the key of the person or report it is about, in two statements; those that there are not
/// are left out.
pub(crate) async fn load_all(
    tx: &mut Tx,
    meta: &'static KindMeta,
    ids: &[(Id, Id)],
) -> Result<HashMap<Id, Held<SealedRecord>>> {
    let keys: Vec<Id> = ids.iter().map(|(_, key)| *key).collect();
    tx.open_keys(&keys).await?;
    let keys: HashMap<Id, Id> = ids.iter().copied().collect();
    let mut records = HashMap::with_capacity(ids.len());
    let mut sql = Sql::from("select id, ");
    sql.names(meta.fields.iter().map(|field| field.name)).push(" from ").push(meta.table).push(" where id");
    let wanted: Vec<Id> = ids.iter().map(|(id, _)| *id).collect();
    for row in &tx.rows_of(sql, &wanted, "").await? {
        let id = row.id(0)?;
        let Some(key) = keys.get(&id) else { continue };
        let record = sealed(tx, meta, (id, *key), columns(meta, row, 1)?).await?;
        records.insert(id, Held::new(record));
    }
    Ok(records)
}

async fn sealed(
    tx: &mut Tx,
    meta: &'static KindMeta,
    (id, key_id): (Id, Id),
    columns: Vec<Stored>,
) -> Result<SealedRecord> {
    let key = match tx.person_key(key_id).await {
        Ok(key) => Some(key),
        Err(Error::Sealed) => None,
        Err(error) => return Err(error),
    };
    Ok(SealedRecord { meta, id, key, columns, name_open: false })
}

/// Reads a kind's columns from a row, the first of which stands at `first`.
pub(crate) fn columns(meta: &'static KindMeta, row: &Row, first: usize) -> Result<Vec<Stored>> {
    meta.fields.iter().enumerate().map(|(offset, field)| column(field, row, first + offset)).collect()
}

/// Reads one column by its field's shape.
pub(crate) fn column(field: &Field, row: &Row, at: usize) -> Result<Stored> {
    if field.keep == Keep::Sealed {
        return Ok(Stored::Sealed(row.bytes_opt(at)?));
    }
    Ok(Stored::Clear(match field.empty() {
        Value::Int(_) => Value::Int(row.int_opt(at)?),
        Value::Bool(_) => Value::Bool(row.flag_opt(at)?),
        Value::Real(_) => Value::Real(row.real_opt(at)?),
        Value::Text(_) | Value::Bytes(_) => Value::Text(row.text_opt(at)?),
    }))
}
