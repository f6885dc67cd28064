//! `judge-hash`: an organisation says what it thinks of a listed hash: no, worth looking into, yes. Its later word replaces its earlier one.

use model::{Id, ProblemCode, Timestamp};
use signals::Opinion;

use super::{one, said};
use crate::access::{self, Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::harm::hashes;

/// Says what one thinks.
pub struct JudgeHash {
    /// Kind of the hash.
    pub kind: String,
    /// Its digits.
    pub hash: String,
    /// 0 no, 1 worth looking into, 2 yes. 3 is nobody's opinion.
    pub opinion: u8,
    /// Why.
    pub reason: String,
}

#[async_trait::async_trait]
impl Act for JudgeHash {
    type Facts = Timestamp;
    type Output = ();
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "judge-hash"
    }

    async fn facts(&self, tx: &mut Tx) -> Result<Timestamp> {
        Ok(tx.now)
    }

    fn policy(&self, actor: &Actor, now: &Timestamp) -> Decision {
        access::holds_right(actor, "judge", "hash-list", *now)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<()> {
        let (act, organisation) = (permit.act(), permit.organisation()?);
        let digest = one(&act.kind, &act.hash)?;
        let opinion = Opinion::of_number(act.opinion);
        let opinion = opinion.ok_or(Error::field("opinion", ProblemCode::UnknownCode))?;
        let reason = said(&act.reason, "reason", 400)?;
        let met = hashes::look_up(tx, organisation, &digest).await?;
        if !met.iter().any(|(signal, _)| signal.digest == digest) {
            return Err(Error::Refused("hash-not-listed"));
        }
        let post = permit.rule().post.ok_or(Error::Refused("no-such-post"))?;
        hashes::say(tx, (organisation, post), &digest, opinion, &reason).await?;
        tx.trace.kind = Some("hash-list");
        Ok(())
    }

    fn again(_: Option<Id>) -> Option<()> {
        Some(())
    }
}
