//! The register of a holder: tokens of its own children for an epoch, sealed at rest under each child's key, in memory as a table.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use linkage::recipes::Subject;
use model::time::Zone;
use model::{Id, KindMeta, kinds};
use seal::Place;
use seal::matching::{MatchToken, TableBuilder, TokenTable};

use super::blind::{self, Item, Made};
use super::epoch::{self, Epoch};
use super::organisation_of;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::exchange::{directory, keys};
use crate::keys::open_text;
use crate::search;
use crate::store::person;

const PERSON: &KindMeta = <kinds::Person as model::Kind>::META;

/// People of one batch: some 400 points, below what fits into one envelope.
const PEOPLE: i64 = 20;
/// Batches that wait for guardians at one time.
const IN_FLIGHT: i64 = 4;
/// One token as it is kept: recipe and value.
const TOKEN: usize = 33;
/// People read at a time.
const CHUNK: usize = 500;

/// A table in memory with what its numbers stand for.
#[derive(Debug)]
pub(crate) struct Register {
    stamp: i64,
    pub(super) table: TokenTable,
    pub(super) people: Vec<Id>,
}

/// Tables of all members of this node, by organisation and epoch.
#[derive(Debug, Default)]
pub(crate) struct Tables(RwLock<HashMap<(Id, String), Arc<Register>>>);

impl Tables {
    /// The table, if it is as new as it has to be.
    pub(super) fn of(&self, organisation: Id, epoch: &str, stamp: i64) -> Option<Arc<Register>> {
        let tables = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known = tables.get(&(organisation, epoch.to_owned()))?;
        (known.stamp >= stamp).then(|| known.clone())
    }

    fn keep(&self, organisation: Id, epoch: &str, register: Register) {
        let mut tables = self.0.write().unwrap_or_else(PoisonError::into_inner);
        tables.insert((organisation, epoch.to_owned()), Arc::new(register));
    }

    /// Drops the tables of an epoch that is over.
    pub(super) fn forget(&self, past: &str) {
        let mut tables = self.0.write().unwrap_or_else(PoisonError::into_inner);
        tables.retain(|(_, epoch), _| epoch != past);
    }
}

/// What is known of a child and can be matched by. Names of those who care for the child are part of it.
pub(super) async fn subject(tx: &mut Tx, id: Id) -> Result<Subject> {
    let facts = person::facts(tx, id, false).await?;
    let record = person::load(tx, &facts).await?.into_inner().reveal_all()?;
    let texts: Vec<(&str, String)> =
        PERSON.fields.iter().map(|field| (field.name, record.text(field.name))).collect();
    let text = |name: &str| texts.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text);
    let traits = search::of_texts(text);
    let year = u16::try_from(tx.now.date(Zone::default()).year()).unwrap_or_default();
    Ok(Subject {
        names: traits.names,
        sex: traits.sex,
        birth: traits.birth,
        region: traits.region,
        niks: traits.nik.into_iter().collect(),
        documents: Vec::new(),
        phones: traits.phones,
        guardians: guardians(tx, id).await?,
        handles: Vec::new(),
        recorded: year,
    })
}

/// Names of those who care for a child, in the cases that are about it.
async fn guardians(tx: &mut Tx, child: Id) -> Result<Vec<String>> {
    let rows = tx
        .rows(
            "select distinct g.person_id from participation c join participation g on g.matter_id = c.matter_id
             where c.person_id = $1 and c.role = 'child' and c.to_at is null and g.to_at is null
               and g.role in ('guardian', 'caregiver') order by g.person_id limit 3",
            &[child.into()],
        )
        .await?;
    let mut names = Vec::with_capacity(rows.len());
    for row in &rows {
        let facts = person::facts(tx, row.id(0)?, false).await?;
        if facts.erased_at.is_none() {
            names.push(person::load(tx, &facts).await?.into_inner().reveal_all()?.text("name"));
        }
    }
    names.retain(|name| !name.is_empty());
    Ok(names)
}

/// Children of an organisation that have no tokens of an epoch, or older ones than their record. Whoever is hidden from others, was
/// erased or merged into another record has none.
const WAITING: &str = "select p.id, p.key_id, p.version from k_person p
       join person_key y on y.id = p.key_id
       left join match_token t on t.person_id = p.id and t.epoch = $2
     where p.organisation_id = $1 and y.wrapped is not null and (t.version is null or t.version <> p.version)
       and coalesce(p.protected_identity, false) = false
       and exists (select 1 from participation q where q.person_id = p.id and q.to_at is null and q.role = 'child')
       and not exists (select 1 from person_merge g where g.merged_id = p.id and g.undone_at is null)
     order by p.id limit $3";

