//! `log-call`: somebody at the telephone, at the counter or in the field writes down what was told, in one go. A call without
//! words, or with nothing but abuse, is logged and closed at once.

use model::kinds::Report;
use model::{Draft, Id, Kind, ProblemCode, Timestamp};
use seal::ReceiptCode;

use super::receipt;
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::{guards, open};
use crate::callers::{CALLER_TOLD, Call, Told};
use crate::db::{Effect, Ring, Tx};
use crate::error::{Error, Result};
use crate::store::clocks;
use crate::store::matter::{self, Touch};

/// Calls that are logged in two taps: type of call, outcome, reason for screening out.
pub const QUICK: [(&str, &str, Option<&str>); 4] = [
    // A child who could not speak may have called: it stays readable as what it was, and whether the number called before
    // is said the next time.
    ("silent_call", "screened_out", Some("insufficient_information")),
    ("abusive_call", "screened_out", Some("malicious_or_abusive")),
    ("spam_call", "spam_or_wrong_number", None),
    ("wrong_number", "spam_or_wrong_number", None),
];

/// Logs a call or a visit.
pub struct LogCall {
    /// Fields of a report, as typed.
    pub draft: Draft,
    /// The number that called, if it is known. It is compared in memory and never kept.
    pub caller: String,
    /// Closed at once; the type of call must be one of [`QUICK`].
    pub quick: bool,
    /// Whether the reporter is given a receipt, to be read out or handed over.
    pub receipt: bool,
}

/// What was logged.
#[derive(Debug)]
pub struct Logged {
    /// The report.
    pub id: Id,
    /// Its number.
    pub code: String,
    /// Calls of the same number to this organisation before, as far as they are remembered.
    pub before: usize,
    /// Shown once.
    pub receipt: Option<ReceiptCode>,
}

#[async_trait::async_trait]
impl Act for LogCall {
    type Facts = Timestamp;
    type Output = Logged;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "log-call"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "open", "report", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Logged> {
        let act = permit.act();
        let organisation = permit.organisation()?;
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        let callers = tx.context.callers.clone();
        let known = callers.before(organisation, &act.caller, tx.now, &mut *tx.entropy);
        let before = known.iter().filter(|call| call.act != permit.id()).count();
        let mut draft = act.draft.clone();
        if before > 0 {
            draft.set("called_before", "true");
        }
        let outcome = if act.quick { Some(quick(&mut draft)?) } else { None };
        let record = draft.parse(Report::META, tx.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(Report::META, &record)?;
        let id = open::open_root(tx, Report::META, organisation, post, &record).await?;
        let trace = tx.trace.clone();
        if let Some(outcome) = outcome {
            close(tx, id, outcome).await?;
        }
        let receipt = match act.receipt && !act.quick {
            true => Some(receipt::make(tx, permit.id(), &act.draft, id).await?),
            false => None,
        };
        tx.trace = trace;
        let call = Call { report: id, act: permit.id(), at: tx.now };
        callers.note(organisation, &act.caller, call, &mut *tx.entropy);
        let told = Told { organisation, number: act.caller.clone(), call };
        let key = tx.context.keys.lookup.subkey(CALLER_TOLD);
        if let Some(sealed) = told.seal(&key, &mut *tx.entropy) {
            tx.tell_others(Ring::Call(sealed));
        }
        Ok(Logged { id, code: code(tx, id).await?, before, receipt })
    }

    async fn repeat(&self, id: Id, subject: Option<Id>, tx: &mut Tx) -> Result<Option<Logged>> {
        let Some(report) = subject else { return Ok(None) };
        let receipt = receipt::made(tx, id, &self.draft, report).await?;
        Ok(Some(Logged { id: report, code: code(tx, report).await?, before: 0, receipt }))
    }
}

async fn code(tx: &mut Tx, report: Id) -> Result<String> {
    let row = tx.row("select code from matter where id = $1", &[report.into()]).await?;
    row.ok_or(Error::NotFound)?.text(0)
}

/// Fills in what follows from the type of a quick call; answers its outcome.
fn quick(draft: &mut Draft) -> Result<&'static str> {
    let call = draft.text("call_type").to_owned();
    let (_, outcome, reason) = QUICK
        .into_iter()
        .find(|(kind, ..)| *kind == call)
        .ok_or_else(|| Error::field("call_type", ProblemCode::UnknownCode))?;
    draft.set("triage_outcome", outcome);
    if let Some(reason) = reason {
        draft.set("screening_reason", reason);
    }
    for (field, value) in
        [("channel", "phone"), ("reporter_mode", "anonymous"), ("imminent_danger", "unknown")]
    {
        if draft.text(field).is_empty() {
            draft.set(field, value);
        }
    }
    Ok(outcome)
}

/// A quick call is triaged and closed as it is logged.
async fn close(tx: &mut Tx, report: Id, outcome: &str) -> Result<()> {
    for state in ["triaged", "closed"] {
        let facts = access::load::matter(tx, report, true).await?;
        let state = Report::META.lifecycle.state(state).ok_or(Error::Refused("wrong-state"))?;
        let touch =
            Touch { state: Some((state.name, state.phase.code())), due: Some(None), ..Touch::default() };
        matter::touch(tx, &facts, touch).await?;
    }
    clocks::report_moved(tx, report, "closed", outcome).await
}
