//! Checkpoints that other members see: this node shows its own to witnesses, and countersigns those of others.
//!
//! A checkpoint is offered when receipts wait for their place, and otherwise at most once an hour, so that the journal of a quiet
//! night stays short.

use model::{Id, Timestamp};
use seal::exchange::{Directory, Hash, MemberId, MemberStatus};
use seal::witness::{AddCheckpoint, WitnessVerifier};
use seal::{Checkpoint, SignedNote};

use super::{directory, keys};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::journal;

/// Between two offers while receipts wait, and between two attempts.
const SOON: i64 = 60_000;
/// Between two offers otherwise.
const CALM: i64 = 3_600_000;

/// One witness to ask.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The witness.
    pub witness: MemberId,
    /// `host:port` of its node.
    pub endpoint: String,
    /// SHA-256 of the certificates that it may show.
    pub tls: Vec<Hash>,
    /// Entries in the checkpoint.
    pub size: u64,
    /// The request: C2SP `add-checkpoint`.
    pub body: String,
}

/// What a witness answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It countersigned: its lines.
    Signed(String),
    /// It saw a checkpoint of this size last.
    Saw(u64),
    /// It does not sign.
    Refused,
}

/// A checkpoint that was offered.
pub(crate) struct Offered {
    pub(crate) size: i64,
    pub(crate) at: Timestamp,
    pub(crate) note: String,
    pub(crate) cosigned: i64,
    pub(crate) attempts: i64,
}

const OFFERED: &str = "select size, at, note, cosigned, attempts from exchange_checkpoint";

async fn offered(tx: &mut Tx, more: &'static str, params: &[model::Value]) -> Result<Option<Offered>> {
    let mut sql = crate::db::Sql::from(OFFERED);
    sql.push(more);
    let Some(row) = tx.row(sql, params).await? else { return Ok(None) };
    let (size, at, note) = (row.int(0)?, row.time(1)?, row.text(2)?);
    Ok(Some(Offered { size, at, note, cosigned: row.int(3)?, attempts: row.int(4)? }))
}

/// The checkpoint that was offered last.
pub(crate) async fn last(tx: &mut Tx) -> Result<Option<Offered>> {
    offered(tx, " order by size desc limit 1", &[]).await
}

/// The checkpoint of a size.
pub(crate) async fn of_size(tx: &mut Tx, size: i64) -> Result<Option<Offered>> {
    offered(tx, " where size = $1", &[size.into()]).await
}

/// The newest checkpoint that enough witnesses saw.
pub(crate) async fn newest_cosigned(tx: &mut Tx, needed: i64) -> Result<Option<Offered>> {
    offered(tx, " where cosigned >= $1 order by size desc limit 1", &[needed.max(1).into()]).await
}

/// How many cosignatures a checkpoint needs.
pub(crate) fn needed(directory: &Directory) -> i64 {
    i64::from(directory.policy.witnesses).max(1)
}

/// Witnesses on other nodes that can be called.
pub(crate) async fn others(tx: &mut Tx, directory: &Directory) -> Result<Vec<(MemberId, WitnessVerifier)>> {
    let (own, now) = (keys::own(tx).await?, tx.now.millis());
    let mut found = Vec::new();
    for listed in &directory.witnesses {
        let here = own.iter().any(|own| own.member == listed.member);
        let active = directory.member(&listed.member).is_some_and(|member| {
            member.status == MemberStatus::Active
                && member.endpoint.is_some()
                && !directory.member_revoked(&listed.member, now)
        });
        if let (false, true, Ok(verifier)) = (here, active, WitnessVerifier::parse(&listed.verifier)) {
            found.push((listed.member.clone(), verifier));
        }
    }
    Ok(found)
}

/// Whether a checkpoint is to be offered now: read before an act is performed.
pub(crate) async fn due(tx: &mut Tx) -> Result<bool> {
    let Some(directory) = directory::newest(tx).await? else { return Ok(false) };
    if others(tx, &directory).await?.is_empty() {
        return Ok(false);
    }
    let Some((checkpoint, _)) = journal::latest(tx).await? else { return Ok(false) };
    let Some(last) = last(tx).await? else { return Ok(true) };
    let passed = tx.now.millis().saturating_sub(last.at.millis());
    if last.cosigned < needed(&directory) {
        // Twice as long each time: with all witnesses away a node stays quiet as well.
        return Ok(passed >= SOON.saturating_mul(1 << last.attempts.clamp(0, 6)).min(CALM));
    }
    let size = i64::try_from(checkpoint.size()).unwrap_or(i64::MAX);
    if size <= last.size {
        return Ok(false);
    }
    Ok(passed >= CALM || (passed >= SOON && waiting(tx, last.size).await?))
}

/// Whether receipts wait for a place beyond a checkpoint.
async fn waiting(tx: &mut Tx, size: i64) -> Result<bool> {
    let row = tx
        .row(
            "select 1 from exchange_given g join placed p on p.entry = g.entry
             where g.proven_at is null and p.position >= $1 limit 1",
            &[size.into()],
        )
        .await?;
    Ok(row.is_some())
}

