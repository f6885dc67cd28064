//! Lists of matters: only what the actor's scope reaches, filtered, sorted, a page at a time.

use model::field::{DataGroup, Groups};
use model::kinds::titled;
use model::{Field, Id, Keep, KindMeta, Role, Shape, Timestamp};
use seal::{PersonKey, Place};
use serde::{Deserialize, Serialize};

use super::conference::{self, Reader};
use super::scope::{self, Builder, Reach, Start};
use super::sealed::{Shown, Stored};
use super::{arms, fields, granted};
use crate::access::Actor;
use crate::db::{Engine, Row, Sql, Tx};
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::keys::open_text;

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Last opened first.
    #[default]
    Newest,
    /// First opened first.
    Oldest,
    /// What is due first; matters without a due date are left out.
    Due,
}

/// What a list should show.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    /// Values of filterable fields, besides `state`, `phase` and `custodian`.
    pub filters: std::collections::BTreeMap<String, String>,
    /// Only what is overdue.
    pub overdue: bool,
    /// Only parts of this root, or of any.
    pub root: Option<Id>,
    /// Order.
    pub sort: Sort,
    /// The last row of the page before.
    pub after: Option<Cursor>,
    /// Rows on a page, 1 to 200.
    pub limit: i64,
}

/// Where a page ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Sort key of the last row.
    pub key: i64,
    /// Its id.
    pub id: Id,
}

/// One row as it lies in the database.
pub(crate) struct HeldRow {
    envelope: Envelope,
    columns: Vec<(&'static Field, Stored)>,
    name: Option<(Id, PersonKey, Vec<u8>)>,
    title: Option<SealedTitle>,
    /// Beyond the permit: what the post may see through which this row is listed, where a list joins several posts.
    most: Groups,
}

/// What a matter that concerns no child is called: its field, the key that opens it, the sealed words.
struct SealedTitle {
    table: &'static str,
    field: &'static Field,
    key: PersonKey,
    sealed: Vec<u8>,
}

impl HeldRow {
    /// A row of a list over several kinds: envelope and name, and what may be seen of them at most.
    pub(super) fn across(
        envelope: Envelope,
        name: Option<(Id, PersonKey, Vec<u8>)>,
        most: Groups,
    ) -> Held<Self> {
        Held::new(Self { envelope, columns: Vec::new(), name, title: None, most })
    }
}

/// What every list shows of a matter.
#[derive(Debug, Clone, Serialize)]
pub struct Envelope {
    /// Id.
    pub id: Id,
    /// Readable number.
    pub code: String,
    /// Kind.
    pub kind: &'static str,
    /// State.
    pub state: String,
    /// Phase.
    pub phase: String,
    /// In this state since.
    pub state_since: Timestamp,
    /// Due, if ever.
    pub due_at: Option<Timestamp>,
    /// Region.
    pub region: Option<String>,
    /// Priority; that of the root for a part.
    pub priority: String,
    /// Opened.
    pub opened_at: Timestamp,
    /// Root matter.
    pub root: Id,
    /// Custodian post.
    pub custodian: Id,
}

/// One row as somebody may see it.
#[derive(Debug, Clone, Serialize)]
pub struct ShownRow {
    /// The envelope.
    #[serde(flatten)]
    pub envelope: Envelope,
    /// The listed fields.
    #[serde(skip)]
    pub fields: Vec<(&'static Field, Shown)>,
    /// Name of the child, where the reader may see it.
    pub name: Option<String>,
    /// What it is called, of kinds that concern no child ([`model::kinds::titled`]).
    pub title: Option<String>,
}

impl ShownRow {
    /// Steps that lead on from the row's state, first the one that the kind declares first.
    pub fn next_steps(&self) -> impl Iterator<Item = &'static model::Step> {
        let meta = model::kinds::by_slug(self.envelope.kind);
        meta.into_iter().flat_map(|meta| meta.lifecycle.steps_from(&self.envelope.state))
    }
}

impl Reveal for HeldRow {
    type Shown = ShownRow;

