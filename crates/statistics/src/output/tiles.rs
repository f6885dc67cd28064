//! The provinces of Indonesia as tiles of one size, so that a small province is seen as well as a large one.

use crate::error::Result;
use crate::output::Wording;
use crate::output::xml::escape;
use crate::publish::{Published, Shown};
use crate::table::Request;

/// Where a province stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// Code of the interior ministry.
    pub code: &'static str,
    /// Column, from the west.
    pub column: u8,
    /// Row, from the north.
    pub row: u8,
}

const fn tile(code: &'static str, column: u8, row: u8) -> Tile {
    Tile { code, column, row }
}

/// The 38 provinces: roughly where they lie, each with its neighbours.
pub const PROVINCE_TILES: [Tile; 38] = [
    tile("11", 0, 0),
    tile("12", 1, 1),
    tile("13", 1, 2),
    tile("14", 2, 2),
    tile("15", 2, 3),
    tile("16", 3, 4),
    tile("17", 2, 4),
    tile("18", 3, 5),
    tile("19", 4, 3),
    tile("21", 4, 1),
    tile("31", 5, 5),
    tile("32", 5, 6),
    tile("33", 6, 6),
    tile("34", 6, 7),
    tile("35", 7, 6),
    tile("36", 4, 6),
    tile("51", 8, 6),
    tile("52", 9, 6),
    tile("53", 10, 6),
    tile("61", 6, 2),
    tile("62", 7, 2),
    tile("63", 7, 3),
    tile("64", 8, 2),
    tile("65", 8, 1),
    tile("71", 11, 1),
    tile("72", 10, 2),
    tile("73", 9, 4),
    tile("74", 10, 4),
    tile("75", 10, 1),
    tile("76", 9, 3),
    tile("81", 12, 3),
    tile("82", 12, 1),
    tile("91", 15, 2),
    tile("92", 14, 2),
    tile("93", 15, 4),
    tile("94", 14, 3),
    tile("95", 15, 3),
    tile("96", 13, 2),
];

const SIDE: usize = 56;
const GAP: usize = 4;

/// From few to many; the text on each is legible (contrast 4.5 or more).
const SHADES: [(&str, &str); 5] = [
    ("#deebf7", "#1b1b1b"),
    ("#b3cde6", "#1b1b1b"),
    ("#7fb0d8", "#1b1b1b"),
    ("#2f6fb0", "#ffffff"),
    ("#123f73", "#ffffff"),
];

/// An SVG map of the dimension `province`, whose codes are those of the interior ministry; the totals of other
/// dimensions. Every tile holds its number; withheld tiles are hatched, tiles without data are empty and dashed.
///
/// # Errors
/// Whatever is wrong with the request.
pub fn tiles(published: &Published, request: &Request, wording: &Wording<'_>) -> Result<String> {
    let province = "province";
    let layout = published.layout();
    let of = layout.dimension(province)?;
    let request = Request { by: vec![province.to_owned()], only: request.only.clone() };
    let cells = published.cells_of(&request)?;
    let shown = |tile: &Tile| {
        let cell = cells.iter().find(|cell| layout.codes(**cell).get(of) == Some(&tile.code));
        cell.map_or((Shown::NoData, wording.no_data.to_owned()), |cell| {
            let shown = published.shown(*cell);
            let shown = if shown == Shown::NotAsked { Shown::NoData } else { shown };
            (shown, wording.cell(published, *cell))
        })
    };
    let mut counts: Vec<u64> = PROVINCE_TILES
        .iter()
        .filter_map(|tile| if let Shown::Count(count) = shown(tile).0 { Some(count) } else { None })
        .collect();
    counts.sort_unstable();
    let (width, height) = (16 * (SIDE + GAP), 8 * (SIDE + GAP));
    let name = |tile: &Tile| (wording.category)(province, tile.code);
    let all: Vec<String> =
        PROVINCE_TILES.iter().map(|tile| format!("{}: {}", name(tile), shown(tile).1)).collect();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" font-family=\"system-ui, sans-serif\" text-anchor=\"middle\">\n<title>{}</title>\n\
         <desc>{}</desc>\n<defs><pattern id=\"hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
         <rect width=\"8\" height=\"8\" fill=\"#ffffff\"/><path d=\"M0 8 8 0\" stroke=\"#949494\"/></pattern></defs>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        escape(&wording.caption(&request.by, &request.only)),
        escape(&all.join("; "))
    );
    for tile in &PROVINCE_TILES {
        let (shown, words) = shown(tile);
        svg.push_str(&drawn(tile, shown, &words, &name(tile), &(wording.short)(tile.code), &counts));
    }
    svg.push_str(&legend(wording));
    svg.push_str("</svg>\n");
    Ok(svg)
}

/// What the tiles without a number mean; the corner below Sumatra is free.
fn legend(wording: &Wording<'_>) -> String {
    let row = |top: usize, look: &str, words: &str| {
        format!(
            "<rect x=\"2\" y=\"{top}\" width=\"18\" height=\"18\" rx=\"3\" stroke=\"#595959\" {look}/>\
             <text x=\"28\" y=\"{}\" font-size=\"13\" text-anchor=\"start\" fill=\"#1b1b1b\">{}</text>\n",
            top + 14,
            escape(words)
        )
    };
    let withheld = row(7 * (SIDE + GAP), "fill=\"url(#hatch)\"", wording.withheld);
    withheld + &row(7 * (SIDE + GAP) + 26, "fill=\"#ffffff\" stroke-dasharray=\"4 3\"", wording.no_data)
}

fn drawn(tile: &Tile, shown: Shown, words: &str, name: &str, short: &str, counts: &[u64]) -> String {
    let (left, top) = (usize::from(tile.column) * (SIDE + GAP), usize::from(tile.row) * (SIDE + GAP));
    let (fill, ink, border) = match shown {
        Shown::Count(count) => {
            let (fill, ink) = shade(count, counts);
            (fill, ink, "")
        }
        Shown::Withheld => ("url(#hatch)", "#1b1b1b", " stroke=\"#595959\""),
        Shown::NoData | Shown::NotAsked => {
            ("#ffffff", "#1b1b1b", " stroke=\"#595959\" stroke-dasharray=\"4 3\"")
        }
    };
    let middle = left + SIDE / 2;
    let number = if let Shown::Count(_) = shown { words } else { "–" };
    format!(
        "<g><title>{}: {}</title><rect x=\"{left}\" y=\"{top}\" width=\"{SIDE}\" height=\"{SIDE}\" rx=\"4\" \
         fill=\"{fill}\"{border}/><text x=\"{middle}\" y=\"{}\" font-size=\"14\" font-weight=\"600\" fill=\"{ink}\">{}</text>\
         <text x=\"{middle}\" y=\"{}\" font-size=\"13\" fill=\"{ink}\">{}</text></g>\n",
        escape(name),
        escape(words),
        top + 24,
        escape(short),
        top + 43,
        escape(number)
    )
}

/// Fifths of the provinces that have a number.
fn shade(count: u64, counts: &[u64]) -> (&'static str, &'static str) {
    let below = counts.partition_point(|other| *other < count);
    let fifth = below * SHADES.len() / counts.len().max(1);
    SHADES.get(fifth).or(SHADES.last()).copied().unwrap_or(("#ffffff", "#1b1b1b"))
}
