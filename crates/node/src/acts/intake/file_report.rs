//! `file-report`: anybody tells something, without an account, and gets a receipt to come back with.

use model::kinds::Report;
use model::time::HOUR;
use model::{Draft, Id, Kind, Lang, Problem, ProblemCode, Record, Timestamp};
use seal::ReceiptCode;

use super::receipt::{self, Source, bytes};
use crate::access::{Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::{guards, open};
use crate::challenge::ProofOfWork;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::attempts::{self, Limit};
use crate::store::duty;

/// Fields of a report that the public form may fill. Channel and reporter mode follow from the rest.
pub const PUBLIC_FIELDS: [&str; 14] = [
    "narrative",
    "imminent_danger",
    "imminent_reason",
    "children",
    "suspects",
    "places",
    "incident_date",
    "region",
    "exploitation_forms",
    "online_harm",
    "reporter_name",
    "reporter_contact",
    "reporter_safe_contact",
    "language",
];

/// Reports of one source in an hour without proof of work. Whole neighbourhoods share one address on mobile networks.
const SLOW_LANE: Limit = Limit { purpose: "file-report", most: 20, window: HOUR };

/// Files a report. Its act id comes from the form, so that a form sent twice is one report with one receipt.
pub struct FileReport {
    /// Who receives it; the node's first organisation when nobody is named.
    pub organisation: Option<Id>,
    /// What was typed: [`PUBLIC_FIELDS`] only.
    pub draft: Draft,
    /// A solved challenge: no limit for this report.
    pub work: Option<ProofOfWork>,
    /// Where it came from, for the limit of the slow lane.
    pub source: Option<Source>,
}

/// What the reporter gets.
#[derive(Debug)]
pub struct Filed {
    /// Shown once; the node keeps a keyed hash of it.
    pub receipt: ReceiptCode,
}

/// Who receives public reports now.
pub struct FilingFacts {
    receiver: Option<duty::Receiver>,
    now: Timestamp,
}

impl From<&MatterFacts> for FilingFacts {
    fn from(report: &MatterFacts) -> Self {
        let receiver = duty::Receiver { organisation: report.organisation, post: report.custodian };
        Self { receiver: Some(receiver), now: report.now }
    }
}

#[async_trait::async_trait]
impl Act for FileReport {
    type Facts = FilingFacts;
    type Output = Filed;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "file-report"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<FilingFacts> {
        Ok(FilingFacts { receiver: duty::receiver(tx, self.organisation).await?, now: tx.now })
    }

    fn policy(&self, actor: &Actor, _: &FilingFacts) -> Decision {
        if actor.is_public() { Decision::allow("public") } else { Decision::Deny("public-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Filed> {
        let (act, facts) = (permit.act(), permit.facts());
        let record = told(&act.draft, permit.actor().lang(), facts.now)?;
        let receiver = facts.receiver.as_ref().ok_or(Error::Refused("nobody-receives"))?;
        lane(tx, act).await?;
        // No finer time than the minute is kept of a reporter: this instant is that of the report and of the entry.
        tx.now = facts.now.whole_minute();
        let report = open::open_root(tx, Report::META, receiver.organisation, receiver.post, &record).await?;
        Ok(Filed { receipt: receipt::make(tx, permit.id(), &act.draft, report).await? })
    }

    async fn repeat(&self, id: Id, subject: Option<Id>, tx: &mut Tx) -> Result<Option<Filed>> {
        let Some(report) = subject else { return Ok(None) };
        Ok(receipt::made(tx, id, &self.draft, report).await?.map(|receipt| Filed { receipt }))
    }
}

fn told(typed: &Draft, lang: Lang, now: Timestamp) -> Result<Record> {
    let strange = typed.0.keys().filter(|name| !PUBLIC_FIELDS.contains(&name.as_str()));
    let problems: Vec<_> =
        strange.map(|name| Problem { field: name.clone(), code: ProblemCode::UnknownField }).collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let known = !typed.text("reporter_name").is_empty() || !typed.text("reporter_contact").is_empty();
    let mut draft = typed
        .clone()
        .with("channel", "web")
        .with("reporter_mode", if known { "confidential" } else { "anonymous" });
    if draft.text("language").is_empty() {
        draft.set("language", if lang == Lang::En { "en" } else { "id" });
    }
    let record = draft.parse(Report::META, now.date(Default::default())).map_err(Error::Invalid)?;
    guards::texts(Report::META, &record)?;
    Ok(record)
}

/// With a proof of work at once; without one counted, and beyond the limit the page keeps the text and tries later.
async fn lane(tx: &mut Tx, act: &FileReport) -> Result<()> {
    if let Some(work) = &act.work {
        let key = tx.context.keys.lookup.subkey("challenge");
        if let Some(expires) = work.holds(&key, tx.now)
            && attempts::spend(tx, "challenge", work.challenge.as_bytes(), expires).await?
        {
            return Ok(());
        }
    }
    let source = bytes(act.source.as_ref());
    if attempts::count(tx, &SLOW_LANE, source).await? >= SLOW_LANE.most {
        return Err(Error::TooMany(SLOW_LANE.wait(tx.now)));
    }
    attempts::add(tx, &SLOW_LANE, source).await
}
