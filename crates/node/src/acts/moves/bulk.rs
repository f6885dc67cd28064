//! Many rows, each by the same policy as one: a result for every row, and nothing stops silently (domain model, section 4,
//! rule 10, and section 7, rule 5).

use model::{Id, Kind, KindMeta, Timestamp, kinds};
use serde::Serialize;

use super::offering::{self, Sharing};
use crate::access::{self, Actor, Decision, MatterFacts, Rule};
use crate::act::Act;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::node::Node;

/// Most rows in one act; [`run_bulk`] takes any number, one act after the other.
pub const BULK: usize = 200;

/// What became of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "outcome", content = "code")]
pub enum RowSaid {
    /// It was done.
    Done,
    /// Not in the actor's reach, or not there; the two are never told apart.
    NotFound,
    /// The actor may know of it but not do this.
    Denied(&'static str),
    /// The state of things forbids it.
    Refused(&'static str),
    /// What was typed does not fit.
    Invalid,
}

/// A row and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowDone {
    /// The case or the part.
    pub id: Id,
    /// Its number, where the actor may know of it.
    pub code: Option<String>,
    /// What became of it.
    #[serde(flatten)]
    pub said: RowSaid,
}

/// What became of all rows.
#[derive(Debug, Default, Serialize)]
pub struct BulkSummary {
    /// Every row, in the order asked.
    pub rows: Vec<RowDone>,
}

impl BulkSummary {
    /// How many rows were done.
    pub fn done(&self) -> usize {
        self.rows.iter().filter(|row| row.said == RowSaid::Done).count()
    }
}

/// Facts about a case of the list, if the actor's right reaches it.
pub(super) async fn reached(
    tx: &mut Tx,
    actor: &Actor,
    verb: &'static str,
    id: Id,
) -> Result<std::result::Result<(MatterFacts, Rule), RowDone>> {
    reached_of(tx, actor, (verb, kinds::Case::META), id).await
}

/// The same of a matter of any kind.
pub(super) async fn reached_of(
    tx: &mut Tx,
    actor: &Actor,
    (verb, meta): (&'static str, &'static KindMeta),
    id: Id,
) -> Result<std::result::Result<(MatterFacts, Rule), RowDone>> {
    let not_found = RowDone { id, code: None, said: RowSaid::NotFound };
    let facts = match access::load::matter(tx, id, true).await {
        Ok(facts) if facts.kind.slug == meta.slug => facts,
        Ok(_) | Err(Error::NotFound) => return Ok(Err(not_found)),
        Err(error) => return Err(error),
    };
    Ok(match access::by_scope(actor, verb, meta.slug, &facts) {
        access::Decision::Allow(rule) => Ok((facts, rule)),
        access::Decision::Hide(_) => Err(not_found),
        access::Decision::Deny(why) => {
            Err(RowDone { id, code: Some(facts.code), said: RowSaid::Denied(why) })
        }
    })
}

/// Offers matters of one kind to a post of the organisation, each by the same policy as one.
///
/// # Errors
/// [`Error::Refused`] `too-much-at-once` for more than [`BULK`].
pub(super) async fn assign(
    tx: &mut Tx,
    actor: &Actor,
    (meta, ids): (&'static KindMeta, &[Id]),
    (to, reason): (Id, &str),
) -> Result<Vec<RowDone>> {
    if ids.len() > BULK {
        return Err(Error::Refused("too-much-at-once"));
    }
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let row = match reached_of(tx, actor, ("assign", meta), *id).await? {
            Err(row) => row,
            Ok((facts, rule)) => {
                let done = offering::assign(tx, actor, &rule, &facts, (to, reason)).await;
                said(&facts, done)?
            }
        };
        rows.push(row);
    }
    let reason = reason.trim();
    trace(tx, &rows, (!reason.is_empty()).then(|| reason.to_owned()));
    tx.trace.kind = Some(meta.slug);
    Ok(rows)
}

/// Whether somebody may refer many cases: nothing goes past consent in bulk.
pub(super) fn may_refer(actor: &Actor, sharing: &Sharing, now: Timestamp) -> Decision {
    if sharing.past_consent.is_some() {
        return Decision::Deny("one-by-one");
    }
    access::holds_right(actor, "refer", "case", now)
}

/// A row's result, unless the whole act has to stop.
pub(super) fn said(facts: &MatterFacts, result: Result<()>) -> Result<RowDone> {
    let said = match result {
        Ok(()) => RowSaid::Done,
        Err(Error::Refused(code)) if code != crate::error::DISK_FULL => RowSaid::Refused(code),
        Err(Error::Invalid(_)) => RowSaid::Invalid,
        Err(error) => return Err(error),
    };
    Ok(RowDone { id: facts.id, code: Some(facts.code.clone()), said })
}

/// Leaves a trace of the rows that were done.
pub(super) fn trace(tx: &mut Tx, rows: &[RowDone], reason: Option<String>) {
    let listed: Vec<Id> = rows.iter().filter(|row| row.said == RowSaid::Done).map(|row| row.id).collect();
    let left = rows.len() - listed.len();
    tx.trace = crate::journal::Trace { kind: Some("case"), listed, ..Default::default() };
    tx.trace.detail.reason = reason;
    tx.trace.detail.to = (left > 0).then(|| format!("{left} not done"));
}

/// Any number of rows, a batch in one act. Who acts is asked again before each batch. When a batch cannot be carried out at
/// all, its rows say so, and the next one is tried: what was done stays done, and nothing is left out.
pub async fn run_bulk<A>(node: &Node, actor: &Actor, ids: &[Id], act: impl Fn(Vec<Id>) -> A) -> BulkSummary
where
    A: Act<Output = Vec<RowDone>>,
{
    let mut summary = BulkSummary::default();
    for batch in ids.chunks(BULK) {
        let now = match actor.account() {
            Some(account) => node.actor(account, actor.lang(), access::Origin::Online).await,
            None => Ok(actor.clone()),
        };
        let done = match now {
            Ok(now) => node.perform(&now, act(batch.to_vec())).await,
            Err(error) => Err(error),
        };
        match done {
            Ok(rows) => summary.rows.extend(rows),
            Err(error) => {
                let said = match error {
                    Error::Refused(code) => RowSaid::Refused(code),
                    Error::Denied(code) => RowSaid::Denied(code),
                    Error::NotFound | Error::NotSignedIn => RowSaid::NotFound,
                    Error::Invalid(_) => RowSaid::Invalid,
                    _ => RowSaid::Refused("try-again"),
                };
                summary.rows.extend(batch.iter().map(|id| RowDone { id: *id, code: None, said }));
            }
        }
    }
    summary
}
