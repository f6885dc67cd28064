//! People: records that matters are about. A person has a key of their own; their cases are sealed under the same key.

use model::{Id, Kind, KindMeta, Record, Timestamp, Value, kinds};

use super::sealed::SealedRecord;
use super::{fields, scope};
use crate::access::{Actor, Holding, MatterFacts, Scope, load};
use crate::db::{Row, Sql, Tx, dialect};
use crate::error::{Error, Result};
use crate::held::Held;
use crate::keys::open_text;
use crate::search::{self, Change, Known};

/// The declaration of a person.
pub(crate) const META: &KindMeta = <kinds::Person as Kind>::META;

/// What a policy needs to know about a person: the matters through which they are reached.
#[derive(Debug, Clone)]
pub struct PersonFacts {
    /// The person.
    pub id: Id,
    /// Whose record it is.
    pub organisation: Id,
    /// The key of the person and of their cases.
    pub key: Id,
    /// Changes so far.
    pub version: i64,
    /// When they were erased, if they were.
    pub erased_at: Option<Timestamp>,
    /// Whether nobody beyond the matters' own scope may learn that they are known.
    pub protected: bool,
    /// The record that is kept instead, once this one turned out to be the same person.
    pub merged_into: Option<Id>,
    /// Matters in which they take part, newest first.
    pub matters: Vec<MatterFacts>,
    /// Those among them that are about them as the child.
    pub as_child: Vec<Id>,
}

impl PersonFacts {
    /// A person reached through one matter, for the policy matrix.
    pub fn through(matter: &MatterFacts) -> Self {
        Self {
            id: matter.id,
            organisation: matter.organisation,
            key: matter.key,
            version: 1,
            erased_at: None,
            protected: false,
            merged_into: None,
            matters: vec![matter.clone()],
            as_child: vec![matter.id],
        }
    }
}

/// Reads the facts about a person. With `change` the row is held against others until the transaction ends.
pub(crate) async fn facts(tx: &mut Tx, id: Id, change: bool) -> Result<PersonFacts> {
    let mut sql = Sql::from(
        "select p.organisation_id, p.key_id, p.version, y.destroyed_at, p.protected_identity,
           (select g.kept_id from person_merge g where g.merged_id = p.id and g.undone_at is null)
         from k_person p join person_key y on y.id = p.key_id where p.id = $1",
    );
    if change && !dialect::for_update(tx.engine()).is_empty() {
        sql.push(" for update of p");
    }
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    let found = tx
        .rows(
            "select matter_id, max(case when role = 'child' then 1 else 0 end) from participation
             where person_id = $1 and to_at is null group by matter_id order by matter_id desc",
            &[id.into()],
        )
        .await?;
    let (mut matters, mut as_child) = (Vec::with_capacity(found.len()), Vec::new());
    for row in &found {
        let matter = row.id(0)?;
        matters.push(load::matter(tx, matter, false).await?);
        if row.int(1)? > 0 {
            as_child.push(matter);
        }
    }
    Ok(PersonFacts {
        id,
        organisation: row.id(0)?,
        key: row.id(1)?,
        version: row.int(2)?,
        erased_at: row.time_opt(3)?,
        protected: row.flag(4)?,
        merged_into: row.id_opt(5)?,
        matters,
        as_child,
    })
}

/// Inserts a new person with a key of their own; answers the person's id and the key's.
pub(crate) async fn insert(tx: &mut Tx, organisation: Id, record: &Record) -> Result<(Id, Id)> {
    let (key_id, key) = tx.make_person_key(organisation).await?;
    let (id, now) = (tx.new_id(), tx.now);
    let lead = [
        ("organisation_id", organisation.into()),
        ("key_id", key_id.into()),
        ("version", 1.into()),
        ("changed_at", now.into()),
    ];
    fields::insert(tx, META, id, &lead, &key, record).await?;
    let known = Known { person: id, organisation, traits: traits(record) };
    tx.people_changes.push(Change::Upsert(Box::new(known)));
    Ok((id, key_id))
}

