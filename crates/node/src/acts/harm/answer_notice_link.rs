//! `answer-notice-link`: the one addressed says what became of a notice, with the number to come back with.

use model::{Id, Kind, KindMeta, ProblemCode, kinds};
use seal::exchange::message::NoticeResult;

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::intake::Source;
use crate::acts::moves::{Presented, outside};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::indicators::holds_address;
use crate::harm::outside as by_link;

const META: &KindMeta = kinds::ContentNotice::META;
/// Longest answer in words.
const LONGEST: usize = 2_000;

/// Answers a notice.
pub struct AnswerNoticeLink {
    /// Sixteen digits.
    pub number: String,
    /// Six digits.
    pub code: String,
    /// A code of list `notice-answer`.
    pub result: String,
    /// In words, without an address.
    pub note: String,
    /// Where the request came from.
    pub source: Option<Source>,
}

/// What an answer is, by its code.
fn result(code: &str) -> Option<NoticeResult> {
    use NoticeResult::{Appeal, Moved, NotIllegal, Removed, Unavailable};
    [Removed, Unavailable, Moved, NotIllegal, Appeal].into_iter().find(|one| one.code() == code)
}

#[async_trait::async_trait]
impl Act for AnswerNoticeLink {
    type Facts = Presented;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "answer-notice-link"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Presented> {
        outside::present_as(tx, (&self.number, &self.code), self.source.as_ref(), META).await
    }

    fn policy(&self, actor: &Actor, _: &Presented) -> Decision {
        outside::by_link(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, presented) = (permit.act(), permit.facts());
        if !presented.link.returning {
            return Err(Error::Refused("outside-open-first"));
        }
        let result = result(&act.result).ok_or(Error::field("result", ProblemCode::UnknownCode))?;
        let note = act.note.trim();
        if note.is_empty() && matches!(result, NoticeResult::NotIllegal | NoticeResult::Appeal) {
            return Err(Error::field("note", ProblemCode::Missing));
        }
        if note.chars().count() > LONGEST {
            return Err(Error::field("note", ProblemCode::TooLong));
        }
        if crate::carried::carries(note) {
            return Err(Error::field("note", ProblemCode::Picture));
        }
        if holds_address(note) {
            return Err(Error::Refused("address-in-words"));
        }
        by_link::answer(tx, presented.matter.id, result, note).await?;
        tx.trace.kind = Some(META.slug);
        tx.trace.subject = Some(presented.matter.id);
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }

    async fn on_denial(&self, tx: &mut Tx) -> Result<()> {
        outside::was_wrong(tx, &self.number, self.source.as_ref()).await
    }
}
