//! Looks that must be explained (domain model, section 5): at a record that may be a relative's, at a prominent case without a
//! task in it, and through broken glass. The clock reads the journal after the looks, so nothing ever blocks one.

use std::collections::HashSet;

use model::time::{DAY, Zone};
use model::{Id, Kind, Record, Timestamp, kinds};

use crate::acts::open::insert_root;
use crate::db::{Row, Tx};
use crate::error::{Error, Result};
use crate::store::kinship;
use crate::store::{custody, matter, notification, staff};

/// Where the reading of the journal stands.
const CURSOR: &str = "access-looks";
/// Ground of a look through broken glass.
const GLASS: &str = "break_glass";
/// Entries in one turn.
const BATCH: i64 = 300;
/// The same person's look at the same matter is reviewed once in so many days; glass that was broken, every time.
const AGAIN: i64 = 7 * DAY;

/// Looks at a case or at anything in it, and at those around it.
const LOOKS: &str = "select p.position, j.id, j.act, j.subject, j.account, j.post, j.at, r.id
     from placed p join journal j on j.id = p.entry left join matter m on m.id = j.subject
       left join matter r on r.id = m.root_id and r.kind = 'case'
     where p.position > $1 and j.actor = 'staff' and (j.act in ('view-person', 'view-family')
         or r.id is not null and (j.act like 'view-%' or j.act in ('list-notes', 'break-glass')))
       and j.outcome = 'done' and j.subject is not null and j.account is not null and j.post is not null
     order by p.position limit $2";

/// What a reading of the journal found.
#[derive(Default)]
pub(crate) struct Explained {
    /// The position before the first entry read; nothing when none was ever read.
    from: Option<i64>,
    /// The position of the last.
    until: i64,
    concerns: Vec<Concern>,
}

/// A look that must be explained.
struct Concern {
    look: Look,
    ground: &'static str,
    due: Option<Timestamp>,
}

impl Explained {
    pub(super) const fn raises(&self) -> bool {
        !self.concerns.is_empty()
    }
}

/// Reads the journal on from where it was read to. Opening the records that tell relatives takes time, so nothing is written
/// here and nobody waits.
pub(super) async fn read(tx: &mut Tx) -> Result<Option<Explained>> {
    let Some(from) = cursor(tx).await? else {
        // Looks from before the first turn were nobody's duty to explain.
        let until = newest(tx).await?;
        return Ok(until.map(|until| Explained { until, ..Explained::default() }));
    };
    let rows = tx.rows(LOOKS, &[from.into(), BATCH.into()]).await?;
    let Some(last) = rows.last() else { return Ok(None) };
    let mut explained = Explained { from: Some(from), until: last.int(0)?, concerns: Vec::new() };
    let mut seen = HashSet::new();
    for row in &rows {
        let Some(look) = look(tx, row).await? else { continue };
        // Whoever reads a case opens many of its pages: names are compared once.
        let broken = row.text(2)? == "break-glass";
        if broken || seen.insert((look.account, look.post, look.root, look.child)) {
            explained.concerns.extend(concerns(tx, look, broken).await?);
        }
    }
    Ok(Some(explained))
}

/// Raises what was found, unless another process was faster; answers how many entries are settled now.
pub(super) async fn settle(tx: &mut Tx, explained: &Explained) -> Result<usize> {
    if cursor(tx).await? != explained.from {
        return Ok(0);
    }
    for concern in &explained.concerns {
        raise(tx, concern).await?;
    }
    keep(tx, explained.until).await?;
    Ok(explained.concerns.len().max(1))
}

async fn cursor(tx: &mut Tx) -> Result<Option<i64>> {
    let row = tx.row("select value from node_setting where name = $1", &[CURSOR.into()]).await?;
    Ok(row.map(|row| row.text(0)).transpose()?.and_then(|text| text.parse().ok()))
}

async fn newest(tx: &mut Tx) -> Result<Option<i64>> {
    let row = tx.row("select max(position) from placed", &[]).await?;
    row.map_or(Ok(None), |row| row.int_opt(0))
}

async fn keep(tx: &mut Tx, position: i64) -> Result<()> {
    tx.run(
        "insert into node_setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        &[CURSOR.into(), position.to_string().into()],
    )
    .await?;
    Ok(())
}

/// One look.
#[derive(Clone, Copy)]
struct Look {
    entry: Id,
    account: Id,
    post: Id,
    at: Timestamp,
    /// The root matter that was looked at.
    root: Id,
    child: Option<Id>,
}

async fn look(tx: &mut Tx, row: &Row) -> Result<Option<Look>> {
    let (act, subject) = (row.text(2)?, row.id(3)?);
    let (root, child) = match act.as_str() {
        "view-person" => (case_of(tx, subject).await?, Some(subject)),
        "view-family" => match case_of_family(tx, subject).await? {
            Some(case) => (Some(case), child_of(tx, case).await?),
            None => (None, None),
        },
        _ => match row.id_opt(7)? {
            Some(case) => (Some(case), child_of(tx, case).await?),
            None => (None, None),
        },
    };
    let Some(root) = root else { return Ok(None) };
    let (entry, account, post, at) = (row.id(1)?, row.id(4)?, row.id(5)?, row.time(6)?);
    Ok(Some(Look { entry, account, post, at, root, child }))
}

