//! Where the invented children live: real regency codes, weighted roughly as people live, and no place below them.

use model::regions;

use super::dice::Dice;

/// Provinces with weights (shares of the population, coarsened, and lifted for the small ones so that all appear).
const PROVINCES: &[(usize, &str)] = &[
    (20, "11"),
    (50, "12"),
    (20, "13"),
    (22, "14"),
    (13, "15"),
    (28, "16"),
    (8, "17"),
    (30, "18"),
    (6, "19"),
    (9, "21"),
    (35, "31"),
    (150, "32"),
    (110, "33"),
    (15, "34"),
    (125, "35"),
    (40, "36"),
    (20, "51"),
    (28, "52"),
    (45, "53"),
    (24, "61"),
    (12, "62"),
    (18, "63"),
    (16, "64"),
    (5, "65"),
    (15, "71"),
    (14, "72"),
    (40, "73"),
    (13, "74"),
    (7, "75"),
    (8, "76"),
    (10, "81"),
    (8, "82"),
    (6, "91"),
    (4, "92"),
    (5, "93"),
    (6, "94"),
    (8, "95"),
    (4, "96"),
];

/// A province among those where an agency works.
fn province(allowed: &[&str], dice: &mut Dice) -> &'static str {
    let open: Vec<(usize, &'static str)> = PROVINCES
        .iter()
        .copied()
        .filter(|(_, code)| (allowed.is_empty() || allowed.contains(code)) && regions::get(code).is_some())
        .collect();
    dice.weighted(&open)
}

/// A regency among the provinces where an agency works: its code and its province's.
pub(crate) fn regency(allowed: &[&str], dice: &mut Dice) -> (&'static str, &'static str) {
    let province = province(allowed, dice);
    let codes: Vec<&'static str> = regions::regencies_of(province).map(|region| region.code).collect();
    (dice.pick(&codes), province)
}

const STREETS: &[&str] = &[
    "Jalan Rekaan",
    "Gang Contoh",
    "Jalan Melati Rekaan",
    "Lorong Contoh",
    "Dusun Rekaan",
    "Kampung Contoh",
    "Jalan Kenanga Rekaan",
    "Perumahan Contoh Asri",
    "Jalan Pasar Rekaan",
    "Jalan Pelabuhan Contoh",
];

/// An address that nobody lives at.
pub(crate) fn address(dice: &mut Dice) -> String {
    let street = dice.pick(STREETS);
    format!(
        "{street} No. {}, RT {:02}/RW {:02}",
        dice.between(1, 180),
        dice.between(1, 12),
        dice.between(1, 9)
    )
}
