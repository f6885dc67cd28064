//! The thread between a reporter and whoever answers: sealed under the report's key, apart from notes.

use model::field::{DataGroup, Groups};
use model::{Id, ProblemCode, Timestamp};
use seal::{PersonKey, Place};
use serde::Serialize;

use crate::access::MatterFacts;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::held::{Held, Reveal};
use crate::keys::open_text;

/// Characters of one message.
pub const LONGEST_MESSAGE: usize = 4_000;

/// One message as somebody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// Whether the reporter wrote it; else somebody of the organisation did.
    pub from_reporter: bool,
    /// What it says; nothing when the report has been erased or the reader may not see it.
    pub text: Option<String>,
    /// Written; by the reporter to the minute.
    pub sent_at: Timestamp,
    /// Read by the other side: by the reporter to the day, by staff when they answered.
    pub read_at: Option<Timestamp>,
}

/// A thread, first message first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Thread {
    /// The messages.
    pub messages: Vec<Message>,
    /// Whether the reporter has a receipt and can come back to read an answer.
    pub answerable: bool,
}

pub(super) struct SealedThread {
    key: Option<PersonKey>,
    rows: Vec<(Message, Vec<u8>)>,
    answerable: bool,
}

impl Reveal for SealedThread {
    type Shown = Thread;

    fn reveal(self, groups: Groups) -> Result<Thread> {
        let mut messages = Vec::with_capacity(self.rows.len());
        for (mut message, sealed) in self.rows {
            // What a reporter writes tells what happened.
            if let (Some(key), true) = (&self.key, groups.has(DataGroup::Incident)) {
                let row = message.id.to_string();
                message.text = Some(open_text(key, place(&row), &sealed)?);
            }
            messages.push(message);
        }
        Ok(Thread { messages, answerable: self.answerable })
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: "report_message", row, column: "body" }
}

/// Loads the thread of a report.
pub(super) async fn load(tx: &mut Tx, report: &MatterFacts) -> Result<Held<SealedThread>> {
    let key = match tx.person_key(report.key).await {
        Ok(key) => Some(key),
        Err(Error::Sealed) => None,
        Err(error) => return Err(error),
    };
    let found = tx
        .rows(
            "select id, from_reporter, sent_at, read_at, body from report_message
             where report_id = $1 order by number, id",
            &[report.id.into()],
        )
        .await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        let (id, from_reporter) = (row.id(0)?, row.flag(1)?);
        let (sent_at, read_at) = (row.time(2)?, row.time_opt(3)?);
        rows.push((Message { id, from_reporter, text: None, sent_at, read_at }, row.bytes(4)?));
    }
    Ok(Held::new(SealedThread { key, rows, answerable: has_receipt(tx, report.id).await? }))
}

pub(super) async fn has_receipt(tx: &mut Tx, report: Id) -> Result<bool> {
    let row = tx.row("select report_id from report_receipt where report_id = $1", &[report.into()]).await?;
    Ok(row.is_some())
}

/// Checks a message as typed.
pub(super) fn checked(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::field("text", ProblemCode::Missing));
    }
    if text.chars().count() > LONGEST_MESSAGE {
        return Err(Error::field("text", ProblemCode::TooLong));
    }
    if crate::carried::carries(text) {
        return Err(Error::field("text", ProblemCode::Picture));
    }
    Ok(text)
}

/// Adds a message; `post` is whoever answers, nobody for the reporter.
pub(super) async fn add(tx: &mut Tx, report: &MatterFacts, post: Option<Id>, text: &str) -> Result<()> {
    let key = tx.person_key(report.key).await?;
    let id = tx.new_id();
    let now = tx.now;
    let sealed = tx.seal(&key, place(&id.to_string()), text);
    let last = tx
        .row("select max(number) from report_message where report_id = $1", &[report.id.into()])
        .await?
        .map_or(Ok(0), |row| row.int(0))?;
    tx.run(
        "insert into report_message (id, report_id, number, from_reporter, post_id, body, sent_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            id.into(),
            report.id.into(),
            (last + 1).into(),
            post.is_none().into(),
            post.into(),
            sealed.into(),
            now.into(),
        ],
    )
    .await?;
    trace(tx, report);
    Ok(())
}

/// Marks what one side wrote as read by the other.
pub(super) async fn mark_read(tx: &mut Tx, report: Id, by_reporter: bool, at: Timestamp) -> Result<()> {
    tx.run(
        "update report_message set read_at = $3 where report_id = $1 and from_reporter = $2 and read_at is null",
        &[report.into(), (!by_reporter).into(), at.into()],
    )
    .await?;
    Ok(())
}

pub(super) fn trace(tx: &mut Tx, report: &MatterFacts) {
    tx.trace.kind = Some("report");
    tx.trace.subject = Some(report.id);
    tx.trace.key = Some(report.key);
}