async fn concerns(tx: &mut Tx, look: Look, broken: bool) -> Result<Vec<Concern>> {
    if broken {
        // Read again on the next day.
        let tomorrow = matter::end_of(look.at.plus(DAY).date(Zone::Wib));
        return Ok(vec![Concern { look, ground: GLASS, due: Some(tomorrow) }]);
    }
    let mut concerns = Vec::new();
    if relative(tx, &look).await? {
        concerns.push(Concern { look, ground: "relative", due: None });
    }
    if prominent(tx, look.root).await? && !has_task(tx, &look).await? {
        concerns.push(Concern { look, ground: "prominent", due: None });
    }
    Ok(concerns)
}

async fn child_of(tx: &mut Tx, case: Id) -> Result<Option<Id>> {
    let row = tx.row("select child from k_case where id = $1", &[case.into()]).await?;
    row.map_or(Ok(None), |row| row.id_opt(0))
}

async fn case_of(tx: &mut Tx, person: Id) -> Result<Option<Id>> {
    let row =
        tx.row("select id from k_case where child = $1 order by id desc limit 1", &[person.into()]).await?;
    row.map(|row| row.id(0)).transpose()
}

async fn case_of_family(tx: &mut Tx, family: Id) -> Result<Option<Id>> {
    let row =
        tx.row("select id from k_case where family = $1 order by id desc limit 1", &[family.into()]).await?;
    row.map(|row| row.id(0)).transpose()
}

async fn prominent(tx: &mut Tx, case: Id) -> Result<bool> {
    let row = tx
        .row(
            "select id from k_case where id = $1 and media_prominence in ('national', 'viral')",
            &[case.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// Whether the post through which somebody looked has a task in the matter: custody of it or of a part, a grant, or the duty to
/// watch over the custodian.
async fn has_task(tx: &mut Tx, look: &Look) -> Result<bool> {
    let row = tx
        .row(
            "select m.id from matter m where m.root_id = $1 and m.custodian_post = $2
             union all select g.id from matter_grant g where g.matter_id = $1 and g.post_id = $2 and g.basis <> 'break-glass'
             union all select p.id from matter r join post p on p.id = r.custodian_post where r.id = $1 and p.parent_post = $2
             limit 1",
            &[look.root.into(), look.post.into()],
        )
        .await?;
    Ok(row.is_some())
}

async fn relative(tx: &mut Tx, look: &Look) -> Result<bool> {
    let Some(child) = look.child else { return Ok(false) };
    let about = kinship::about(tx, child, look.root).await?;
    let kin = kinship::of(tx, look.account).await?;
    let own = staff::name_of(tx, look.account).await?;
    Ok(kinship::alike(&own, &kin, &about))
}

async fn raise(tx: &mut Tx, concern: &Concern) -> Result<()> {
    let Concern { look, ground, due } = concern;
    let seen = tx
        .row(
            "select id from access_review where account_id = $1 and matter_id = $2 and ground = $3 and looked_at > $4
             order by id limit 1",
            &[look.account.into(), look.root.into(), (*ground).into(), look.at.plus(-AGAIN).into()],
        )
        .await?;
    if seen.is_some() && *ground != GLASS {
        return Ok(());
    }
    let row = tx.row("select organisation_id from post where id = $1", &[look.post.into()]).await?;
    let organisation = row.ok_or(Error::NotFound)?.id(0)?;
    let reviewer = reviewer(tx, organisation, look).await?;
    let meta = <kinds::AccessReview as Kind>::META;
    let mut record = Record::empty(meta);
    record.set(meta, "ground", (*ground).into());
    record.set(meta, "seen", look.root.to_string().into());
    let name = staff::name_of(tx, look.account).await?;
    record.set(meta, "looker", name.into());
    let (key_id, key) = tx.make_person_key(organisation).await?;
    let (id, trace) = (tx.new_id(), tx.trace.clone());
    insert_root(tx, meta, id, (organisation, reviewer), (key_id, &key), &record).await?;
    tx.trace = trace;
    if let Some(due) = due {
        tx.run("update matter set due_at = $2 where id = $1", &[id.into(), (*due).into()]).await?;
    }
    tx.run(
        "insert into access_review (id, account_id, matter_id, ground, entry_id, looked_at)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            id.into(),
            look.account.into(),
            look.root.into(),
            (*ground).into(),
            look.entry.into(),
            look.at.into(),
        ],
    )
    .await?;
    notification::tell(tx, reviewer, "access-review", Some(id)).await?;
    notification::tell(tx, look.post, "access-explain", Some(id)).await
}

/// The protection lead of the organisation, else a manager, else whoever is above the post: somebody else than who looked, also where one
/// person holds several posts. Where nobody else is there the review lies with the post, and nobody can end it before somebody comes.
async fn reviewer(tx: &mut Tx, organisation: Id, look: &Look) -> Result<Id> {
    let now = tx.now;
    let row = tx
        .row(
            "select p.id from post p where p.organisation_id = $1 and p.role in ('protection-lead', 'manager') and p.id <> $2
               and exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= $3
                             and (t.to_at is null or t.to_at > $3) and t.account_id <> $4)
               and not exists (select 1 from tenure t where t.post_id = p.id and t.from_at <= $3
                             and (t.to_at is null or t.to_at > $3) and t.account_id = $4)
             order by case p.role when 'protection-lead' then 0 else 1 end, p.id limit 1",
            &[organisation.into(), look.post.into(), now.into(), look.account.into()],
        )
        .await?;
    match row {
        Some(row) => row.id(0),
        None => Ok(custody::above(tx, look.post).await?.unwrap_or(look.post)),
    }
}
