//! The envelope that all matters share.

use model::{Id, KindMeta, Record, Timestamp, Value, code_number};

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::Result;
use crate::store::stage;

/// A matter about to be opened.
pub(crate) struct NewMatter {
    pub(crate) id: Id,
    pub(crate) meta: &'static KindMeta,
    pub(crate) organisation: Id,
    /// `None` on a part that follows its root.
    pub(crate) custodian: Option<Id>,
    pub(crate) parent: Option<Id>,
    pub(crate) root: Id,
    pub(crate) key: Id,
    pub(crate) region: Option<String>,
    pub(crate) due: Option<Timestamp>,
    pub(crate) priority: &'static str,
    pub(crate) opened_at: Timestamp,
}

/// How often a number is drawn: two in a row that are taken are one chance in many thousand millions.
const DRAWS: usize = 8;

/// Inserts the envelope; answers its readable number.
pub(crate) async fn insert(tx: &mut Tx, new: NewMatter) -> Result<String> {
    let mut from = new.id;
    for _ in 0..DRAWS {
        let code = code_number::number(new.meta.prefix, from, new.opened_at);
        if insert_as(tx, &new, &code).await? {
            return Ok(code);
        }
        // Seven characters of chance meet once among some hundred thousand matters of a year.
        from = tx.new_id();
    }
    Err(crate::error::Error::Storage("no free number was drawn".into()))
}

/// Inserts the envelope under a number, unless that is taken.
async fn insert_as(tx: &mut Tx, new: &NewMatter, code: &str) -> Result<bool> {
    let initial = new.meta.lifecycle.initial();
    let row = [
        new.id.into(),
        code.into(),
        new.meta.slug.into(),
        new.organisation.into(),
        new.custodian.into(),
        initial.map_or("", |state| state.name).into(),
        new.opened_at.into(),
        initial.map_or("", |state| state.phase.code()).into(),
        new.due.into(),
        new.due.map(|_| "target".to_owned()).into(),
        new.region.clone().into(),
        new.priority.into(),
        "restricted".into(),
        new.parent.into(),
        new.root.into(),
        new.key.into(),
        new.opened_at.into(),
        tx.now.into(),
        1.into(),
    ];
    let inserted = tx
        .run(
        "insert into matter (id, code, kind, organisation_id, custodian_post, state, state_since, phase, due_at,
           due_kind, region, priority, sensitivity, parent_id, root_id, key_id, opened_at, changed_at, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         on conflict (code) do nothing",
        &row,
    )
    .await?;
    if inserted == 1
        && let Some(initial) = initial
    {
        stage::begin(tx, new.id, initial.name, new.opened_at).await?;
    }
    Ok(inserted == 1)
}

/// What a change does to the envelope.
#[derive(Default)]
pub(crate) struct Touch {
    /// New state, with the instant when it is reached.
    pub(crate) state: Option<(&'static str, &'static str)>,
    /// When the new state was reached, if that was not now.
    pub(crate) since: Option<Timestamp>,
    pub(crate) due: Option<Option<Timestamp>>,
    pub(crate) region: Option<Option<String>>,
    pub(crate) priority: Option<&'static str>,
}

