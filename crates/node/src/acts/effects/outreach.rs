//! A community is due when its next visit is: from its opening, and from every visit that was made.

use model::time::{Span, Zone};
use model::{Date, Id, Kind, KindMeta, Record, Value, kinds};

use crate::access::{self, MatterFacts};
use crate::db::Tx;
use crate::error::Result;
use crate::store::fields;
use crate::store::matter::{self, Touch};

const META: &KindMeta = kinds::Community::META;

fn later(day: Date, months: i64) -> Date {
    let months = i32::try_from(months).unwrap_or(1);
    day.checked_add(Span::new().months(months)).unwrap_or(day)
}

fn months(record: &Record) -> i64 {
    match record.get(META, "visit_every") {
        Some(Value::Int(Some(months))) => *months,
        _ => 1,
    }
}

/// A new community without a day for its first visit gets one.
pub(super) async fn begins(tx: &mut Tx, id: Id, record: &Record) -> Result<()> {
    if record.get(META, "next_visit_on").is_some_and(|day| !day.is_missing()) {
        return Ok(());
    }
    let next = later(tx.now.date(Zone::Wib), months(record));
    write(tx, id, record.clone(), next, &["next_visit_on"]).await
}

/// A visit was made: the next one is due so many months later. An earlier visit, written down late, moves nothing back.
pub(super) async fn visited(tx: &mut Tx, round: &MatterFacts, made: &Record) -> Result<()> {
    let meta = round.kind;
    let Some(day) = made.read(meta, "visited_on") else {
        return Ok(());
    };
    let facts = access::load::matter(tx, round.root, true).await?;
    let held = fields::load(tx, META, facts.id, facts.key).await?;
    let mut record = held.into_inner().reveal_all()?.to_record();
    let before = record.read(META, "last_visited_on");
    if before.is_some_and(|before: Date| before >= day) {
        return Ok(());
    }
    record.set(META, "last_visited_on", Value::from(day.to_string()));
    let next = later(day, months(&record));
    write(tx, facts.id, record, next, &["last_visited_on", "next_visit_on"]).await
}

async fn write(tx: &mut Tx, id: Id, mut record: Record, next: Date, names: &[&'static str]) -> Result<()> {
    let facts = access::load::matter(tx, id, true).await?;
    record.set(META, "next_visit_on", Value::from(next.to_string()));
    let key = tx.key_for_writing(facts.key).await?;
    fields::change(tx, META, id, &key, &record, names).await?;
    let due = matter::due_of(META, &record, facts.opened_at);
    matter::touch(tx, &facts, Touch { due: Some(due), ..Touch::default() }).await
}
