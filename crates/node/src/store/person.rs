//! People: records that matters are about. A person has a key of their own; their cases are sealed under the same key.

use std::collections::HashMap;

use model::{Id, Kind, KindMeta, ParticipantRole, Record, Timestamp, kinds};

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
    /// In which role they take part in each.
    pub roles: Vec<(Id, ParticipantRole)>,
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
            roles: vec![(matter.id, ParticipantRole::Child)],
        }
    }
}

const FACTS: &str =
    "select p.id, p.organisation_id, p.key_id, p.version, y.destroyed_at, p.protected_identity,
       (select g.kept_id from person_merge g where g.merged_id = p.id and g.undone_at is null)
     from k_person p join person_key y on y.id = p.key_id where p.id";

/// Reads the facts about a person. With `change` the row is held against others until the transaction ends.
pub(crate) async fn facts(tx: &mut Tx, id: Id, change: bool) -> Result<PersonFacts> {
    let mut sql = Sql::from(FACTS);
    sql.push(" = $1");
    if change && !dialect::for_update(tx.engine()).is_empty() {
        sql.push(" for update of p");
    }
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    let mut all = vec![read_facts(&row)?];
    add_matters(tx, &mut all).await?;
    all.pop().ok_or(Error::NotFound)
}

/// Facts about several people at once, to look at; in no order, without those whom there are not.
pub(crate) async fn facts_of(tx: &mut Tx, ids: &[Id]) -> Result<Vec<PersonFacts>> {
    let rows = tx.rows_of(FACTS, ids, "").await?;
    let mut all = rows.iter().map(read_facts).collect::<Result<Vec<_>>>()?;
    add_matters(tx, &mut all).await?;
    Ok(all)
}

fn read_facts(row: &Row) -> Result<PersonFacts> {
    Ok(PersonFacts {
        id: row.id(0)?,
        organisation: row.id(1)?,
        key: row.id(2)?,
        version: row.int(3)?,
        erased_at: row.time_opt(4)?,
        protected: row.flag(5)?,
        merged_into: row.id_opt(6)?,
        matters: Vec::new(),
        as_child: Vec::new(),
        roles: Vec::new(),
    })
}

