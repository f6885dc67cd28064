//! `tell-list-owner`: a reader of a list proposes hashes for it, or says that some stand on it wrongly. Its owner looks into it and decides.

use model::{Id, ProblemCode, Timestamp};
use seal::exchange::message::HashWordKind;

use super::{many, said};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::indicators::holds_address;
use crate::harm::sharing;

/// Hashes in one word.
const MOST: usize = 20;

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListWord {
    /// These should be put on the list.
    Submit,
    /// These stand on it wrongly.
    Challenge,
}

impl ListWord {
    /// By its code: `submit` or `challenge`.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "submit" => Some(Self::Submit),
            "challenge" => Some(Self::Challenge),
            _ => None,
        }
    }
}

/// Says it.
pub struct TellListOwner {
    /// The list.
    pub list: Id,
    /// `submit` or `challenge`.
    pub word: String,
    /// Hashes, one a line: `pdq:…`, `address: …`.
    pub hashes: String,
    /// Where they come from, or why they stand there wrongly.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for TellListOwner {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "tell-list-owner"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "judge", "hash-list", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        let word = match ListWord::of_code(&act.word) {
            Some(ListWord::Submit) => HashWordKind::Submit,
            Some(ListWord::Challenge) => HashWordKind::Challenge,
            None => return Err(Error::field("word", ProblemCode::UnknownCode)),
        };
        let (hashes, reason) = (many(&act.hashes, "hashes")?, said(&act.reason, "reason", 400)?);
        if hashes.is_empty() {
            return Err(Error::field("hashes", ProblemCode::Missing));
        }
        if hashes.len() > MOST {
            return Err(Error::Refused("too-much-at-once"));
        }
        if holds_address(&reason) {
            return Err(Error::Refused("address-in-words"));
        }
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        sharing::tell_owner(tx, (organisation, post), act.list, (word, &hashes, &reason)).await?;
        tx.trace = crate::journal::Trace::default();
        tx.trace.kind = Some("hash-list");
        tx.trace.subject = Some(act.list);
        Ok(())
    }

    fn subject(&self) -> Option<Id> {
        Some(self.list)
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
