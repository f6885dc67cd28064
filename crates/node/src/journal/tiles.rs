//! Tiles of the tree (C2SP tlog-tiles): rows of up to 256 hashes at every eighth level.

use std::collections::BTreeMap;

use seal::Digest;

use crate::db::Tx;
use crate::error::Result;

/// Hashes in a full tile.
pub(super) const WIDTH: u64 = 256;

/// Adds newly completed subtrees (keyed by level and index) of a tree that had `before` leaves.
pub(super) async fn extend(tx: &mut Tx, before: u64, grown: &BTreeMap<(u8, u64), Digest>) -> Result<()> {
    let mut tiles: BTreeMap<(u8, u64), Vec<u8>> = BTreeMap::new();
    for ((level, index), hash) in grown.iter().filter(|((level, _), _)| level % 8 == 0) {
        let place = (level / 8, index / WIDTH);
        let first_new = before >> level;
        let hashes = match tiles.entry(place) {
            std::collections::btree_map::Entry::Occupied(found) => found.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => {
                // Only the tile at the old right edge holds hashes already.
                let had = if first_new / WIDTH == place.1 && !first_new.is_multiple_of(WIDTH) {
                    load(tx, place.0, place.1).await?
                } else {
                    Vec::new()
                };
                free.insert(had)
            }
        };
        hashes.extend_from_slice(hash);
    }
    for ((level, number), hashes) in tiles {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        tx.run(
            "insert into tile (level, number, hashes) values ($1, $2, $3)
             on conflict (level, number) do update set hashes = $3",
            &[i64::from(level).into(), number.into(), hashes.into()],
        )
        .await?;
    }
    Ok(())
}

/// The hashes of one tile; empty when there is no such tile.
pub(crate) async fn load(tx: &mut Tx, level: u8, number: u64) -> Result<Vec<u8>> {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let row = tx
        .row(
            "select hashes from tile where level = $1 and number = $2",
            &[i64::from(level).into(), number.into()],
        )
        .await?;
    row.map_or(Ok(Vec::new()), |row| row.bytes(0))
}