/// Writes down the newest checkpoint as offered, and answers whom to ask.
pub(crate) async fn offer(tx: &mut Tx) -> Result<Vec<Asked>> {
    let directory = directory::required(tx).await?;
    let Some((checkpoint, newest)) = journal::latest(tx).await? else { return Ok(Vec::new()) };
    let (size, now) = (i64::try_from(checkpoint.size()).unwrap_or(i64::MAX), tx.now);
    let before = last(tx).await?;
    let attempts = match &before {
        Some(last) if last.cosigned < needed(&directory) => last.attempts + 1,
        _ => 0,
    };
    // A checkpoint of the same size keeps the lines that it has.
    let note = before.filter(|last| last.size == size).map_or(newest, |last| last.note);
    tx.run(
        "insert into exchange_checkpoint (size, at, note, cosigned, attempts) values ($1, $2, $3, 0, $4)
         on conflict (size) do update set at = $2, attempts = $4",
        &[size.into(), now.into(), note.as_str().into(), attempts.into()],
    )
    .await?;
    let mut asked = Vec::new();
    for (witness, verifier) in others(tx, &directory).await? {
        let signed = SignedNote::parse(&note).map_err(|_| Error::Sealed)?;
        let done = signed.cosignatures(std::slice::from_ref(&verifier)).is_ok_and(|found| !found.is_empty());
        let address = directory
            .member(&witness)
            .and_then(|listed| Some((listed.endpoint.clone()?, listed.tls.clone())));
        if let (false, Some((endpoint, tls))) = (done, address) {
            let body = request(tx, &witness, &checkpoint, signed).await?;
            asked.push(Asked { witness, endpoint: endpoint.into(), tls, size: checkpoint.size(), body });
        }
    }
    Ok(asked)
}

async fn request(
    tx: &mut Tx,
    witness: &MemberId,
    checkpoint: &Checkpoint,
    note: SignedNote,
) -> Result<String> {
    let row =
        tx.row("select size from exchange_witness where member_id = $1", &[witness.as_str().into()]).await?;
    let old = row.map_or(Ok(0), |row| row.int(0))?;
    let old = u64::try_from(old).unwrap_or(0).min(checkpoint.size());
    let proof = journal::consistency(tx, old, checkpoint.size()).await?;
    Ok(AddCheckpoint { old, proof, note }.to_string())
}

/// What a witness last did about this node's journal.
pub(crate) async fn remember(
    tx: &mut Tx,
    witness: &MemberId,
    size: i64,
    (signed, trouble): (bool, Option<&'static str>),
) -> Result<()> {
    let now = tx.now;
    tx.run(
        "insert into exchange_witness (member_id, size, signed_at, trouble, changed_at) values ($1, $2, $3, $4, $5)
         on conflict (member_id) do update
         set size = $2, signed_at = coalesce($3, exchange_witness.signed_at), trouble = $4, changed_at = $5",
        &[
            witness.as_str().into(),
            size.into(),
            signed.then_some(now).into(),
            trouble.map(str::to_owned).into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// The number of an organisation's own member that countersigns here, with its key: those that the directory lists.
pub(crate) async fn own(tx: &mut Tx, directory: &Directory) -> Result<Vec<(MemberId, seal::SigningKey)>> {
    let mut found = Vec::new();
    for own in keys::own(tx).await? {
        let listed = directory.witnesses.iter().find(|listed| listed.member == own.member);
        let (Some(listed), Some(key)) = (listed, keys::witness(tx, own.organisation).await?) else {
            continue;
        };
        let verifier = WitnessVerifier::new(own.member.as_str(), key.verifying_key());
        if verifier.is_ok_and(|verifier| verifier.to_string() == *listed.verifier) {
            found.push((own.member, key));
        }
    }
    Ok(found)
}

/// A journal that showed two faces, kept with both checkpoints.
pub(crate) async fn two_faces(tx: &mut Tx, origin: &str, why: &'static str, shown: &str) -> Result<()> {
    let seen = tx
        .row("select note from exchange_seen where origin = $1 order by size desc limit 1", &[origin.into()])
        .await?;
    let seen = seen.map_or(Ok(String::new()), |row| row.text(0))?;
    let known = tx
        .row(
            "select id from exchange_two_faces where origin = $1 and shown = $2 order by id limit 1",
            &[origin.into(), shown.into()],
        )
        .await?;
    if known.is_some() {
        return Ok(());
    }
    let (id, now): (Id, _) = (tx.new_id(), tx.now);
    tx.run(
        "insert into exchange_two_faces (id, origin, at, why, seen, shown) values ($1, $2, $3, $4, $5, $6)",
        &[id.into(), origin.into(), now.into(), why.into(), seen.into(), shown.into()],
    )
    .await?;
    Ok(())
}
