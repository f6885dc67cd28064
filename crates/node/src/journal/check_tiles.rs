//! The stored tiles and the saved right edge, compared with the tree that the entries make.

use std::collections::BTreeMap;

use seal::Digest;
use seal::tree::{Frontier, Subtree};

use super::verify::{Fault, FaultKind, number};
use super::{sequencer, tiles};
use crate::db::Tx;
use crate::error::Result;

/// The tiles along the right edge of a walk: one for each level.
#[derive(Default)]
pub(super) struct Tiles {
    levels: BTreeMap<u8, (u64, Vec<Digest>)>,
}

impl Tiles {
    /// Brings the tile of leaf hashes at a position.
    pub(super) async fn load(&mut self, tx: &mut Tx, position: u64) -> Result<()> {
        self.bring(tx, 0, position / tiles::WIDTH).await
    }

    async fn bring(&mut self, tx: &mut Tx, level: u8, index: u64) -> Result<()> {
        if self.levels.get(&level).is_none_or(|(held, _)| *held != index) {
            let bytes = tiles::load(tx, level, index).await?;
            self.levels.insert(level, (index, bytes.as_chunks().0.to_vec()));
        }
        Ok(())
    }

    /// The stored hash of a leaf, if its tile is at hand.
    pub(super) fn leaf(&self, position: u64) -> Option<&Digest> {
        self.stored(0, position)
    }

    fn stored(&self, level: u8, index: u64) -> Option<&Digest> {
        let (held, hashes) = self.levels.get(&level)?;
        let at = usize::try_from(index % tiles::WIDTH).ok()?;
        (*held == index / tiles::WIDTH).then(|| hashes.get(at)).flatten()
    }

    /// Whether the tiles above the leaves hold the hashes of the subtrees just completed.
    pub(super) async fn inner_fit(&mut self, tx: &mut Tx, completed: &[(Subtree, Digest)]) -> Result<bool> {
        let kept = completed.iter().filter(|(subtree, _)| subtree.level > 0 && subtree.level % 8 == 0);
        let mut fit = true;
        for (Subtree { level, index }, hash) in kept {
            self.bring(tx, level / 8, index / tiles::WIDTH).await?;
            fit &= self.stored(level / 8, *index) == Some(hash);
        }
        Ok(fit)
    }

    /// At the end: no tile holds more than the tree, and the saved right edge is the tree's own.
    pub(super) async fn end(&self, tx: &mut Tx, frontier: &Frontier) -> Result<Option<Fault>> {
        let fault = |kind, position| Ok(Some(Fault { kind, position: Some(position), entry: None }));
        let size = frontier.size();
        let rows = tx
            .rows(
                "select t.level, t.number, length(t.hashes) from tile t
                 where t.number >= (select max(n.number) from tile n where n.level = t.level)
                    or t.level < 0 or t.number < 0
                 order by t.level, t.number",
                &[],
            )
            .await?;
        for row in &rows {
            let (level, index, bytes) = (number(row.int(0)?), number(row.int(1)?), number(row.int(2)?));
            let hashes = u32::try_from(level * 8).ok().and_then(|by| size.checked_shr(by)).unwrap_or(0);
            if index.saturating_mul(tiles::WIDTH).saturating_add(bytes / 32) != hashes || bytes % 32 != 0 {
                return fault(FaultKind::BadTile, size);
            }
        }
        match sequencer::frontier(tx).await {
            Ok(saved) if saved == *frontier => Ok(None),
            Err(error @ (crate::error::Error::Transient | crate::error::Error::Refused(_))) => Err(error),
            _ => fault(FaultKind::BadEdge, size),
        }
    }
}
