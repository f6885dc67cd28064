//! Tiles: how the tree is served and cached (C2SP tlog-tiles, height 8).

use super::{Subtree, TreeError};

/// Hashes in a full tile.
pub const TILE_WIDTH: u16 = 256;
const HEIGHT: u8 = 8;

/// A run of up to 256 neighbouring subtree hashes of one level; the level of the subtrees is 8 times that of the tile. A full tile
/// never changes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tile {
    level: u8,
    index: u64,
    width: u16,
}

impl Tile {
    /// The tile that holds, or rebuilds, the hash of `subtree` in a tree of `size` leaves, as wide as that tree makes it.
    ///
    /// # Errors
    /// [`TreeError::OutOfRange`] when the tree has no such subtree.
    pub fn holding(subtree: Subtree, size: u64) -> Result<Self, TreeError> {
        let Subtree { level, index } = subtree;
        let missing = TreeError::OutOfRange { position: index, size };
        if level > 63 || index >= size >> level {
            return Err(missing);
        }
        // Within the tree, index < 2^(64 - level): the shifts below lose nothing.
        let first = index << (level % HEIGHT);
        Self::of_index(level / HEIGHT, first / u64::from(TILE_WIDTH), size).ok_or(missing)
    }

    /// The tiles that a tree of `new` leaves has and one of `old` leaves had not, or had narrower. Level by level, left to right.
    pub fn grown(old: u64, new: u64) -> impl Iterator<Item = Tile> {
        (0..=7).flat_map(move |level: u8| {
            let (had, has) = (old >> (level * HEIGHT), new >> (level * HEIGHT));
            let width = u64::from(TILE_WIDTH);
            let range = if has > had { had / width..has.div_ceil(width) } else { 0..0 };
            range.filter_map(move |index| Tile::of_index(level, index, new))
        })
    }

    fn of_index(level: u8, index: u64, size: u64) -> Option<Self> {
        let hashes = size.checked_shr(u32::from(level) * u32::from(HEIGHT)).unwrap_or(0);
        let before = index.checked_mul(u64::from(TILE_WIDTH))?;
        let width = hashes.checked_sub(before)?.min(u64::from(TILE_WIDTH));
        let width = u16::try_from(width).ok().filter(|width| *width > 0)?;
        Some(Self { level, index, width })
    }

    /// Level of the tile; 0 holds leaf hashes.
    #[must_use]
    pub fn level(&self) -> u8 {
        self.level
    }

    /// Number from the left within the level.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Hashes in the tile, 1 to 256.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether the tile is full and thus final.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The subtrees whose hashes, 32 bytes each, are the content of the tile in this order.
    pub fn subtrees(&self) -> impl Iterator<Item = Subtree> + use<> {
        let level = self.level * HEIGHT;
        let first = self.index * u64::from(TILE_WIDTH);
        (first..first + u64::from(self.width)).map(move |index| Subtree { level, index })
    }

    /// The path the tile is served under, relative to the prefix of the log: `tile/0/x001/067`, `tile/1/000.p/17`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("tile/{}/{}", self.level, self.place())
    }

    /// The path of the entries whose hashes a tile of level 0 holds: `tile/entries/x001/067`.
    #[must_use]
    pub fn entries_path(&self) -> String {
        format!("tile/entries/{}", self.place())
    }

    fn place(&self) -> String {
        let mut place = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            place = format!("x{:03}/{place}", rest % 1000);
            rest /= 1000;
        }
        if !self.is_full() {
            place = format!("{place}.p/{}", self.width);
        }
        place
    }

    /// Reads a path that [`Tile::path`] writes; nothing else is accepted, so each tile has one address.
    ///
    /// # Errors
    /// [`TreeError::BadTilePath`].
    pub fn parse(path: &str) -> Result<Self, TreeError> {
        Self::parse_parts(path).filter(|tile| tile.path() == path).ok_or(TreeError::BadTilePath)
    }

    fn parse_parts(path: &str) -> Option<Self> {
        let (level, place) = path.strip_prefix("tile/")?.split_once('/')?;
        let level = level.parse().ok().filter(|level| *level <= 7)?;
        let (digits, width) = match place.split_once(".p/") {
            Some((digits, width)) => (digits, width.parse().ok()?),
            None => (place, TILE_WIDTH),
        };
        if width == 0 || width > TILE_WIDTH {
            return None;
        }
        let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
        let index: u64 = digits.parse().ok()?;
        // Beyond this no tree of 64-bit size reaches, and the numbers of its subtrees would overflow.
        let reach = u64::MAX >> (u32::from(level) * 8) >> 8;
        (index <= reach).then_some(Self { level, index, width })
    }
}
