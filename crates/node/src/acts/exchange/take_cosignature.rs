//! `take-cosignature`: what a witness answered to a checkpoint of this node's journal.

use seal::SignedNote;
use seal::exchange::MemberId;
use seal::witness::WitnessVerifier;

use super::by_peer;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::{Answer, directory, keys, witness};

/// Lines that one witness may send.
const LINES: usize = 4;

/// Takes the answer of the witness that acts.
pub struct TakeCosignature {
    /// Entries in the checkpoint that it was shown.
    pub size: u64,
    /// What it answered.
    pub answer: Answer,
}

#[async_trait::async_trait]
impl Act for TakeCosignature {
    type Facts = ();
    type Output = bool;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "take-cosignature"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_peer(actor)
    }

    /// Answers whether the checkpoint has one cosignature more.
    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<bool> {
        let act = permit.act();
        let member = keys::member(permit.actor().member().unwrap_or_default())?;
        tx.trace.kind = Some("node");
        tx.trace.detail.from = Some(member.to_string());
        tx.trace.detail.to = Some(act.size.to_string());
        let size = i64::try_from(act.size).map_err(|_| Error::Refused("too-much-at-once"))?;
        let known = witness::of_size(tx, size).await?.ok_or(Error::Refused("not-a-cosignature"))?;
        match &act.answer {
            Answer::Signed(lines) => signed(tx, &member, &known, lines).await,
            Answer::Saw(seen) => {
                let seen = i64::try_from(*seen).unwrap_or(i64::MAX);
                // It saw more than there is: this node was restored from an older copy, or its journal was cut.
                let trouble = (seen > size).then_some("ahead");
                witness::remember(tx, &member, seen.min(size), (false, trouble)).await?;
                Ok(false)
            }
            Answer::Refused => {
                witness::remember(tx, &member, 0, (false, Some("refused"))).await?;
                Ok(false)
            }
        }
    }
}

async fn signed(tx: &mut Tx, member: &MemberId, known: &witness::Offered, lines: &str) -> Result<bool> {
    let directory = directory::required(tx).await?;
    let all = directory.witness_keys();
    let theirs: Vec<WitnessVerifier> = directory
        .witnesses
        .iter()
        .filter(|listed| listed.member == *member)
        .filter_map(|listed| WitnessVerifier::parse(&listed.verifier).ok())
        .collect();
    let mut note = SignedNote::parse(&known.note).map_err(|_| Error::Sealed)?;
    let mut new = false;
    for line in lines.lines().take(LINES) {
        let Ok(with) = SignedNote::parse(&format!("{note}{line}\n")) else { continue };
        let before = note.cosignatures(&theirs).map_or(0, |found| found.len());
        // A line by anybody else adds nothing and is left out.
        if with.cosignatures(&theirs).is_ok_and(|found| found.len() > before) {
            (note, new) = (with, true);
        }
    }
    if !new {
        return Err(Error::Refused("not-a-cosignature"));
    }
    let count = note.cosignatures(&all).map_or(0, |found| found.len());
    tx.run_one(
        "update exchange_checkpoint set note = $2, cosigned = $3 where size = $1",
        &[known.size.into(), note.to_string().into(), i64::try_from(count).unwrap_or(0).into()],
    )
    .await?;
    witness::remember(tx, member, known.size, (true, None)).await?;
    Ok(true)
}