    fn reveal(self, groups: Groups) -> Result<ShownRow> {
        let groups = groups.and(self.most);
        let mut fields = Vec::with_capacity(self.columns.len());
        for (field, stored) in self.columns {
            fields.push((
                field,
                match stored {
                    Stored::Clear(value) if groups.has(field.group) => Shown::Value(value),
                    // A list shows nothing sealed but the name or the title.
                    Stored::Clear(_) | Stored::Sealed(_) => Shown::Hidden,
                },
            ));
        }
        let name = match self.name {
            Some((person, key, sealed)) if groups.has(DataGroup::Identity) => {
                let row = person.to_string();
                let place = Place { table: "k_person", row: &row, column: "name" };
                Some(open_text(&key, place, &sealed)?)
            }
            _ => None,
        };
        let title = match self.title {
            Some(title) if groups.has(title.field.group) => {
                let row = self.envelope.id.to_string();
                let place = Place { table: title.table, row: &row, column: title.field.name };
                Some(open_text(&title.key, place, &title.sealed)?)
            }
            _ => None,
        };
        Ok(ShownRow { envelope: self.envelope, fields, name, title })
    }
}

/// Fields that the list of a kind shows.
pub(crate) fn listed(meta: &KindMeta) -> impl Iterator<Item = &'static Field> {
    meta.fields.iter().filter(|field| field.listed && field.keep == Keep::Clear)
}

fn child_field(meta: &KindMeta) -> bool {
    meta.fields.iter().any(|field| field.name == "child" && field.shape == Shape::Link("person"))
}

/// The rows of one page, and one more if there are more.
pub(crate) async fn rows(
    tx: &mut Tx,
    meta: &'static KindMeta,
    verb: &str,
    actor: &Actor,
    query: &ListQuery,
) -> Result<Vec<Held<HeldRow>>> {
    let mut builder = select(meta);
    match arms::of(tx, meta, (verb, query), actor).await? {
        Some(arms) => arms.page(&mut builder, meta, query, tx.now)?,
        None => {
            reached(&mut builder, meta, (verb, query), actor, (tx.engine(), tx.now));
            filter(&mut builder, meta, query, tx.now)?;
            page(&mut builder, query);
        }
    }
    let Builder { sql, params } = builder;
    let found = tx.rows(sql, &params).await?;
    let granted = granted::to(tx, actor).await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        let mut row = read(tx, meta, row).await?;
        row.most = granted.most(&row.envelope);
        rows.push(Held::new(row));
    }
    Ok(rows)
}

/// How many rows there are, counted up to `most`.
pub(crate) async fn count(
    tx: &mut Tx,
    meta: &'static KindMeta,
    verb: &str,
    actor: &Actor,
    query: &ListQuery,
    most: i64,
) -> Result<i64> {
    let mut builder = Builder::new("select count(*) from (");
    match arms::of(tx, meta, (verb, query), actor).await? {
        Some(arms) => arms.all(&mut builder, meta, query, tx.now)?,
        None => {
            builder.text("select 1 as one from matter m");
            if meta.role != Role::Root || query.root.is_some() {
                builder.text(" join matter r on r.id = m.root_id");
            }
            if arms::needs_columns(meta, query) {
                builder.text(" join ").text(meta.table).text(" k on k.id = m.id");
            }
            builder.text(" where 1 = 1");
            reached(&mut builder, meta, (verb, query), actor, (tx.engine(), tx.now));
            filter(&mut builder, meta, query, tx.now)?;
        }
    }
    builder.text(" limit ").value(most).text(") as found");
    let Builder { sql, params } = builder;
    tx.row(sql, &params).await?.map_or(Ok(0), |row| row.int(0))
}

pub(super) const ENVELOPE: &str = "select m.id, m.code, m.state, m.phase, m.state_since, m.due_at, m.region, r.priority, \
                        m.opened_at, m.root_id, coalesce(m.custodian_post, r.custodian_post)";
pub(super) const ENVELOPE_COLUMNS: usize = 11;