/// Tokens of children that are hidden by now: they go.
const HIDDEN: &str = "select t.person_id from match_token t join k_person p on p.id = t.person_id
     where t.organisation_id = $1 and t.epoch = $2 and t.tokens is not null
       and coalesce(p.protected_identity, false) = true
     order by t.person_id limit $3";

/// Whether somebody waits for tokens, and may be given some now.
pub(super) async fn due(tx: &mut Tx) -> Result<bool> {
    for (organisation, epoch) in own_epochs(tx).await? {
        if changed(tx, organisation, &epoch).await? && room(tx, organisation, &epoch).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The members of this node that hold registers, with the epochs for which they are made.
async fn own_epochs(tx: &mut Tx) -> Result<Vec<(Id, Epoch)>> {
    let Some(directory) = directory::newest(tx).await? else { return Ok(Vec::new()) };
    let (now, mut found) = (tx.now.millis(), Vec::new());
    let epochs = epoch::prepared(&directory, now);
    if epochs.is_empty() || !directory.is_valid_at(now) {
        return Ok(found);
    }
    for own in keys::own(tx).await? {
        // Who is not asked needs no tokens.
        if directory.member(&own.member).is_some_and(|listed| listed.takes("match.query")) {
            found.extend(epochs.iter().map(|epoch| (own.organisation, epoch.clone())));
        }
    }
    Ok(found)
}

/// Whether anything changed since everybody had tokens.
async fn changed(tx: &mut Tx, organisation: Id, epoch: &Epoch) -> Result<bool> {
    let row = tx
        .row(
            "select checked_at from match_register where organisation_id = $1 and epoch = $2",
            &[organisation.into(), epoch.code.as_str().into()],
        )
        .await?;
    let Some(since) = row.map_or(Ok(None), |row| row.int_opt(0))? else { return Ok(true) };
    let row = tx
        .row(
            "select 1 from k_person where organisation_id = $1 and changed_at >= $2
             union all select 1 from matter where kind = 'case' and organisation_id = $1 and opened_at >= $2 limit 1",
            &[organisation.into(), since.into()],
        )
        .await?;
    Ok(row.is_some())
}

async fn room(tx: &mut Tx, organisation: Id, epoch: &Epoch) -> Result<bool> {
    let row = tx
        .row(
            "select count(*) from match_batch where organisation_id = $1 and epoch = $2 and query_id is null",
            &[organisation.into(), epoch.code.as_str().into()],
        )
        .await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? < IN_FLIGHT)
}

/// Asks for tokens of some people; answers of how many.
pub(super) async fn turn(tx: &mut Tx) -> Result<usize> {
    let mut asked = 0;
    for (organisation, epoch) in own_epochs(tx).await? {
        if changed(tx, organisation, &epoch).await? && room(tx, organisation, &epoch).await? {
            asked += some(tx, organisation, &epoch).await?;
        }
    }
    Ok(asked)
}

async fn some(tx: &mut Tx, organisation: Id, epoch: &Epoch) -> Result<usize> {
    let code = epoch.code.as_str();
    let hidden = tx.rows(HIDDEN, &[organisation.into(), code.into(), PEOPLE.into()]).await?;
    for row in &hidden {
        tx.run(
            "update match_token set tokens = null where person_id = $1 and epoch = $2",
            &[row.id(0)?.into(), code.into()],
        )
        .await?;
    }
    let rows = tx.rows(WAITING, &[organisation.into(), code.into(), PEOPLE.into()]).await?;
    if !hidden.is_empty() {
        stamp(tx, organisation, code).await?;
    }
    if rows.is_empty() {
        let now = tx.now;
        tx.run(
            "insert into match_register (organisation_id, epoch, stamp, checked_at) values ($1, $2, 0, $3)
             on conflict (organisation_id, epoch) do update set checked_at = excluded.checked_at",
            // Whoever is changed in this very millisecond is looked at again.
            &[organisation.into(), code.into(), now.plus(1).into()],
        )
        .await?;
        return Ok(hidden.len());
    }
    let mut items = Vec::new();
    for row in &rows {
        let (id, key, version) = (row.id(0)?, row.id(1)?, row.int(2)?);
        tx.run(
            "insert into match_token (person_id, epoch, organisation_id, key_id, version) values ($1, $2, $3, $4, $5)
             on conflict (person_id, epoch) do update set version = excluded.version, key_id = excluded.key_id,
               organisation_id = excluded.organisation_id",
            &[id.into(), code.into(), organisation.into(), key.into(), version.into()],
        )
        .await?;
        let tokens = subject(tx, id).await?.tokens();
        if !tokens.is_empty() {
            items.push(Item { subject: id, key, tokens });
        }
    }
    if !items.is_empty() && organisation_of(tx, &epoch.guardians[0].member).await?.is_some() {
        let people: Vec<Id> = items.iter().map(|item| item.subject).collect();
        let batch = blind::ask(tx, organisation, epoch, None, &items).await?;
        for id in people {
            // Where both guardians live here the tokens have been made by now, and the batch is gone.
            tx.run(
                "update match_token set batch_id = $3 where person_id = $1 and epoch = $2
                   and exists (select 1 from match_batch b where b.id = $3)",
                &[id.into(), code.into(), batch.into()],
            )
            .await?;
        }
    }
    Ok(rows.len() + hidden.len())
}

fn place(row: &str) -> Place<'_> {
    Place { table: "match_token", row, column: "tokens" }
}

