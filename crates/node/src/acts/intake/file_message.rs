//! `file-message`: a short message from a telephone becomes a report. The number that sent it is not kept; the answer is a number to
//! come back with.

use model::kinds::Report;
use model::time::HOUR;
use model::{Draft, Id, Kind, Lang, Timestamp};
use seal::ReceiptCode;

use super::receipt::{self, Source, bytes};
use crate::access::{Actor, Decision, MatterFacts};
use crate::act::{Act, Permit};
use crate::acts::{guards, open};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::store::attempts::{self, Limit};
use crate::store::duty;

/// Files what a short message says. Its act id comes from the gateway's number of the message, so that one that is brought twice is
/// one report with one receipt.
pub struct FileMessage {
    /// The organisation of the gateway.
    pub organisation: Id,
    /// What was written, without its keyword.
    pub text: String,
    /// What tells one telephone from another, for the limit.
    pub source: Source,
}

/// Messages of one telephone in an hour.
const MOST: Limit = Limit { purpose: "file-message", most: 10, window: HOUR };

/// Who receives it.
pub struct MessageFacts {
    receiver: Option<duty::Receiver>,
    now: Timestamp,
}

impl From<&MatterFacts> for MessageFacts {
    fn from(report: &MatterFacts) -> Self {
        let receiver = duty::Receiver { organisation: report.organisation, post: report.custodian };
        Self { receiver: Some(receiver), now: report.now }
    }
}

#[async_trait::async_trait]
impl Act for FileMessage {
    type Facts = MessageFacts;
    type Output = ReceiptCode;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "file-message"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<MessageFacts> {
        Ok(MessageFacts { receiver: duty::receiver(tx, Some(self.organisation)).await?, now: tx.now })
    }

    fn policy(&self, actor: &Actor, _: &MessageFacts) -> Decision {
        if actor.is_public() { Decision::allow("public") } else { Decision::Deny("public-only") }
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<ReceiptCode> {
        let (act, facts) = (permit.act(), permit.facts());
        let draft = draft(act, permit.actor().lang());
        let record = draft.parse(Report::META, facts.now.date(Default::default())).map_err(Error::Invalid)?;
        guards::texts(Report::META, &record)?;
        let receiver = facts.receiver.as_ref().ok_or(Error::Refused("nobody-receives"))?;
        if attempts::count(tx, &MOST, bytes(Some(&act.source))).await? >= MOST.most {
            return Err(Error::TooMany(MOST.wait(tx.now)));
        }
        attempts::add(tx, &MOST, bytes(Some(&act.source))).await?;
        // No finer time than the minute is kept of a reporter.
        tx.now = facts.now.whole_minute();
        let report = open::open_root(tx, Report::META, receiver.organisation, receiver.post, &record).await?;
        receipt::make(tx, permit.id(), &draft, report).await
    }

    async fn repeat(&self, id: Id, subject: Option<Id>, tx: &mut Tx) -> Result<Option<ReceiptCode>> {
        let Some(report) = subject else { return Ok(None) };
        // Whichever language the first answer was in, the report is found by what was written.
        for lang in Lang::ALL {
            if let Some(receipt) = receipt::made(tx, id, &draft(self, lang), report).await? {
                return Ok(Some(receipt));
            }
        }
        Ok(None)
    }
}

fn draft(act: &FileMessage, lang: Lang) -> Draft {
    Draft::default()
        .with("channel", "sms")
        .with("reporter_mode", "anonymous")
        .with("imminent_danger", "unknown")
        .with("language", lang.code())
        .with("narrative", act.text.trim())
}
