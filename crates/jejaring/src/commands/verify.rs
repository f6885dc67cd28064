//! `jejaring verify`

use std::path::PathBuf;

use clap::Args;
use node::{Fault, FaultKind};
use seal::witness::{CosignedError, WitnessVerifier};
use seal::{NoteError, SignedNote};
use serde_json::json;

use crate::failure::{Failure, Result};
use crate::home::Home;
use crate::out::Out;

/// Check the whole journal and print its head
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  jejaring verify --dir /srv/jejaring --checkpoint /media/usb/checkpoint
  jejaring verify --dir /srv/jejaring --checkpoint cosigned --witness \"$(cat kasih.witness)\" --witness \"$(cat halimbawa.witness)\"
  (a checkpoint is the file DIR/checkpoint, copied to another machine some time ago; exit code 1 names the first bad entry)")]
pub(crate) struct Verify {
    /// Directory of the node
    #[arg(long)]
    dir: PathBuf,
    /// A signed head kept elsewhere; without one, truncation cannot be excluded
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Verifier key of a witness (name+id+base64) that must have cosigned the checkpoint; may be given several times
    #[arg(long, value_name = "KEY", requires = "checkpoint")]
    witness: Vec<String>,
    /// How many of the witnesses must have cosigned it; all, if not said
    #[arg(long, value_name = "N", requires = "witness")]
    need: Option<usize>,
    /// Database instead of the configured one
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Verify {
    pub(crate) async fn run(self, out: &mut Out) -> Result<()> {
        let outside = match &self.checkpoint {
            Some(path) => Some(std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?),
            None => None,
        };
        let witnesses = self.witnesses(outside.as_deref())?;
        let home = Home::open(&self.dir)?;
        let node = home.node(self.database.as_deref()).await?;
        let progress = out.progress("checking the journal");
        let verified = node.verify(outside).await?;
        progress.finish_and_clear();
        let verified = match verified {
            Ok(verified) => verified,
            Err(fault) => {
                out.finish(&json!({
                    "ok": false, "fault": name(fault.kind), "position": fault.position, "entry": fault.entry,
                }));
                return Err(bad(&fault));
            }
        };
        out.say(format_args!(
            "{} entries in the tree, {} waiting, no fault",
            verified.placed, verified.waiting
        ));
        if !verified.compared {
            out.say(
                "No checkpoint from outside was compared: that entries were cut off at the end cannot be excluded.",
            );
        }
        for (name, at) in &witnesses {
            out.say(format_args!("{name} cosigned the checkpoint ({at} seconds after 1970)"));
        }
        out.say(format_args!("\n{}", verified.head.trim_end()));
        out.finish(&json!({
            "ok": true, "placed": verified.placed, "waiting": verified.waiting,
            "head": verified.head, "compared": verified.compared, "truncation_excluded": verified.compared,
            "witnesses": witnesses.iter().map(|(name, at)| json!({ "name": name, "at": at })).collect::<Vec<_>>(),
        }));
        Ok(())
    }

    /// The witnesses that cosigned the checkpoint. Whether the log itself signed it is checked with the journal.
    fn witnesses(&self, outside: Option<&str>) -> Result<Vec<(String, u64)>> {
        let Some(note) = outside.filter(|_| !self.witness.is_empty()) else { return Ok(Vec::new()) };
        let keys = self.witness.iter().map(|text| WitnessVerifier::parse(text.trim()));
        let keys =
            keys.collect::<std::result::Result<Vec<_>, _>>().map_err(|e| Failure::usage(e.to_string()))?;
        let refused = |error: NoteError| Failure::new(format!("the checkpoint is refused: {error}"));
        let note = SignedNote::parse(note).map_err(refused)?;
        let found = note.cosignatures(&keys).map_err(refused)?;
        let needed = self.need.unwrap_or(keys.len());
        if found.len() < needed {
            let error = CosignedError::TooFew { found: found.len(), needed };
            return Err(Failure::new(format!("the checkpoint is refused: {error}")));
        }
        Ok(found.iter().map(|one| (one.witness.name().to_owned(), one.at)).collect())
    }
}

/// A fault as scripts read it.
pub(super) fn name(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Altered => "altered",
        FaultKind::Removed => "removed",
        FaultKind::Reordered => "reordered",
        FaultKind::Inserted => "inserted",
        FaultKind::Lost => "lost",
        FaultKind::Unsigned => "unsigned",
        FaultKind::Truncated => "truncated",
        FaultKind::BadTile => "bad-tile",
        FaultKind::BadEdge => "bad-edge",
        FaultKind::WrongKey => "wrong-key",
        FaultKind::BadCheckpoint => "bad-checkpoint",
    }
}

/// The sentence about the first bad entry.
pub(super) fn bad(fault: &Fault) -> Failure {
    let position = fault.position.map_or(String::new(), |at| format!(" at position {at}"));
    let entry = fault.entry.map_or(String::new(), |id| format!(", id {id}"));
    let remedy = "keep this database as evidence, inform the protection lead, and restore a backup beside it";
    Failure::new(format!("the journal is not whole: {}{position}{entry}; {remedy}", name(fault.kind)))
}
