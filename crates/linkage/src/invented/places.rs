//! Provinces by their Kemendagri numbers, with rough shares of the people; regencies below them bear invented names.

use super::dice::Dice;

/// Number, name, share of the people in per mille, number of regencies.
const PROVINCES: &[(usize, &str, f64, usize)] = &[
    (11, "Aceh", 20.0, 23),
    (12, "Sumatera Utara", 55.0, 33),
    (13, "Sumatera Barat", 20.0, 19),
    (14, "Riau", 24.0, 12),
    (15, "Jambi", 13.0, 11),
    (16, "Sumatera Selatan", 31.0, 17),
    (17, "Bengkulu", 7.0, 10),
    (18, "Lampung", 33.0, 15),
    (19, "Kepulauan Bangka Belitung", 5.0, 7),
    (21, "Kepulauan Riau", 8.0, 7),
    (31, "DKI Jakarta", 39.0, 6),
    (32, "Jawa Barat", 178.0, 27),
    (33, "Jawa Tengah", 135.0, 35),
    (34, "DI Yogyakarta", 14.0, 5),
    (35, "Jawa Timur", 150.0, 38),
    (36, "Banten", 44.0, 8),
    (51, "Bali", 16.0, 9),
    (52, "Nusa Tenggara Barat", 20.0, 10),
    (53, "Nusa Tenggara Timur", 20.0, 22),
    (61, "Kalimantan Barat", 20.0, 14),
    (62, "Kalimantan Tengah", 10.0, 14),
    (63, "Kalimantan Selatan", 15.0, 13),
    (64, "Kalimantan Timur", 14.0, 10),
    (65, "Kalimantan Utara", 3.0, 5),
    (71, "Sulawesi Utara", 10.0, 15),
    (72, "Sulawesi Tengah", 11.0, 13),
    (73, "Sulawesi Selatan", 34.0, 24),
    (74, "Sulawesi Tenggara", 10.0, 17),
    (75, "Gorontalo", 4.0, 6),
    (76, "Sulawesi Barat", 5.0, 6),
    (81, "Maluku", 7.0, 11),
    (82, "Maluku Utara", 5.0, 10),
    (91, "Papua", 4.0, 9),
    (92, "Papua Barat", 2.0, 7),
    (93, "Papua Selatan", 2.0, 4),
    (94, "Papua Tengah", 5.0, 8),
    (95, "Papua Pegunungan", 5.0, 8),
    (96, "Papua Barat Daya", 2.0, 6),
];

const FIRST: &[&str] = &[
    "Suka", "Karang", "Tanjung ", "Muara ", "Gunung ", "Wono", "Banjar ", "Kerta", "Lubuk ", "Batu ", "Air ",
    "Sri",
];
const SECOND: &[&str] =
    &["maju", "mulya", "sari", "jaya", "agung", "rejo", "indah", "raya", "makmur", "bakti", "asri", "elok"];

/// Where somebody lives, down to the village.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) province: usize,
    pub(super) regency: usize,
    pub(super) district: usize,
}

/// A place within these provinces, by their people; anywhere when there are none.
pub(super) fn within(provinces: &[usize], dice: &mut Dice) -> Place {
    let open = |number: usize| provinces.is_empty() || provinces.contains(&number);
    let weights = PROVINCES.iter().map(|(number, _, people, _)| if open(*number) { *people } else { 0.0 });
    let (province, _, _, regencies) =
        PROVINCES.get(dice.weighted(weights)).copied().unwrap_or((32, "", 0.0, 27));
    let regency = 1 + dice.rank(regencies);
    Place { province, regency, district: 1 + dice.below(14) }
}

impl Place {
    pub(super) fn province_name(self) -> &'static str {
        PROVINCES.iter().find(|(number, ..)| *number == self.province).map_or("", |(_, name, ..)| name)
    }

    /// `Kabupaten Sukamaju`: invented, and one for each regency of a province.
    pub(super) fn regency_name(self) -> String {
        let first = FIRST.get((self.regency - 1) % FIRST.len()).copied().unwrap_or_default();
        let second =
            SECOND.get((self.regency * 5 + self.province) % SECOND.len()).copied().unwrap_or_default();
        let kind = if self.regency.is_multiple_of(5) { "Kota" } else { "Kabupaten" };
        format!("{kind} {first}{second}")
    }

    /// `32.05`, or with the district `32.05.11`.
    pub(super) fn code(self, district: bool) -> String {
        let Self { province, regency, district: below } = self;
        if district {
            format!("{province}.{regency:02}.{below:02}")
        } else {
            format!("{province}.{regency:02}")
        }
    }
}