/// Keeps the tokens of some people. Who was erased meanwhile gets none.
pub(super) async fn keep(tx: &mut Tx, organisation: Id, (epoch, _): (&str, Id), made: &[Made]) -> Result<()> {
    for one in made {
        let key = match tx.key_for_writing(one.key).await {
            Err(Error::Refused(_)) => continue,
            key => key?,
        };
        let bytes: Vec<u8> = one
            .tokens
            .iter()
            .flat_map(|(recipe, token)| std::iter::once(*recipe).chain(token.to_bytes()))
            .collect();
        let sealed = tx.seal(&key, place(&format!("{} {epoch}", one.subject)), &seal::to_base64(&bytes));
        tx.run(
            "update match_token set tokens = $3, batch_id = null where person_id = $1 and epoch = $2",
            &[one.subject.into(), epoch.into(), sealed.into()],
        )
        .await?;
    }
    stamp(tx, organisation, epoch).await
}

async fn stamp(tx: &mut Tx, organisation: Id, epoch: &str) -> Result<()> {
    tx.run(
        "insert into match_register (organisation_id, epoch, stamp) values ($1, $2, 1)
         on conflict (organisation_id, epoch) do update set stamp = match_register.stamp + 1",
        &[organisation.into(), epoch.into()],
    )
    .await
    .map(drop)
}

/// Makes the table of a register in memory, if the one that is there is older than `stamp`. Called by whoever only reads, because it
/// takes a second for 100,000 people.
pub(super) async fn make_ready(tx: &mut Tx, organisation: Id, code: &str, wanted: i64) -> Result<bool> {
    let tables = tx.context.matching.clone();
    if tables.of(organisation, code, wanted).is_some() {
        return Ok(true);
    }
    let known = directory::newest(tx).await?;
    let Some(epoch) = known.and_then(|directory| epoch::named(&directory, code)) else { return Ok(false) };
    let rows = tx
        .rows(
            "select person_id, key_id, tokens from match_token
             where organisation_id = $1 and epoch = $2 and tokens is not null order by person_id",
            &[organisation.into(), code.into()],
        )
        .await?;
    let (mut builder, mut people) = (TableBuilder::with_capacity(rows.len() * 20), Vec::new());
    for chunk in rows.chunks(CHUNK) {
        let ids = chunk.iter().map(|row| row.id(1)).collect::<Result<Vec<_>>>()?;
        tx.open_keys(&ids).await?;
        for row in chunk {
            let (person, key) = (row.id(0)?, row.id(1)?);
            // Who was erased stays out.
            let Some(key) = tx.opened.get(&key) else { continue };
            let text = open_text(key, place(&format!("{person} {code}")), &row.bytes(2)?)?;
            let bytes = seal::from_base64(&text).map(seal::Zeroizing::new).map_err(|_| Error::Sealed)?;
            let number = u32::try_from(people.len()).map_err(|_| Error::Refused("too-much-at-once"))?;
            for token in bytes.as_chunks::<TOKEN>().0 {
                let [recipe, token @ ..] = token;
                let added = builder.add(MatchToken::from_bytes(*token), *recipe, number);
                added.map_err(|_| Error::Refused("too-much-at-once"))?;
            }
            people.push(person);
        }
    }
    let register = Register { stamp: wanted, table: builder.build(epoch.id), people };
    tables.keep(organisation, code, register);
    Ok(true)
}

/// Destroys the tokens of an epoch that is over, at rest and in memory.
pub(super) async fn forget(tx: &mut Tx, epoch: &str) -> Result<()> {
    tx.context.matching.forget(epoch);
    tx.run("delete from match_token where epoch = $1", &[epoch.into()]).await?;
    tx.run("delete from match_register where epoch = $1", &[epoch.into()]).await.map(drop)
}
