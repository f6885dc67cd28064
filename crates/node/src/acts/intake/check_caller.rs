//! `check-caller`: whether a number called before, for somebody who is at the telephone with it now.

use model::{Id, Timestamp};
use serde::Serialize;

use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};

/// Asks about a number. It is compared in memory and kept nowhere.
pub struct CheckCaller {
    /// The number as typed.
    pub caller: String,
}

/// A call that the asker may look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownCall {
    /// The report.
    pub report: Id,
    /// Its number.
    pub code: String,
    /// Its state.
    pub state: String,
    /// Type of the call.
    pub call_type: String,
    /// When.
    pub at: Timestamp,
}

/// What is remembered of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CallerHistory {
    /// Calls to this organisation that are remembered, by whomever they were taken.
    pub times: usize,
    /// Calls without words among them.
    pub silent: usize,
    /// Those that the asker's own rights reach, newest first.
    pub calls: Vec<KnownCall>,
}

#[async_trait::async_trait]
impl Act for CheckCaller {
    type Facts = Timestamp;
    type Output = CallerHistory;
    const EFFECT: Effect = Effect::Reads;

    fn slug(&self) -> &'static str {
        "check-caller"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "report", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<CallerHistory> {
        let organisation = permit.organisation()?;
        let callers = tx.context.callers.clone();
        let known = callers.before(organisation, &permit.act().caller, tx.now, &mut *tx.entropy);
        let mut history = CallerHistory { times: known.len(), ..CallerHistory::default() };
        for call in known.iter().rev() {
            // A call that was rolled back after it was noted led to nothing.
            let facts = match access::load::matter(tx, call.report, false).await {
                Ok(facts) => facts,
                Err(Error::NotFound) => continue,
                Err(error) => return Err(error),
            };
            let row = tx.row("select call_type from k_report where id = $1", &[call.report.into()]).await?;
            let call_type = row.map_or(Ok(String::new()), |row| row.text(0))?;
            history.silent += usize::from(call_type == "silent_call");
            if access::by_scope(permit.actor(), "view", "report", &facts).allows() {
                let (report, code, state) = (facts.id, facts.code, facts.state);
                history.calls.push(KnownCall { report, code, state, call_type, at: call.at });
            }
        }
        tx.trace.kind = Some("report");
        tx.trace.listed = history.calls.iter().map(|call| call.report).collect();
        Ok(history)
    }
}
