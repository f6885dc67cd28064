use proptest::prelude::*;
use seal::tree::{Subtree, TILE_WIDTH, Tile, TreeError};

use crate::tree::Stored;

fn tile(path: &str) -> Tile {
    Tile::parse(path).unwrap()
}

#[test]
fn paths_of_c2sp_tlog_tiles() {
    let leaf = |index| Subtree { level: 0, index };
    let holding = |index, size| Tile::holding(leaf(index), size).unwrap().path();
    assert_eq!(holding(1_234_067 * 256, u64::MAX), "tile/0/x001/x234/067");
    assert_eq!(holding(0, 256), "tile/0/000");
    assert_eq!(holding(0, 17), "tile/0/000.p/17");
    assert_eq!(holding(1_067 * 256 + 3, 1_067 * 256 + 5), "tile/0/x001/067.p/5");
    assert_eq!(tile("tile/0/x001/067").entries_path(), "tile/entries/x001/067");
    assert_eq!(tile("tile/0/x001/067").index(), 1067);
}

#[test]
fn the_tree_of_70_000_of_the_standard() {
    let tiles: Vec<_> = Tile::grown(0, 70_000).collect();
    let count = |level, full| tiles.iter().filter(|t| t.level() == level && t.is_full() == full).count();
    assert_eq!([count(0, true), count(0, false), count(1, true), count(1, false)], [273, 1, 1, 1]);
    assert_eq!(tiles.len(), 277);
    let partial: Vec<_> = tiles.iter().filter(|t| !t.is_full()).map(Tile::width).collect();
    assert_eq!(partial, [112, 17, 1]);
    let of_256: Vec<_> = Tile::grown(0, 256).map(|t| t.path()).collect();
    assert_eq!(of_256, ["tile/0/000", "tile/1/000.p/1"]);
}

#[test]
fn a_tile_holds_the_hashes_of_its_subtrees() {
    let stored = Stored::new(1000);
    for tile in Tile::grown(0, 1000) {
        assert_eq!(tile.subtrees().count(), usize::from(tile.width()));
        assert!(tile.subtrees().all(|subtree| stored.subtrees.contains_key(&subtree)), "{}", tile.path());
    }
}

#[test]
fn other_spellings_are_no_tiles() {
    let bad = [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/1",
        "tile/0/0001",
        "tile/00/001",
        "tile/8/000",
        "tile/0/x000/001",
        "tile/0/001/067",
        "tile/0/x001/x067",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/001.p/",
        "tile/0/+01",
        "/tile/0/001",
        "tile/0/001/",
        "tile/entries/001",
        "tile/0/../001",
        "tile/0/x001/.067",
        "tile/7/001",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ];
    for path in bad {
        assert_eq!(Tile::parse(path), Err(TreeError::BadTilePath), "{path}");
    }
}

proptest! {
    #[test]
    fn paths_come_back(index in 0_u64..(1 << 40), within in 0_u64..256, more in 0_u64..300, level in 0_u8..2) {
        let index = index * 256 + within;
        let subtree = Subtree { level: level * 8, index };
        let size = (index + 1 + more) << (level * 8);
        let tile = Tile::holding(subtree, size).unwrap();
        prop_assert_eq!(Tile::parse(&tile.path()), Ok(tile));
        prop_assert!(tile.subtrees().any(|other| other == subtree));
        prop_assert_eq!(u64::from(tile.width()), (within + 1 + more).min(u64::from(TILE_WIDTH)));
    }

    #[test]
    fn the_tile_of_a_subtree_holds_all_it_is_rebuilt_from(level in 0_u8..20, index in 0_u64..5000, more in 0_u64..1000) {
        let size = ((index + 1) << level) + more;
        let tile = Tile::holding(Subtree { level, index }, size).unwrap();
        let below = level % 8;
        let wanted = (index << below)..((index + 1) << below);
        let held: Vec<_> = tile.subtrees().collect();
        for index in wanted {
            let needed = Subtree { level: level - below, index };
            prop_assert!(held.contains(&needed));
        }
        let beyond = Subtree { level, index: size >> level };
        prop_assert!(Tile::holding(beyond, size).is_err());
    }

    #[test]
    fn growth_names_each_new_or_wider_tile(old in 0_u64..70_000, more in 0_u64..2_000) {
        let new = old + more;
        let all = |size| Tile::grown(0, size).collect::<std::collections::BTreeSet<_>>();
        let grown: std::collections::BTreeSet<_> = Tile::grown(old, new).collect();
        let expected = all(new).difference(&all(old)).copied().collect();
        prop_assert_eq!(grown, expected);
    }
}