/// Writes the named fields, if nobody changed the person since the facts were read.
pub(crate) async fn change(
    tx: &mut Tx,
    facts: &PersonFacts,
    record: &Record,
    names: &[&'static str],
) -> Result<()> {
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, facts.id, &key, record, names).await?;
    touch(tx, facts).await?;
    let row = tx.row(indexed("where p.id = $1"), &[facts.id.into()]).await?.ok_or(Error::NotFound)?;
    if let Some(known) = read(tx, &row).await?.known {
        tx.people_changes.push(Change::Upsert(Box::new(known)));
    }
    Ok(())
}

/// The record becomes another organisation's; its key has been passed already.
pub(crate) async fn pass(tx: &mut Tx, person: Id, to: Id) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update k_person set organisation_id = $2, version = version + 1, changed_at = $3 where id = $1",
        &[person.into(), to.into(), now.into()],
    )
    .await?;
    let row = tx.row(indexed("where p.id = $1"), &[person.into()]).await?.ok_or(Error::NotFound)?;
    if let Some(known) = read(tx, &row).await?.known {
        tx.people_changes.push(Change::Upsert(Box::new(known)));
    }
    Ok(())
}

/// Counts a change, for whoever edits the same person and for other processes' indexes.
pub(crate) async fn touch(tx: &mut Tx, facts: &PersonFacts) -> Result<()> {
    let now = tx.now;
    tx.run_one(
        "update k_person set version = version + 1, changed_at = $3 where id = $1 and version = $2",
        &[facts.id.into(), facts.version.into(), now.into()],
    )
    .await
}

