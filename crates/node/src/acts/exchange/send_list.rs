//! `send-list`: a list goes to the data centre of another member, in as many parts as it needs.

use std::fmt;

use model::{Id, Kind, ProblemCode, Timestamp, codes, kinds};
use seal::exchange::message::{Encoded, ListAbout, ListPart, ListRow};
use seal::exchange::{Bytes, List, MAX_BULK, Text};

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::Opened;
use crate::acts::moves;
use crate::counting;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::outbox::{self, Outgoing, code};
use crate::exchange::{keys, peers};

/// Bytes of one part: what stands around the rows fits into the rest.
const PART: usize = MAX_BULK - 32 * 1024;
/// Rows or encodings in one part.
const MOST: usize = 20_000;
/// Parts that one act sends.
const PARTS: usize = 64;

/// What is sent.
#[derive(Clone)]
pub enum Sent {
    /// Headings and rows. Cells are at most 64 bytes.
    Rows(Vec<String>, Vec<Vec<String>>),
    /// Keyed encodings, with the name of how they were made. All have one length of at most 256 bytes.
    Encodings(String, Vec<Vec<u8>>),
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sent")
    }
}

/// Sends a list.
pub struct SendList {
    /// The member that counts.
    pub to: String,
    /// What a row is, a code of list `counted-entity`.
    pub entity: String,
    /// First day of its period.
    pub from: String,
    /// Last day.
    pub until: String,
    /// The list.
    pub list: Sent,
}

#[async_trait::async_trait]
impl Act for SendList {
    type Facts = Timestamp;
    type Output = Opened;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "send-list"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "send", kinds::ListDelivery::META.slug, *now)
    }

    /// Answers the number of the list, which both sides know.
    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Opened> {
        let act = permit.act();
        if codes::list("counted-entity").is_none_or(|list| list.get(&act.entity).is_none()) {
            return Err(Error::field("entity", ProblemCode::UnknownCode));
        }
        if act.until < act.from {
            return Err(Error::field("until", ProblemCode::DateOutOfRange));
        }
        for (name, day) in [("from", &act.from), ("until", &act.until)] {
            day.parse::<model::Date>().map_err(|_| Error::field(name, ProblemCode::NotADate))?;
        }
        let about = ListAbout { entity: code(&act.entity)?, from: code(&act.from)?, to: code(&act.until)? };
        let member = keys::member(&act.to)?;
        let organisation =
            peers::organisation_of(tx, &member).await?.ok_or(Error::Refused("peer-not-active"))?;
        let (id, own) = (tx.new_id(), permit.organisation()?);
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let parts = parts(id, &about, &act.list)?;
        let mut thread = None;
        let count = parts.len();
        for part in parts {
            let mut marking = moves::marking(tx, own, None).await?;
            marking.purpose = seal::exchange::Code::try_from("statistics").into_iter().collect();
            let out = Outgoing {
                organisation: own,
                post,
                to: &[organisation],
                message: part.into(),
                marking,
                thread: thread.clone(),
                in_reply_to: None,
                derived_from: Vec::new(),
                matter: None,
                subject: None,
                urgent: None,
            };
            thread = Some(outbox::queue(tx, out).await?.thread);
        }
        let thread = thread.ok_or(Error::Refused("list-without-rows"))?;
        note(tx, act, (id, own, post), (count, &thread)).await?;
        tx.trace.kind = Some("organisation");
        tx.trace.subject = Some(own);
        tx.trace.detail.to = Some(format!("{member} {id} {count}"));
        Ok(Opened { id })
    }
}

/// Keeps that it was sent: receipts are looked up by its thread.
async fn note(
    tx: &mut Tx,
    act: &SendList,
    (id, own, post): (Id, Id, Id),
    (parts, thread): (usize, &str),
) -> Result<()> {
    let (encoded, rows) = match &act.list {
        Sent::Rows(_, rows) => (None, rows.len()),
        Sent::Encodings(name, items) => (Some(name.clone()), items.len() / counting::items_of(name).max(1)),
    };
    let (now, number) = (tx.now, |count: usize| i64::try_from(count).unwrap_or(i64::MAX));
    tx.run(
        "insert into sent_list (id, organisation_id, post_id, to_member, entity, period_from, period_to, encoded,
           rows_sent, parts, thread_id, sent_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        &[
            id.into(),
            own.into(),
            post.into(),
            act.to.as_str().into(),
            act.entity.as_str().into(),
            act.from.as_str().into(),
            act.until.as_str().into(),
            encoded.into(),
            number(rows).into(),
            number(parts).into(),
            thread.into(),
            now.into(),
        ],
    )
    .await
    .map(drop)
}

fn unfit<T>(_: T) -> Error {
    Error::Refused("list-does-not-fit")
}

fn parts(id: Id, about: &ListAbout, list: &Sent) -> Result<Vec<ListPart>> {
    let id = outbox::uuid(id)?;
    let numbered = |at: usize, all: usize| -> Result<(u32, u32)> {
        Ok((u32::try_from(at + 1).map_err(unfit)?, u32::try_from(all).map_err(unfit)?))
    };
    match list {
        Sent::Rows(columns, rows) if !rows.is_empty() => {
            let columns = row(columns)?;
            let chunks = chunks(rows, |row| row.iter().map(|cell| cell.len() + 6).sum::<usize>() + 2)?;
            let all = chunks.len();
            let part = |(at, chunk): (usize, &[Vec<String>])| {
                let rows = chunk.iter().map(|cells| row(cells)).collect::<Result<Vec<_>>>()?;
                ListPart::of_rows(id.clone(), numbered(at, all)?, about.clone(), columns.clone(), rows)
                    .map_err(unfit)
            };
            chunks.into_iter().enumerate().map(part).collect()
        }
        Sent::Encodings(schema, encodings) if !encodings.is_empty() => {
            let schema = code(schema)?;
            let chunks = chunks(encodings, |bytes| bytes.len().div_ceil(3) * 4 + 3)?;
            let all = chunks.len();
            let part = |(at, chunk): (usize, &[Vec<u8>])| {
                let encoded: Vec<Encoded> = chunk.iter().map(|bytes| Bytes(bytes.clone())).collect();
                if chunk.iter().any(|bytes| bytes.len() > 256) {
                    return Err(unfit(()));
                }
                let part = ListPart::of_encodings(id.clone(), numbered(at, all)?, schema.clone(), encoded);
                Ok(part.map_err(unfit)?.about(about.clone()))
            };
            chunks.into_iter().enumerate().map(part).collect()
        }
        _ => Err(Error::Refused("list-without-rows")),
    }
}

fn row(cells: &[String]) -> Result<ListRow> {
    let cells =
        cells.iter().map(|cell| Text::try_from(cell.as_str())).collect::<std::result::Result<Vec<_>, _>>();
    List::try_from(cells.map_err(unfit)?).map_err(unfit)
}

/// Pieces that each fit into one part.
fn chunks<T>(items: &[T], size: impl Fn(&T) -> usize) -> Result<Vec<&[T]>> {
    let (mut found, mut from, mut bytes) = (Vec::new(), 0, 0);
    for (at, item) in items.iter().enumerate() {
        let more = size(item);
        if at > from && (bytes + more > PART || at - from >= MOST) {
            found.extend(items.get(from..at));
            (from, bytes) = (at, 0);
        }
        bytes += more;
    }
    found.extend(items.get(from..));
    if found.len() > PARTS { Err(Error::Refused("too-much-at-once")) } else { Ok(found) }
}
