//! `adopt-directory`: a newer version of the directory is taken, if enough operators signed it.

use seal::exchange::{DirectoryError, Dsse};

use crate::access::{Actor, Decision};
use crate::act::{Act, Permit};
use crate::acts::operate::by_system;
use crate::db::{Effect, Tx};
use crate::error::{Error, Result};
use crate::exchange::{bytes, directory, peers};

/// Takes a version of the directory.
pub struct AdoptDirectory {
    /// The version, as it was signed.
    pub document: Dsse,
}

/// What was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adopted {
    /// Its version.
    pub version: u64,
    /// Members on other nodes that are new or changed.
    pub changed: usize,
}

#[async_trait::async_trait]
impl Act for AdoptDirectory {
    type Facts = ();
    type Output = Adopted;
    const EFFECT: Effect = Effect::Writes;

    fn slug(&self) -> &'static str {
        "adopt-directory"
    }

    async fn facts(&self, _: &mut Tx) -> Result<()> {
        Ok(())
    }

    fn policy(&self, actor: &Actor, (): &()) -> Decision {
        by_system(actor)
    }

    async fn run(permit: &Permit<'_, Self>, tx: &mut Tx) -> Result<Adopted> {
        let adopted = adopt(tx, &permit.act().document).await?;
        tx.trace.kind = Some("node");
        Ok(adopted)
    }
}

/// Takes a version that enough operators signed, or one that only takes trust away for a day.
pub(super) async fn adopt(tx: &mut Tx, document: &Dsse) -> Result<Adopted> {
    let known = directory::newest(tx).await?;
    let anchor = match &known {
        // Each version names who signs the next one.
        Some(known) => known.anchor(),
        None => directory::anchor(tx).await?.ok_or(Error::Refused("no-anchor"))?,
    };
    let now = tx.now.millis();
    let adopted = match (anchor.adopt(document, known.as_ref().map(|known| known.version), now), &known) {
        (Err(DirectoryError::Signatures), Some(known)) => known.adopt_narrower(document, now),
        (adopted, _) => adopted,
    };
    let adopted = adopted.map_err(|error| Error::Setup(error.to_string()))?;
    let version = i64::try_from(adopted.version).map_err(|_| Error::Refused("too-much-at-once"))?;
    let now = tx.now;
    tx.run(
        "insert into exchange_directory (network, version, valid_until, adopted_at) values ($1, $2, $3, $4)",
        &[(*adopted.network).into(), version.into(), adopted.valid_until.into(), now.into()],
    )
    .await?;
    bytes::keep(tx, &directory::place(&adopted.network, version), &document.to_bytes()).await?;
    let changed = peers::follow(tx, &adopted).await?;
    tx.trace.detail.to = Some(format!("{} {version}", adopted.network));
    Ok(Adopted { version: adopted.version, changed })
}