fn select(meta: &'static KindMeta) -> Builder {
    let mut builder = Builder::new(ENVELOPE);
    for field in listed(meta) {
        builder.text(", k.").text(field.name);
    }
    if child_field(meta) {
        builder.text(", c.id, c.key_id, c.name, y.organisation_id, y.wrapped, c.protected_identity");
    }
    if let Some(field) = titled(meta) {
        builder.text(", k.").text(field.name).text(", m.key_id, y.organisation_id, y.wrapped");
    }
    builder
        .text(" from matter m join ")
        .text(meta.table)
        .text(" k on k.id = m.id join matter r on r.id = m.root_id");
    if child_field(meta) {
        builder.text(" left join k_person c on c.id = k.child left join person_key y on y.id = c.key_id");
    }
    if titled(meta).is_some() {
        builder.text(" left join person_key y on y.id = m.key_id");
    }
    builder.text(" where 1 = 1");
    builder
}

/// Keeps only what the actor's rights reach, of one kind.
fn reached(
    builder: &mut Builder,
    meta: &KindMeta,
    (verb, query): (&str, &ListQuery),
    actor: &Actor,
    (engine, now): (Engine, Timestamp),
) {
    let reach = Reach { verb, kind: meta.slug, parts: matches!(meta.role, Role::Part(_)) };
    let start = if query.root.is_some() {
        scope::narrow_in_root(builder, reach, actor, now);
        Start::Anywhere
    } else {
        scope::narrow(builder, reach, actor, now)
    };
    // SQLite would rather read all of a kind, and an expression has no index to lure it. PostgreSQL knows how few the ids are,
    // and of an expression it knows too little to plan well.
    let ids_first = start == Start::Ids && engine == Engine::Sqlite;
    builder.text(if ids_first { " and m.kind || '' = " } else { " and m.kind = " }).value(meta.slug);
    if conference::may_bar(meta.slug) {
        conference::leave_out(builder, "m.id", Reader::Account(actor.account()));
    }
}

pub(super) fn filter(
    builder: &mut Builder,
    meta: &'static KindMeta,
    query: &ListQuery,
    now: Timestamp,
) -> Result<()> {
    if let Some(root) = query.root {
        builder.text(" and m.root_id = ").value(root);
    }
    if query.overdue {
        builder.text(" and m.phase = 'open' and m.due_at < ").value(now);
    }
    for (name, wanted) in query.filters.iter().filter(|(_, wanted)| !wanted.is_empty()) {
        match name.as_str() {
            "state" => builder.text(" and m.state = ").value(wanted.as_str()),
            "phase" => builder.text(" and m.phase = ").value(wanted.as_str()),
            "custodian" if meta.role == Role::Root => {
                builder.text(" and m.custodian_post = ").value(wanted.as_str())
            }
            "custodian" => builder.text(" and r.custodian_post = ").value(wanted.as_str()),
            // A province stands for all its regencies.
            "region" if wanted.len() == 2 => {
                builder.text(" and substr(m.region, 1, 2) = ").value(wanted.as_str())
            }
            "region" => builder.text(" and m.region = ").value(wanted.as_str()),
            other => by_field(builder, meta, other, wanted)?,
        };
    }
    Ok(())
}

fn by_field<'b>(
    builder: &'b mut Builder,
    meta: &'static KindMeta,
    name: &str,
    wanted: &str,
) -> Result<&'b mut Builder> {
    let unknown = || Error::field(name, model::ProblemCode::UnknownField);
    let (_, field) = meta.field(name).ok_or_else(unknown)?;
    match field.shape {
        _ if !field.filtered => Err(unknown()),
        Shape::Codes(_) => {
            builder.text(" and exists (select 1 from coded d where d.record_id = m.id and d.field = ");
            Ok(builder.value(field.name).text(" and d.code = ").value(wanted).text(")"))
        }
        Shape::YesNo => Ok(builder.text(" and k.").text(field.name).text(" = ").value(wanted == "true")),
        _ => Ok(builder.text(" and k.").text(field.name).text(" = ").value(wanted)),
    }
}

/// The column by which a list is sorted, and whether downwards.
pub(super) const fn order(sort: Sort) -> (&'static str, bool) {
    match sort {
        Sort::Newest => ("m.opened_at", true),
        Sort::Oldest => ("m.opened_at", false),
        Sort::Due => ("m.due_at", false),
    }
}

