//! Families: a household that brothers and sisters share. It has a key of its own and no custodian; it is reached through the
//! cases that point at it.

use model::{Id, Kind, KindMeta, Record, Timestamp, kinds};

use super::fields;
use super::sealed::SealedRecord;
use crate::access::{MatterFacts, load};
use crate::db::{Sql, Tx, dialect};
use crate::error::{Error, Result};
use crate::held::Held;
use crate::journal::Change;

/// The declaration of a family.
pub(crate) const META: &KindMeta = <kinds::Family as Kind>::META;

/// What a policy needs to know about a family: the cases through which it is reached.
#[derive(Debug, Clone)]
pub struct FamilyFacts {
    /// The family.
    pub id: Id,
    /// Whose record it is.
    pub organisation: Id,
    /// Its key.
    pub key: Id,
    /// Changes so far.
    pub version: i64,
    /// When it was erased, with the last of its children.
    pub erased_at: Option<Timestamp>,
    /// The cases of its children, newest first.
    pub cases: Vec<MatterFacts>,
}

impl From<MatterFacts> for FamilyFacts {
    /// A family reached through one case, for the policy matrix.
    fn from(case: MatterFacts) -> Self {
        Self {
            id: case.id,
            organisation: case.organisation,
            key: case.key,
            version: 1,
            erased_at: None,
            cases: vec![case],
        }
    }
}

/// Reads the facts about a family. With `change` the row is held against others until the transaction ends.
pub(crate) async fn facts(tx: &mut Tx, id: Id, change: bool) -> Result<FamilyFacts> {
    let mut sql = Sql::from(
        "select f.organisation_id, f.key_id, f.version, y.destroyed_at
         from k_family f join person_key y on y.id = f.key_id where f.id = $1",
    );
    if change && !dialect::for_update(tx.engine()).is_empty() {
        sql.push(" for update of f");
    }
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    let found = tx.rows("select id from k_case where family = $1 order by id desc", &[id.into()]).await?;
    let ids = found.iter().map(|row| row.id(0)).collect::<Result<Vec<_>>>()?;
    let mut cases = load::matters(tx, &ids).await?;
    cases.sort_by_key(|case| std::cmp::Reverse(case.id));
    Ok(FamilyFacts {
        id,
        organisation: row.id(0)?,
        key: row.id(1)?,
        version: row.int(2)?,
        erased_at: row.time_opt(3)?,
        cases,
    })
}

/// The family of a case, if it has one.
pub(crate) async fn of_case(tx: &mut Tx, case: Id) -> Result<Option<Id>> {
    let row = tx.row("select family from k_case where id = $1", &[case.into()]).await?;
    row.ok_or(Error::NotFound)?.id_opt(0)
}

/// A new family with a key of its own; answers its id.
pub(crate) async fn insert(tx: &mut Tx, organisation: Id, record: &Record) -> Result<Id> {
    let (key_id, key) = tx.make_person_key(organisation).await?;
    let (id, now) = (tx.new_id(), tx.now);
    let lead = [
        ("organisation_id", organisation.into()),
        ("key_id", key_id.into()),
        ("version", 1.into()),
        ("changed_at", now.into()),
    ];
    fields::insert(tx, META, id, &lead, &key, record).await?;
    Ok(id)
}

/// A case belongs to a family from now on, or to none. A family that was closed is open again.
pub(crate) async fn link(tx: &mut Tx, case: Id, family: Option<Id>) -> Result<()> {
    if let Some(family) = family {
        open_again(tx, family).await?;
    }
    tx.run_one("update k_case set family = $2 where id = $1", &[case.into(), family.into()]).await
}

/// There is something to do for a family again: the case of one of its children is new or was reopened.
pub(crate) async fn open_again(tx: &mut Tx, family: Id) -> Result<()> {
    let now = tx.now;
    tx.run(
        "update k_family set closed_on = null, closure_reason = null, closure_note = null, version = version + 1,
           changed_at = $2 where id = $1 and closed_on is not null",
        &[family.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// The record, still sealed.
pub(crate) async fn load(tx: &mut Tx, facts: &FamilyFacts) -> Result<Held<SealedRecord>> {
    fields::load(tx, META, facts.id, facts.key).await
}

/// Writes what differs between two states of a family, with a trace of what stood there before.
pub(crate) async fn write_change(tx: &mut Tx, facts: &FamilyFacts, old: &Record, new: &Record) -> Result<()> {
    let names = old.changed(META, new);
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, facts.id, &key, new, &names).await?;
    let now = tx.now;
    tx.run_one(
        "update k_family set version = version + 1, changed_at = $3 where id = $1 and version = $2",
        &[facts.id.into(), facts.version.into(), now.into()],
    )
    .await?;
    tx.trace.kind = Some(META.slug);
    tx.trace.subject = Some(facts.id);
    tx.trace.key = Some(facts.key);
    let before = |name: &&'static str| Change { field: (*name).to_owned(), old: old.to_text(META, name) };
    tx.trace.detail.changes = names.iter().map(before).collect();
    Ok(())
}

/// Keys of families all of whose children have been erased.
pub(crate) async fn left_behind(tx: &mut Tx, child_key: Id) -> Result<Vec<Id>> {
    let rows = tx
        .rows(
            "select f.key_id from k_family f
             where exists (select 1 from k_case c join matter m on m.id = c.id
                           where c.family = f.id and m.key_id = $1)
               and not exists (select 1 from k_case c join matter m on m.id = c.id
                                 join person_key y on y.id = m.key_id
                               where c.family = f.id and y.wrapped is not null)
             order by f.id",
            &[child_key.into()],
        )
        .await?;
    rows.iter().map(|row| row.id(0)).collect()
}
