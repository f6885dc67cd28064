//! Provinces and regencies of Indonesia under the codes of the interior ministry (scheme `kemendagri`).
//!
//! Of a person only province and regency are kept in clear, so nothing smaller is here. BPS numbers look alike and mean
//! other places; they are never read as these codes.

use std::sync::LazyLock;

/// A province or a regency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Kemendagri code: `32` or `32.76`.
    pub code: &'static str,
    /// Province or regency.
    pub level: Level,
    /// True for a kota; false for a kabupaten and a province.
    pub city: bool,
    /// Official name with its kind: `Jawa Barat`, `Kabupaten Bogor`, `Kota Bogor`.
    pub name: &'static str,
    /// Code of the province a regency lies in.
    pub parent: Option<&'static str>,
    /// ISO 3166-2 code, provinces only.
    pub iso: Option<&'static str>,
}

/// The two levels that are shipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// First level, provinsi.
    Province,
    /// Second level, kabupaten or kota.
    Regency,
}

/// Every province and regency, ordered by code: each province is followed by its regencies.
#[must_use]
pub fn all() -> &'static [Region] {
    &TABLE.regions
}

/// The region with this dotted code.
#[must_use]
pub fn get(code: &str) -> Option<&'static Region> {
    let at = all().binary_search_by(|r| r.code.cmp(code)).ok()?;
    all().get(at)
}

/// The provinces, ordered by code.
pub fn provinces() -> impl Iterator<Item = &'static Region> {
    all().iter().filter(|r| r.level == Level::Province)
}

/// The regencies of a province, ordered by code; none for a code that is no province.
pub fn regencies_of(province: &str) -> impl Iterator<Item = &'static Region> {
    all().iter().filter(move |r| r.parent == Some(province))
}

/// The province of a region; a province is its own.
#[must_use]
pub fn province_of(code: &str) -> Option<&'static Region> {
    let region = get(code)?;
    region.parent.map_or(Some(region), get)
}

/// The official name of a region.
#[must_use]
pub fn label(code: &str) -> Option<&'static str> {
    get(code).map(|r| r.name)
}

/// The name with its province, as on an envelope: `Kota Depok, Jawa Barat`.
#[must_use]
pub fn full_label(code: &str) -> Option<String> {
    let region = get(code)?;
    Some(match region.parent.and_then(label) {
        Some(province) => format!("{}, {province}", region.name),
        None => region.name.to_owned(),
    })
}

/// Finds regions by what people write: `Kab. Bogor`, `KODYA BANDUNG`, `bandung (kota)`, `Jaksel`, `Banjar, Jabar`.
///
/// RegionType words may be short, missing or behind the name; case, spaces, old spelling and a slip of one or two letters do
/// not matter. A name that several regions bear gives all of them, provinces first, so that a human chooses (`Bandung`
/// is a kabupaten and a kota). What follows a comma narrows the answer to that province; when the two contradict each
/// other the answer is empty.
#[must_use]
pub fn find_by_name(text: &str) -> Vec<&'static Region> {
    find(text, true)
}

/// Like [`find_by_name`] without the slips of the pen: for an import that nobody watches, where a near name is not
/// good enough.
#[must_use]
pub fn find_as_spelt(text: &str) -> Vec<&'static Region> {
    find(text, false)
}

fn find(text: &str, slips: bool) -> Vec<&'static Region> {
    let mut parts = text.split([',', '(', ')', ';', '/']).map(words).filter(|w| !w.is_empty());
    let Some(mut sought) = parts.next() else {
        return Vec::new();
    };
    let mut within = None;
    for part in parts {
        match part.as_slice() {
            // "Bandung, Kab.": the kind word stands behind a comma.
            [one] if RegionType::of_word(one).is_some() => sought.insert(0, one.clone()),
            _ => within = province_named(&part, slips).or(within),
        }
    }
    let mut hits = hits(&sought, slips);
    if let Some(province) = within {
        hits.retain(|r| r.code == province.code || r.parent == Some(province.code));
    }
    hits
}

fn province_named(part: &[String], slips: bool) -> Option<&'static Region> {
    hits(part, slips).into_iter().find(|r| r.level == Level::Province)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RegionType {
    Province,
    Kabupaten,
    Kota,
}

impl RegionType {
    fn of_word(word: &str) -> Option<Self> {
        match word {
            "provinsi" => Some(Self::Province),
            "kabupaten" => Some(Self::Kabupaten),
            "kota" => Some(Self::Kota),
            _ => None,
        }
    }

    fn mixed_up_with(self) -> Option<Self> {
        match self {
            Self::Province => None,
            Self::Kabupaten => Some(Self::Kota),
            Self::Kota => Some(Self::Kabupaten),
        }
    }

    fn fits(self, region: &Region) -> bool {
        match self {
            Self::Province => region.level == Level::Province,
            Self::Kabupaten => region.level == Level::Regency && !region.city,
            Self::Kota => region.city,
        }
    }
}

/// A way to read the words.
struct Reading {
    /// The name without spaces.
    plain: String,
    /// The same by sound.
    sound: String,
    /// What it is said to be, if anything.
    kind: Option<RegionType>,
}

impl Reading {
    fn new(words: &[String], kind: Option<RegionType>) -> Self {
        let plain = words.concat();
        Self { sound: fold(&plain), plain, kind }
    }
}