/// Keeps what comes after the cursor, sorts, and cuts.
pub(super) fn page(builder: &mut Builder, query: &ListQuery) {
    let (column, descending) = order(query.sort);
    if query.sort == Sort::Due {
        builder.text(" and m.due_at is not null");
    }
    let beyond = if descending { " < " } else { " > " };
    if let Some(cursor) = query.after {
        builder.text(" and (").text(column).text(beyond).value(cursor.key);
        builder.text(" or (").text(column).text(" = ").value(cursor.key);
        builder.text(" and m.id").text(beyond).value(cursor.id).text("))");
    }
    sorted(builder, query);
}

/// Sorts and cuts, one row beyond the page.
pub(super) fn sorted(builder: &mut Builder, query: &ListQuery) {
    let (column, descending) = order(query.sort);
    let direction = if descending { " desc" } else { "" };
    builder.text(" order by ").text(column).text(direction).text(", m.id").text(direction);
    builder.text(" limit ").value(query.limit.clamp(1, 200) + 1);
}

/// Kinds of which a root has parts.
pub(crate) async fn part_kinds(tx: &mut Tx, root: Id) -> Result<Vec<String>> {
    let rows =
        tx.rows("select distinct kind from matter where root_id = $1 order by kind", &[root.into()]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// The envelope of one matter.
pub(crate) async fn envelope(tx: &mut Tx, id: Id, meta: &'static KindMeta) -> Result<Envelope> {
    let mut sql = Sql::from(ENVELOPE);
    sql.push(" from matter m join matter r on r.id = m.root_id where m.id = $1");
    let row = tx.row(sql, &[id.into()]).await?.ok_or(Error::NotFound)?;
    read_envelope(&row, meta)
}

pub(super) fn read_envelope(row: &Row, meta: &'static KindMeta) -> Result<Envelope> {
    Ok(Envelope {
        id: row.id(0)?,
        code: row.text(1)?,
        kind: meta.slug,
        state: row.text(2)?,
        phase: row.text(3)?,
        state_since: row.time(4)?,
        due_at: row.time_opt(5)?,
        region: row.text_opt(6)?,
        priority: row.text(7)?,
        opened_at: row.time(8)?,
        root: row.id(9)?,
        custodian: row.id(10)?,
    })
}

async fn read(tx: &mut Tx, meta: &'static KindMeta, row: &Row) -> Result<HeldRow> {
    let envelope = read_envelope(row, meta)?;
    let mut at = ENVELOPE_COLUMNS;
    let mut columns = Vec::new();
    for field in listed(meta) {
        columns.push((field, fields::column(field, row, at)?));
        at += 1;
    }
    let name = if child_field(meta) { child_name(tx, row, at).await? } else { None };
    let title = match titled(meta) {
        Some(field) => title(tx, row, at, (meta.table, field)).await?,
        None => None,
    };
    Ok(HeldRow { envelope, columns, name, title, most: Groups::ALL })
}

/// The sealed title of a row with the key that opens it.
async fn title(
    tx: &mut Tx,
    row: &Row,
    at: usize,
    (table, field): (&'static str, &'static Field),
) -> Result<Option<SealedTitle>> {
    let (Some(sealed), Some(wrapped)) = (row.bytes_opt(at)?, row.bytes_opt(at + 3)?) else { return Ok(None) };
    let key = tx.open_person_key(row.id(at + 1)?, row.id(at + 2)?, wrapped).await?;
    Ok(Some(SealedTitle { table, field, key, sealed }))
}

/// The child's sealed name with the key that opens it, unless the child has been erased.
pub(super) async fn child_name(
    tx: &mut Tx,
    row: &Row,
    at: usize,
) -> Result<Option<(Id, PersonKey, Vec<u8>)>> {
    let (Some(person), Some(key), Some(sealed)) =
        (row.id_opt(at)?, row.id_opt(at + 1)?, row.bytes_opt(at + 2)?)
    else {
        return Ok(None);
    };
    // A list shows the number in place of a hidden name, to everybody.
    let Some(wrapped) = row.bytes_opt(at + 4)?.filter(|_| !row.flag(at + 5).unwrap_or(true)) else {
        return Ok(None);
    };
    let key = tx.open_person_key(key, row.id(at + 3)?, wrapped).await?;
    Ok(Some((person, key, sealed)))
}
