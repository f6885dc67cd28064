//! A quick look at the end of the journal; checking all of it is `verify`.

use seal::{Checkpoint, NoteVerifier};

use super::sequencer::{frontier, latest_checkpoint};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Whether the saved head, the number of placed entries and the newest checkpoint speak of the same tree.
pub(crate) async fn head_fits(tx: &mut Tx, origin: &str, placed: u64) -> Result<bool> {
    let Ok(frontier) = frontier(tx).await else { return Ok(false) };
    let verifier = NoteVerifier::new(origin, tx.context.keys.signing.verifying_key())
        .map_err(|_| Error::Setup("the member id cannot name a log".into()))?;
    let signed = match latest_checkpoint(tx).await? {
        None => return Ok(placed == 0 && frontier.size() == 0),
        Some(note) => Checkpoint::open(&note, origin, std::slice::from_ref(&verifier)),
    };
    Ok(signed.is_ok_and(|(checkpoint, _)| {
        checkpoint.size() == placed && frontier.size() == placed && *checkpoint.root() == frontier.root()
    }))
}
