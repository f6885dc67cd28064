//! What a node answers about its journal.

use futures_util::future::BoxFuture;
use model::Id;

use super::{Fault, Progress, Proof, Verified, latest_checkpoint, proof, sequence, verify};
use crate::db::{Tx, Verdict};
use crate::error::Result;
use crate::node::Node;

impl Node {
    /// Places waiting entries in the tree until none waits. Called by the sequencer's timer and by commands.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn place_waiting(&self) -> Result<usize> {
        let mut placed = 0;
        loop {
            let (holder, origin) = (self.holder().to_owned(), self.origin().to_owned());
            let batch = self
                .db()
                .write(move |tx: &mut Tx| -> BoxFuture<'_, (Verdict, Result<usize>)> {
                    let (holder, origin) = (holder.clone(), origin.clone());
                    Box::pin(async move {
                        let result = sequence(tx, &holder, &origin).await;
                        (if result.is_ok() { Verdict::Keep } else { Verdict::Undo }, result)
                    })
                })
                .await?;
            if batch == 0 {
                return Ok(placed);
            }
            placed += batch;
        }
    }

    /// Checks the whole journal; the inner result is the first fault. `outside` is a signed checkpoint kept elsewhere.
    ///
    /// # Errors
    /// [`Error::Storage`] when the journal cannot be read at all.
    pub async fn verify(&self, outside: Option<String>) -> Result<std::result::Result<Verified, Fault>> {
        self.verify_telling(outside, |_, _| {}).await
    }

    /// As [`verify`](Self::verify), and tells `progress` how many entries of how many have been checked, every few hundred.
    ///
    /// # Errors
    /// As [`verify`](Self::verify).
    pub async fn verify_telling(
        &self,
        outside: Option<String>,
        progress: impl FnMut(u64, u64) + Send + 'static,
    ) -> Result<std::result::Result<Verified, Fault>> {
        let origin = self.origin().to_owned();
        let progress: Progress = Box::new(progress);
        self.db()
            .read(move |tx: &mut Tx| {
                Box::pin(async move { verify(tx, &origin, outside.as_deref(), progress).await })
            })
            .await
    }

    /// The newest signed checkpoint of the journal, for keeping elsewhere; `None` while nothing has been placed.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn checkpoint(&self) -> Result<Option<String>> {
        self.db().read(|tx| Box::pin(latest_checkpoint(tx))).await
    }

    /// Proves that an act's entry lies in the journal.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Refused`] `not-placed-yet` within the moment before its entry has been placed.
    pub async fn prove_entry(&self, act: Id) -> Result<Proof> {
        self.db().read(move |tx| Box::pin(proof::prove(tx, act))).await
    }

    /// A tile of the journal's tree under its C2SP path, such as `tile/0/x001/067`: hashes alone. Bundles of entries are not
    /// served, because entries hold what is internal.
    ///
    /// # Errors
    /// [`Error::Storage`].
    pub async fn tile(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let path = path.to_owned();
        self.db().read(move |tx| Box::pin(async move { proof::tile(tx, &path).await })).await
    }
}