/// A person takes part in a matter in a role (list `participation-role`).
pub(crate) async fn take_part(tx: &mut Tx, matter: Id, person: Id, role: &'static str) -> Result<()> {
    let (id, now) = (tx.new_id(), tx.now);
    tx.run(
        "insert into participation (id, matter_id, person_id, role, from_at) values ($1, $2, $3, $4, $5)",
        &[id.into(), matter.into(), person.into(), role.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// The record, still sealed.
pub(crate) async fn load(tx: &mut Tx, facts: &PersonFacts) -> Result<Held<SealedRecord>> {
    fields::load(tx, META, facts.id, facts.key).await
}

/// People whom the actor may view through a matter of another organisation than these.
pub(crate) async fn reached_outside(tx: &mut Tx, actor: &Actor, organisations: &[Id]) -> Result<Vec<Id>> {
    let mut builder = scope::Builder::new(
        "select distinct q.person_id from participation q
           join matter m on m.id = q.matter_id join matter r on r.id = m.root_id
         where q.to_at is null",
    );
    for organisation in organisations {
        builder.text(" and m.organisation_id <> ").value(*organisation);
    }
    near(&mut builder, actor, organisations, tx.now);
    let reach = scope::Reach { verb: "view", kind: META.slug, parts: false };
    scope::narrow(&mut builder, reach, actor, tx.now);
    builder.text(" order by q.person_id");
    let rows = tx.rows(builder.sql, &builder.params).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Nearly every search reaches beyond its organisation by grants alone, or sees its own post's matters alone: those are
/// looked up by post, so that no search reads every matter of the node.
fn near(builder: &mut scope::Builder, actor: &Actor, organisations: &[Id], now: Timestamp) {
    let within = |holding: &Holding| match holding.role.reach("view", META.slug) {
        None | Some(Scope::Grants | Scope::Own) => true,
        Some(Scope::Unit | Scope::Organisation) => organisations.contains(&holding.organisation),
        Some(Scope::All) => false,
    };
    if !actor.holdings_at(now).all(within) {
        return;
    }
    builder.text(" and q.matter_id in (select id from matter where 1 = 0");
    for holding in actor.holdings_at(now) {
        builder.text(" or custodian_post = ").value(holding.post);
    }
    builder.text(" union select matter_id from matter_grant where 1 = 0");
    for holding in actor.holdings_at(now) {
        builder.text(" or post_id = ").value(holding.post);
    }
    builder.text(")");
}

/// A person as the index reads them.
pub(crate) struct Changed {
    pub(crate) person: Id,
    /// When they were changed, in milliseconds.
    pub(crate) at: i64,
    /// `None` when they have been erased, or when what is stored does not open.
    pub(crate) known: Option<Known>,
}

/// How many people there are.
pub(crate) async fn count(tx: &mut Tx) -> Result<u64> {
    let row = tx.row("select count(*) from k_person", &[]).await?;
    let count = row.map_or(Ok(0), |row| row.int(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// People changed at or after an instant, in order; the second part of `after` is the last person read at that instant.
pub(crate) async fn changed(tx: &mut Tx, after: (i64, String), limit: i64) -> Result<Vec<Changed>> {
    let sql = indexed(
        "where p.changed_at > $1 or (p.changed_at = $1 and p.id > $2) order by p.changed_at, p.id limit $3",
    );
    let rows = tx.rows(sql, &[after.0.into(), after.1.into(), limit.into()]).await?;
    let mut changed = Vec::with_capacity(rows.len());
    for row in &rows {
        changed.push(read(tx, row).await?);
    }
    Ok(changed)
}

fn indexed(rest: &'static str) -> Sql {
    let mut sql = Sql::from(
        "select p.id, p.changed_at, p.organisation_id, p.key_id, y.organisation_id, y.wrapped, p.name, p.aliases, p.sex,
           p.birth_year, p.birth_day, p.age_basis, p.region, p.nik, p.phone, p.guardian_phone
         from k_person p join person_key y on y.id = p.key_id ",
    );
    sql.push(rest);
    sql
}

async fn read(tx: &mut Tx, row: &Row) -> Result<Changed> {
    let (person, at, organisation) = (row.id(0)?, row.int(1)?, row.id(2)?);
    let Some(wrapped) = row.bytes_opt(5)? else { return Ok(Changed { person, at, known: None }) };
    let key = match tx.open_person_key(row.id(3)?, row.id(4)?, wrapped).await {
        Ok(key) => key,
        Err(Error::Sealed) => return Ok(unreadable(person, at)),
        Err(error) => return Err(error),
    };
    let id = person.to_string();
    let mut texts: [(&'static str, String); 10] = [
        ("sex", row.text(8)?),
        ("birth_year", row.int_opt(9)?.map(|year| year.to_string()).unwrap_or_default()),
        ("age_basis", row.text(11)?),
        ("region", row.text(12)?),
        ("name", String::new()),
        ("aliases", String::new()),
        ("birth_day", String::new()),
        ("nik", String::new()),
        ("phone", String::new()),
        ("guardian_phone", String::new()),
    ];
    let sealed = [6, 7, 10, 13, 14, 15];
    for ((column, text), at_column) in texts.iter_mut().skip(4).zip(sealed) {
        let Some(bytes) = row.bytes_opt(at_column)? else { continue };
        let place = seal::Place { table: META.table, row: &id, column };
        match open_text(&key, place, &bytes) {
            Ok(opened) => *text = opened,
            Err(_) => return Ok(unreadable(person, at)),
        }
    }
    let text = |name: &str| texts.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
    let known = Known { person, organisation, traits: search::of_texts(text) };
    Ok(Changed { person, at, known: Some(known) })
}

/// One record that was tampered with must not keep everyone else from being found.
fn unreadable(person: Id, at: i64) -> Changed {
    tracing::error!(%person, "a person's record does not open and cannot be searched: run verify");
    Changed { person, at, known: None }
}

/// What the index compares of a record.
pub(crate) fn traits(record: &Record) -> linkage::people::Traits {
    let texts: Vec<(&str, String)> =
        META.fields.iter().zip(record.values()).map(|(field, value)| (field.name, value.to_text())).collect();
    search::of_texts(|name| texts.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text))
}

/// Whether a text is a month and day as `05-17`.
pub(crate) fn check(record: &Record) -> Result<()> {
    let day = record.get(META, "birth_day").and_then(Value::text).unwrap_or_default();
    // Any leap year: 29 February is a birthday.
    if day.is_empty() || linkage::normalise::BirthDate::parse(&format!("2000-{day}")).is_some() {
        return Ok(());
    }
    Err(Error::field("birth_day", model::ProblemCode::NotADate))
}