/// Changes the envelope if nobody changed it since the facts were read.
pub(crate) async fn touch(tx: &mut Tx, facts: &MatterFacts, touch: Touch) -> Result<()> {
    let now = tx.now;
    let mut sql = crate::db::Sql::from("update matter set version = version + 1, changed_at = $3");
    let mut params: Vec<Value> = vec![facts.id.into(), facts.version.into(), now.into()];
    let mut set = |sql: &mut crate::db::Sql, column: &'static str, value: Value| {
        params.push(value);
        sql.push(", ").push(column).push(" = ").param(params.len());
    };
    if let Some((state, phase)) = touch.state {
        set(&mut sql, "state", state.into());
        set(&mut sql, "phase", phase.into());
        set(&mut sql, "state_since", touch.since.unwrap_or(now).into());
        set(&mut sql, "closed_at", Value::Int((phase == "closed").then_some(now.millis())));
    }
    if let Some(due) = touch.due {
        set(&mut sql, "due_at", due.into());
    }
    if let Some(region) = touch.region {
        set(&mut sql, "region", region.into());
    }
    if let Some(priority) = touch.priority {
        set(&mut sql, "priority", priority.into());
    }
    sql.push(" where id = $1 and version = $2");
    tx.run_one(sql, &params).await?;
    match touch.state {
        // A dated step within a stage, such as a file found complete, is a movement and no new stage.
        Some((state, _)) if touch.since.is_some() && state == facts.state => Ok(()),
        Some((state, _)) => stage::enter(tx, facts.id, state, touch.since.unwrap_or(now)).await,
        None => Ok(()),
    }
}

/// When a record is due: by the field that its kind names, at the end of that day in western Indonesia, else by its clock.
pub(crate) fn due_of(meta: &KindMeta, record: &Record, opened: Timestamp) -> Option<Timestamp> {
    let by_field = meta.due.and_then(|name| record.get(meta, name)).and_then(Value::text);
    if let Some(date) = by_field.and_then(|text| text.parse().ok()) {
        return Some(end_of(date));
    }
    let opened = clock_starts(meta, record, opened);
    let hours = if in_danger(record, meta) { meta.clock.map(|_| URGENT_HOURS) } else { meta.clock };
    hours.map(|hours| opened.plus(hours * model::time::HOUR))
}

/// From when the clocks of a matter run: a breach from the day on which it was discovered, everything else from its opening.
pub(crate) fn clock_starts(meta: &KindMeta, record: &Record, opened: Timestamp) -> Timestamp {
    let found = record.read(meta, "discovered_on");
    match found {
        Some(date) if meta.slug == "breach" && date < opened.date(model::time::Zone::Wib) => {
            Timestamp::start_of(date, model::time::Zone::Wib)
        }
        _ => opened,
    }
}

/// Hours until somebody has taken on a report of a child in danger (domain model, section 1.2).
const URGENT_HOURS: i64 = 1;
/// Hours from its receipt in which a report that somebody has taken on is triaged.
const TRIAGE_HOURS: i64 = 24;

fn in_danger(record: &Record, meta: &KindMeta) -> bool {
    record.get(meta, "imminent_danger").and_then(Value::text) == Some("true")
}

/// The clock of a report runs from its receipt, whoever has it: first until somebody takes it on, then until triage
/// (domain model, sections 1.2 and 6.1). Other kinds are due by their field alone, see [`due_of`].
pub(crate) fn report_due(state: &str, record: &Record, opened: Timestamp) -> Option<Timestamp> {
    let meta = <model::kinds::Report as model::Kind>::META;
    match state {
        "received" => due_of(meta, record, opened),
        "acknowledged" => Some(opened.plus(TRIAGE_HOURS * model::time::HOUR)),
        _ => None,
    }
}

/// The last instant of a civil date.
pub(crate) fn end_of(date: model::Date) -> Timestamp {
    Timestamp::start_of(date, model::time::Zone::Wib).plus(model::time::DAY - 1)
}

/// The region that a record says it concerns.
pub(crate) fn region_of(meta: &KindMeta, record: &Record) -> Option<String> {
    record.get(meta, "region").and_then(Value::text).map(str::to_owned)
}

/// Priority follows risk and urgency (domain model, section 1.1); other kinds are normal.
pub(crate) fn priority_of(meta: &KindMeta, record: &Record) -> &'static str {
    let text = |name| record.text(meta, name);
    let urgent = ["urgent_protection_concern", "urgent"].iter().any(|name| record.is_yes(meta, name));
    if urgent || text("imminent_danger") == "true" {
        return "urgent";
    }
    match text("risk_level") {
        "high" => "high",
        "low" => "low",
        _ => "normal",
    }
}
