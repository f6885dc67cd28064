//! `cosign-checkpoint`: another node shows a checkpoint of its journal; this node countersigns it if it continues what it saw.

use model::Value;
use seal::exchange::{Directory, MemberId, MemberStatus};
use seal::witness::{AddCheckpoint, Head, Refusal, WitnessSigner};
use seal::{CheckpointError, Digest, NoteVerifier, SigningKey};

use super::by_peer;
use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::{directory, keys, witness};

/// Looks at a checkpoint and countersigns it.
pub struct CosignCheckpoint {
    /// The request: C2SP `add-checkpoint`.
    pub body: String,
}

/// The lines to add under the checkpoint, or why there are none.
pub type Cosigned = std::result::Result<String, Refusal>;

#[async_trait::async_trait]
impl Act for CosignCheckpoint {
    type Facts = ();
    type Output = Cosigned;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "cosign-checkpoint"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_peer(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Cosigned> {
        tx.trace.kind = Some("node");
        let request = match AddCheckpoint::parse(&permit.act().body) {
            Ok(request) => request,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let shown = request.note.to_string();
        let origin = shown.lines().next().unwrap_or_default().to_owned();
        let directory = directory::required(tx).await?;
        let own = witness::own(tx, &directory).await?;
        let log = log_keys(tx, &directory, &origin).await?;
        if own.is_empty() || log.is_empty() {
            return Ok(Err(Refusal::Checkpoint(CheckpointError::OtherOrigin)));
        }
        let before = head(tx, &origin).await?;
        let head = match before.unwrap_or_default().admit(&request, &origin, &log) {
            Ok(head) => head,
            Err(refusal) => {
                tx.trace.detail.to = Some(format!("{origin} {}", refusal.status()));
                faces(tx, &origin, refusal, &shown).await?;
                return Ok(Err(refusal));
            }
        };
        keep(tx, &origin, before, head, &shown).await?;
        tx.trace.detail.to = Some(format!("{origin} {}", head.size));
        lines(tx, request, &own).map(Ok)
    }
}

/// Keys of the journal, if it belongs to an active member on another node. Nobody is a witness of its own journal.
async fn log_keys(tx: &mut Tx, directory: &Directory, origin: &str) -> Result<Vec<NoteVerifier>> {
    let Ok(named) = origin.parse::<MemberId>() else { return Ok(Vec::new()) };
    if keys::own(tx).await?.iter().any(|own| own.member == named) {
        return Ok(Vec::new());
    }
    let now = tx.now.millis();
    let listed = directory.members.iter().find(|member| member.id == named);
    let active = listed
        .filter(|member| member.status == MemberStatus::Active && !directory.member_revoked(&member.id, now));
    Ok(active.map(|member| member.log_keys(origin)).unwrap_or_default())
}

async fn head(tx: &mut Tx, origin: &str) -> Result<Option<Head>> {
    let row = tx.row("select size, root from exchange_head where origin = $1", &[origin.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let root: Digest = row.bytes(1)?.as_slice().try_into().map_err(|_| Error::Sealed)?;
    Ok(Some(Head { size: u64::try_from(row.int(0)?).map_err(|_| Error::Sealed)?, root }))
}

/// Stores the head only if the one that was compared is still there: otherwise two requests at once could be signed against
/// each other.
async fn keep(tx: &mut Tx, origin: &str, before: Option<Head>, head: Head, shown: &str) -> Result<()> {
    let (size, now) = (i64::try_from(head.size).map_err(|_| Error::Refused("too-much-at-once"))?, tx.now);
    let row: [Value; 4] = [origin.into(), size.into(), head.root.to_vec().into(), now.into()];
    let kept = match before {
        None => {
            let insert = "insert into exchange_head (origin, size, root, at) values ($1, $2, $3, $4)
                 on conflict (origin) do nothing";
            tx.run(insert, &row).await?
        }
        Some(before) => {
            let [origin, size, root, at] = row;
            let old = i64::try_from(before.size).map_err(|_| Error::Sealed)?;
            let update = "update exchange_head set size = $2, root = $3, at = $4
                 where origin = $1 and size = $5 and root = $6";
            tx.run(update, &[origin, size, root, at, old.into(), before.root.to_vec().into()]).await?
        }
    };
    if kept != 1 {
        return Err(Error::Transient);
    }
    tx.run(
        "insert into exchange_seen (origin, size, at, note) values ($1, $2, $3, $4)
         on conflict (origin, size) do nothing",
        &[origin.into(), size.into(), now.into(), shown.into()],
    )
    .await?;
    Ok(())
}

/// A log that rewrites its past is what witnesses are for: both sides are kept.
async fn faces(tx: &mut Tx, origin: &str, refusal: Refusal, shown: &str) -> Result<()> {
    match refusal {
        Refusal::SplitView => witness::two_faces(tx, origin, "split", shown).await,
        Refusal::Inconsistent => witness::two_faces(tx, origin, "rewritten", shown).await,
        _ => Ok(()),
    }
}

fn lines(tx: &Tx, request: AddCheckpoint, own: &[(MemberId, SigningKey)]) -> Result<String> {
    let at = u64::try_from(tx.now.millis() / 1000).unwrap_or(0);
    let mut note = request.note;
    let before = note.to_string();
    let had: Vec<&str> = before.lines().collect();
    for (member, key) in own {
        let signer = WitnessSigner::new(member.as_str(), key).map_err(|_| Error::Sealed)?;
        note.cosign(&signer, at);
    }
    let text = note.to_string();
    let new = text.lines().filter(|line| line.starts_with('\u{2014}') && !had.contains(line));
    Ok(new.fold(String::new(), |lines, line| lines + line + "\n"))
}