/// The matters in which each of these people takes part.
async fn add_matters(tx: &mut Tx, people: &mut [PersonFacts]) -> Result<()> {
    let sql =
        "select distinct person_id, matter_id, role from participation where to_at is null and person_id";
    let all: Vec<Id> = people.iter().map(|person| person.id).collect();
    let rows = tx.rows_of(sql, &all, " order by matter_id desc, person_id, role").await?;
    let mut ids = rows.iter().map(|row| row.id(1)).collect::<Result<Vec<_>>>()?;
    ids.dedup();
    let matters = load::matters(tx, &ids).await?;
    let matters: HashMap<Id, MatterFacts> = matters.into_iter().map(|matter| (matter.id, matter)).collect();
    let mut places: HashMap<Id, &mut PersonFacts> =
        people.iter_mut().map(|person| (person.id, person)).collect();
    for row in &rows {
        let (Some(person), Some(matter)) = (places.get_mut(&row.id(0)?), matters.get(&row.id(1)?)) else {
            continue;
        };
        // A role that this program does not know opens nothing.
        if let Some(role) = ParticipantRole::from_code(&row.text(2)?) {
            person.roles.push((matter.id, role));
            if role == ParticipantRole::Child {
                person.as_child.push(matter.id);
            }
        }
        if person.matters.last().is_none_or(|last| last.id != matter.id) {
            person.matters.push(matter.clone());
        }
    }
    Ok(())
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

/// Writes what differs between two states of a person, with a trace of what stood there before.
pub(crate) async fn write_change(tx: &mut Tx, facts: &PersonFacts, old: &Record, new: &Record) -> Result<()> {
    let names = old.changed(META, new);
    change(tx, facts, new, &names).await?;
    tx.trace.kind = Some(META.slug);
    tx.trace.subject = Some(facts.id);
    tx.trace.key = Some(facts.key);
    let before = |name: &&'static str| crate::journal::Change {
        field: (*name).to_owned(),
        old: old.to_text(META, name),
    };
    tx.trace.detail.changes = names.iter().map(before).collect();
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

/// The key of a person.
pub(crate) async fn key_of(tx: &mut Tx, person: Id) -> Result<Id> {
    let row = tx.row("select key_id from k_person where id = $1", &[person.into()]).await?;
    row.ok_or(Error::NotFound)?.id(0)
}

/// A record as an actor may look at it, still sealed: a name that is hidden stays so unless the actor's post opened it.
pub(crate) async fn load_by(tx: &mut Tx, actor: &Actor, id: Id, key: Id) -> Result<Held<SealedRecord>> {
    let record = fields::load(tx, META, id, key).await?;
    open_to(tx, actor, id, record).await
}

/// The same of several people whose facts are known, in two statements.
pub(crate) async fn load_all_for(
    tx: &mut Tx,
    actor: &Actor,
    people: &[&PersonFacts],
) -> Result<HashMap<Id, Held<SealedRecord>>> {
    let ids: Vec<(Id, Id)> = people.iter().map(|facts| (facts.id, facts.key)).collect();
    let mut records = HashMap::with_capacity(ids.len());
    for (id, record) in fields::load_all(tx, META, &ids).await? {
        records.insert(id, open_to(tx, actor, id, record).await?);
    }
    Ok(records)
}

async fn open_to(
    tx: &mut Tx,
    actor: &Actor,
    id: Id,
    record: Held<SealedRecord>,
) -> Result<Held<SealedRecord>> {
    let mut record = record.into_inner();
    if record.hides_name() {
        let now = tx.now;
        let rows = tx
            .rows(
                "select post_id from name_opening where person_id = $1 and until_at > $2 order by post_id",
                &[id.into(), now.into()],
            )
            .await?;
        for row in &rows {
            let post = row.id(0)?;
            record.name_open |= actor.holdings_at(now).any(|holding| holding.post == post);
        }
    }
    Ok(Held::new(record))
}

/// The same, of somebody whose facts are known.
pub(crate) async fn load_for(tx: &mut Tx, actor: &Actor, facts: &PersonFacts) -> Result<Held<SealedRecord>> {
    load_by(tx, actor, facts.id, facts.key).await
}

/// Shows a hidden name to a post until an instant.
pub(crate) async fn open_name(tx: &mut Tx, person: Id, post: Id, until: Timestamp) -> Result<()> {
    tx.run(
        "insert into name_opening (person_id, post_id, until_at) values ($1, $2, $3)
         on conflict (person_id, post_id) do update set until_at = excluded.until_at",
        &[person.into(), post.into(), until.into()],
    )
    .await?;
    Ok(())
}

/// The record, still sealed. A hidden name stays hidden: see [`load_by`].
pub(crate) async fn load(tx: &mut Tx, facts: &PersonFacts) -> Result<Held<SealedRecord>> {
    fields::load(tx, META, facts.id, facts.key).await
}

/// People whom the actor may view through a matter of another organisation than these.
pub(crate) async fn reached_outside(tx: &mut Tx, actor: &Actor, organisations: &[Id]) -> Result<Vec<Id>> {
    let mut builder = scope::Builder::new(
        "select distinct q.person_id from matter m join participation q on q.matter_id = m.id
           join matter r on r.id = m.root_id
         where q.to_at is null",
    );
    for organisation in organisations {
        builder.text(" and m.organisation_id <> ").value(*organisation);
    }
    if by_grants_alone(actor, organisations, tx.now) {
        granted(&mut builder, actor, tx.now);
    } else {
        let reach = scope::Reach { verb: "view", kind: META.slug, parts: false };
        scope::narrow(&mut builder, reach, actor, tx.now);
    }
    builder.text(" order by q.person_id");
    let rows = tx.rows(builder.sql, &builder.params).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Whether nothing but a grant can reach beyond the organisations: a post has custody in its own organisation alone. So it is
/// for nearly everybody, and no search then reads what its own unit has.
fn by_grants_alone(actor: &Actor, organisations: &[Id], now: Timestamp) -> bool {
    actor.holdings_at(now).all(|holding| match holding.role.reach("view", META.slug) {
        None | Some(Scope::Grants) => true,
        Some(Scope::Own | Scope::Unit | Scope::Organisation) => organisations.contains(&holding.organisation),
        Some(Scope::All) => false,
    })
}

/// Keeps matters granted to the actor's posts.
fn granted(builder: &mut scope::Builder, actor: &Actor, now: Timestamp) {
    builder.text(" and m.id in (select matter_id from matter_grant where (1 = 0");
    let may = |holding: &&Holding| holding.role.reach("view", META.slug).is_some();
    for holding in actor.holdings_at(now).filter(may) {
        builder.text(" or post_id = ").value(holding.post);
    }
    builder.text(") and from_at <= ").value(now);
    builder.text(" and (until_at is null or until_at > ").value(now).text("))");
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
           p.birth_year, p.birth_day, p.age_basis, p.region, p.nik, p.phone
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
    let mut texts: [(&'static str, String); 9] = [
        ("sex", row.text(8)?),
        ("birth_year", row.int_opt(9)?.map(|year| year.to_string()).unwrap_or_default()),
        ("age_basis", row.text(11)?),
        ("region", row.text(12)?),
        ("name", String::new()),
        ("aliases", String::new()),
        ("birth_day", String::new()),
        ("nik", String::new()),
        ("phone", String::new()),
    ];
    let sealed = [6, 7, 10, 13, 14];
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
    let day = record.text(META, "birth_day");
    // Any leap year: 29 February is a birthday.
    if day.is_empty() || linkage::normalise::BirthDate::parse(&format!("2000-{day}")).is_some() {
        return Ok(());
    }
    Err(Error::field("birth_day", model::ProblemCode::NotADate))
}
