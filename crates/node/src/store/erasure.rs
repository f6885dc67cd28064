//! Destroying keys, and the list of what was destroyed. A key that is gone takes everything sealed under it with it; rows,
//! journal entries and their proofs stay.

use model::{Id, Timestamp};

use crate::db::Tx;
use crate::error::Result;

/// One key that was destroyed on purpose. Holds nothing about anyone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The key.
    pub key: Id,
    /// The person for whom it was destroyed.
    pub person: Id,
    /// Whose person it was.
    pub organisation: Id,
    /// Code of the reason.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// Destroys a key and notes it in the list. A key already destroyed stays as it is.
pub(crate) async fn destroy(tx: &mut Tx, erasure: &Erasure) -> Result<bool> {
    tx.forget_key(erasure.key);
    let gone = tx
        .run(
            "update person_key set wrapped = null, destroyed_at = $2 where id = $1 and wrapped is not null",
            &[erasure.key.into(), erasure.at.into()],
        )
        .await?;
    let row = [
        erasure.key.into(),
        erasure.person.into(),
        erasure.organisation.into(),
        erasure.reason.as_str().into(),
        erasure.at.into(),
    ];
    tx.run(
        "insert into erasure (key_id, person_id, organisation_id, reason, at) values ($1, $2, $3, $4, $5)
         on conflict (key_id) do nothing",
        &row,
    )
    .await?;
    Ok(gone == 1)
}

/// The list, oldest first.
pub(crate) async fn all(tx: &mut Tx) -> Result<Vec<Erasure>> {
    let rows = tx
        .rows("select key_id, person_id, organisation_id, reason, at from erasure order by at, key_id", &[])
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Erasure {
                key: row.id(0)?,
                person: row.id(1)?,
                organisation: row.id(2)?,
                reason: row.text(3)?,
                at: row.time(4)?,
            })
        })
        .collect()
}

/// Keys of searches that showed a person, or that came before their case was opened: what was typed there is likely their name.
pub(crate) async fn search_keys(tx: &mut Tx, person: Id, key: Id) -> Result<Vec<Id>> {
    let shown = tx
        .rows(
            "select key_id from journal
             where act = 'search-people' and key_id is not null and listed like $1 order by id",
            &[format!("%{person}%").into()],
        )
        .await?;
    let mut keys = shown.iter().map(|row| row.id(0)).collect::<Result<Vec<_>>>()?;
    let opened = tx
        .rows(
            "select listed from journal
             where act = 'open-case' and key_id = $1 and listed is not null order by id",
            &[key.into()],
        )
        .await?;
    for row in &opened {
        for cited in row.text(0)?.split_whitespace() {
            let search = tx
                .row(
                    "select key_id from journal where id = $1 and act = 'search-people' and key_id is not null",
                    &[cited.into()],
                )
                .await?;
            keys.extend(search.map(|row| row.id(0)).transpose()?);
        }
    }
    keys.sort_unstable();
    keys.dedup();
    Ok(keys)
}

/// A report that led to cases of one person, or of several.
pub(crate) struct Told {
    pub(crate) code: String,
    pub(crate) key: Id,
    /// Whether it speaks of another person's case as well.
    pub(crate) shared: bool,
}

/// Reports behind the cases of a person: those that were opened as such a case or joined it.
pub(crate) async fn reports(tx: &mut Tx, person: Id) -> Result<Vec<Told>> {
    let rows = tx
        .rows(
            "select m.code, m.key_id,
               (select count(*) from k_case o where o.report = m.id and o.child <> $1)
               + (select count(*) from k_case o join k_report j on j.joined_case = o.id
                  where j.id = m.id and o.child <> $1)
             from matter m join k_report k on k.id = m.id
             where m.kind = 'report' and (
               k.joined_case in (select id from k_case where child = $1)
               or m.id in (select report from k_case where child = $1 and report is not null))
             order by m.id",
            &[person.into()],
        )
        .await?;
    rows.iter().map(|row| Ok(Told { code: row.text(0)?, key: row.id(1)?, shared: row.int(2)? > 0 })).collect()
}

/// People, with their keys, who take or took part in matters under one key alone, and are nobody else's record.
pub(crate) async fn known_only_through(tx: &mut Tx, person: Id, key: Id) -> Result<Vec<(Id, Id)>> {
    let rows = tx
        .rows(
            "select p.id, p.key_id from k_person p
             where p.id <> $1 and p.key_id <> $2
               and p.id in (select q.person_id from participation q join matter m on m.id = q.matter_id
                            where m.key_id = $2)
               and not exists (select 1 from participation q join matter m on m.id = q.matter_id
                               where q.person_id = p.id and m.key_id <> $2)
               and not exists (select 1 from person_merge g
                               where g.undone_at is null and (g.kept_id = p.id or g.merged_id = p.id))
             order by p.id",
            &[person.into(), key.into()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.id(0)?, row.id(1)?))).collect()
}