/// The ways to read the words, likeliest first. The whole comes first because of `Lima Puluh Kota` and `Kota Baru`.
fn readings(words: &[String]) -> Vec<Reading> {
    let mut readings = vec![Reading::new(words, None)];
    if let [first, rest @ ..] = words
        && let Some(kind) = RegionType::of_word(first)
    {
        readings.push(Reading::new(rest, Some(kind)));
    }
    if let [rest @ .., last] = words
        && let Some(kind) = RegionType::of_word(last)
    {
        readings.push(Reading::new(rest, Some(kind)));
    }
    readings.retain(|reading| !reading.plain.is_empty());
    readings
}

fn hits(words: &[String], slips: bool) -> Vec<&'static Region> {
    let readings = readings(words);
    // As written; then kabupaten for kota, which people mix up; then with slips of the pen.
    let mut found = first_hits(&readings, |reading| named(&reading.sound, reading.kind)).or_else(|| {
        first_hits(&readings, |reading| {
            let other = reading.kind.and_then(RegionType::mixed_up_with);
            other.map(|other| named(&reading.sound, Some(other))).unwrap_or_default()
        })
    });
    if slips {
        found = found.or_else(|| first_hits(&readings, nearly_named));
    }
    let mut hits: Vec<_> = found.unwrap_or_default().into_iter().filter_map(|at| all().get(at)).collect();
    hits.sort_by_key(|r| (r.level, r.code));
    hits.dedup();
    hits
}

fn first_hits(readings: &[Reading], look: impl Fn(&Reading) -> Vec<usize>) -> Option<Vec<usize>> {
    readings.iter().map(look).find(|hits| !hits.is_empty())
}

fn keys_of(kind: Option<RegionType>) -> impl Iterator<Item = &'static Key> {
    TABLE.keys.iter().filter(move |key| {
        let region = all().get(key.at);
        region.is_some_and(|r| kind.is_none_or(|k| k.fits(r)))
    })
}

fn named(sound: &str, kind: Option<RegionType>) -> Vec<usize> {
    keys_of(kind).filter(|key| key.sound == sound).map(|key| key.at).collect()
}

/// The nearest names within one letter, or two in a long name. Short names and short forms must be written right:
/// one letter apart, they are other places.
fn nearly_named(reading: &Reading) -> Vec<usize> {
    let mut nearest = match reading.plain.chars().count() {
        0..5 => return Vec::new(),
        5..9 => 1,
        _ => 2,
    };
    let mut hits = Vec::new();
    for key in keys_of(reading.kind).filter(|key| !key.short) {
        // A slip can make a false `oe`, so the name counts as written and by sound.
        let apart = distance(&reading.plain, &key.plain).min(distance(&reading.sound, &key.sound));
        if apart < nearest {
            nearest = apart;
            hits.clear();
        }
        if apart == nearest {
            hits.push(key.at);
        }
    }
    hits
}

/// Number of letters to insert, drop or change between two names (Levenshtein 1966).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for ((to, &above), &slanted) in b.iter().zip(row.iter().skip(1)).zip(row.iter()) {
            left = (slanted + usize::from(from != *to)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// The words in lower case, kind words and usual short forms written out, `administrasi` dropped.
fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let long = words.filter_map(|word| match word {
        "kab" | "kabupaten" | "regency" => Some("kabupaten"),
        "kota" | "kodya" | "kotamadya" | "kotamadia" | "city" => Some("kota"),
        "prov" | "prop" | "provinsi" | "propinsi" | "province" => Some("provinsi"),
        "kep" | "kepulauan" => Some("kepulauan"),
        "adm" | "administrasi" | "administratif" => None,
        other => Some(other),
    });
    long.map(str::to_owned).collect()
}

/// One key for one sound: the spelling before 1972 made new (`oe`, `dj`, `tj`), double letters single.
fn fold(plain: &str) -> String {
    let mut sound = plain.replace("oe", "u").replace("dj", "j").replace("tj", "c");
    let mut before = None;
    sound.retain(|letter| before.replace(letter) != Some(letter));
    sound
}

/// A name under which a region is found.
struct Key {
    plain: String,
    sound: String,
    at: usize,
    /// A short form such as `Jaksel`, matched only as written.
    short: bool,
}

impl Key {
    fn new(words: &[String], at: usize, short: bool) -> Self {
        let plain = words.concat();
        Self { sound: fold(&plain), plain, at, short }
    }
}

struct Table {
    regions: Vec<Region>,
    keys: Vec<Key>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut regions: Vec<_> =
        include_str!("../data/regions/regions.csv").lines().skip(1).filter_map(read_region).collect();
    regions.sort_by_key(|r| r.code);
    let own = regions.iter().enumerate().map(|(at, r)| {
        let words = words(r.name);
        let bare = match words.as_slice() {
            [kind, bare @ ..] if r.level == Level::Regency && RegionType::of_word(kind).is_some() => bare,
            whole => whole,
        };
        Key::new(bare, at, false)
    });
    let aliases = include_str!("../data/regions/aliases.tsv").lines().filter_map(|line| {
        let (alias, code) = line.split_once('\t')?;
        let at = regions.binary_search_by(|r| r.code.cmp(code)).ok()?;
        Some(Key::new(&words(alias), at, alias.chars().count() < 7))
    });
    let keys = own.chain(aliases).collect();
    Table { regions, keys }
});

/// One line of `regions.csv`; no name in it holds a comma or a quote. A line that cannot be read is left out, and a
/// test counts what is there.
fn read_region(line: &'static str) -> Option<Region> {
    let mut cells = line.split(',');
    let code = cells.next()?;
    let level = match cells.next()? {
        "1" => Level::Province,
        "2" => Level::Regency,
        _ => return None,
    };
    let city = cells.next()? == "kota";
    let name = cells.next()?;
    let mut optional = || cells.next().filter(|cell| !cell.is_empty());
    Some(Region { code, level, city, name, parent: optional(), iso: optional() })
}
