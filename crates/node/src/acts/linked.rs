//! Parts that point to other parts of the same matter: a legal track to the incident that it is about.

use model::kinds::{Incident, LegalProcess};
use model::{Id, Kind, KindMeta, ProblemCode, Record, Role, Shape, Value, kinds};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};

/// Where a case knows one incident alone, a track that names none is about that one.
pub(super) async fn about(tx: &mut Tx, root: &MatterFacts, record: &mut Record) -> Result<()> {
    if record.told(LegalProcess::META, "incident").is_some() {
        return Ok(());
    }
    let sql =
        "select id from matter where root_id = $1 and kind = $2 and state <> 'duplicate' order by id limit 2";
    let rows = tx.rows(sql, &[root.id.into(), Incident::META.slug.into()]).await?;
    if let [only] = rows.as_slice() {
        record.set(LegalProcess::META, "incident", Value::from(only.id(0)?));
    }
    Ok(())
}

/// A field that points to a part points to one of the same root: another child's incident is nobody's business here.
pub(super) async fn check(tx: &mut Tx, root: Id, meta: &'static KindMeta, record: &Record) -> Result<()> {
    let Role::Part(whole) = meta.role else { return Ok(()) };
    for field in meta.fields.iter().filter(|field| !field.computed) {
        let Shape::Link(slug) = field.shape else { continue };
        if kinds::by_slug(slug).is_none_or(|to| to.role != Role::Part(whole)) {
            continue;
        }
        let Some(id) = record.told(meta, field.name) else { continue };
        let sql = "select id from matter where id = $1 and root_id = $2 and kind = $3";
        if tx.row(sql, &[id.into(), root.into(), slug.into()]).await?.is_none() {
            return Err(Error::field(field.name, ProblemCode::NotAnId));
        }
    }
    Ok(())
}
