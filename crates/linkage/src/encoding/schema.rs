//! Linkage schemas of clkhash, version 3: what of them we read, and a clear answer to the rest.

use serde_json::{Map, Value};

use crate::link::Column;

/// How a value is cut into pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grams {
    /// Runs of so many letters, with their places when `positional`.
    Ngram {
        /// Letters in a run.
        n: usize,
        /// Does a run count only at its place?
        positional: bool,
    },
    /// The whole value is one piece.
    Exact,
}

/// How many bits are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// So many for every piece.
    BitsPerToken(usize),
    /// So many for the whole value, shared among its pieces.
    BitsPerFeature(usize),
}

/// A field that is encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// Heading of its column.
    pub identifier: String,
    /// What the column holds.
    pub column: Column,
    /// How its value is cut.
    pub grams: Grams,
    /// How many bits it sets.
    pub strategy: Strategy,
    /// A value that stands for a missing one.
    pub sentinel: Option<String>,
}

/// A schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Bits of a filter before folding.
    pub bits: usize,
    /// How often halves are laid over each other.
    pub folds: u32,
    /// Salt of the key derivation, as it stands in the file.
    pub salt: String,
    /// Purpose that enters the key derivation, as it stands in the file.
    pub info: String,
    /// Fields in the order of the file, without those ignored.
    pub features: Vec<Feature>,
}

/// Why a schema cannot be used: one sentence with the place and the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaProblem(pub String);

impl std::fmt::Display for SchemaProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SchemaProblem {}

type Result<T> = std::result::Result<T, SchemaProblem>;

fn problem<T>(text: impl Into<String>) -> Result<T> {
    Err(SchemaProblem(text.into()))
}

/// Most bits of a filter.
const MOST_BITS: usize = 8_192;

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    /// [`SchemaProblem`] when it is not of version 3, or asks for something that is not done here.
    pub fn parse(text: &str) -> Result<Self> {
        let whole: Value = match serde_json::from_str(text) {
            Ok(whole) => whole,
            Err(error) => return problem(format!("the schema is not JSON ({error})")),
        };
        let whole = object(&whole, "the schema")?;
        only(whole, "the schema", &["version", "clkConfig", "features", "$schema", "title", "description"])?;
        if whole.get("version").and_then(Value::as_u64) != Some(3) {
            return problem(
                "only linkage schemas of version 3 are read: convert it with `anonlink convert-schema`",
            );
        }
        let config = object(whole.get("clkConfig").unwrap_or(&Value::Null), "clkConfig")?;
        only(config, "clkConfig", &["l", "xor_folds", "kdf"])?;
        let bits = number(config, "l", "clkConfig")?;
        let folds =
            u32::try_from(config.get("xor_folds").and_then(Value::as_u64).unwrap_or(0)).unwrap_or(u32::MAX);
        let folded = bits.checked_shr(folds).unwrap_or(0);
        if bits > MOST_BITS || folded < 64 || folded % 64 != 0 || folded << folds != bits {
            return problem(format!(
                "clkConfig: l must be at most {MOST_BITS} and, halved once for each of xor_folds, a multiple of 64"
            ));
        }
        let (salt, info) = kdf(config.get("kdf"))?;
        let mut features = Vec::new();
        for (nth, value) in whole.get("features").and_then(Value::as_array).into_iter().flatten().enumerate()
        {
            features.extend(feature(value, nth)?);
        }
        if features.is_empty() {
            return problem("features: the schema encodes no column");
        }
        Ok(Self { bits, folds, salt, info, features })
    }

    /// Bits of a filter as it is written.
    #[must_use]
    pub fn folded_bits(&self) -> usize {
        self.bits >> self.folds
    }
}

fn object<'a>(value: &'a Value, place: &str) -> Result<&'a Map<String, Value>> {
    value.as_object().map_or_else(|| problem(format!("{place} is missing or no object")), Ok)
}

fn only(object: &Map<String, Value>, place: &str, known: &[&str]) -> Result<()> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => {
            problem(format!("{place}: {key} is not known here; take it out, or encode with clkhash itself"))
        }
        None => Ok(()),
    }
}

fn number(object: &Map<String, Value>, key: &str, place: &str) -> Result<usize> {
    let found =
        object.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0);
    found.map_or_else(|| problem(format!("{place}: {key} must be a whole number from 1 on")), Ok)
}

fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// Salt and purpose of the key derivation.
fn kdf(value: Option<&Value>) -> Result<(String, String)> {
    let Some(value) = value else { return Ok(Default::default()) };
    let kdf = object(value, "clkConfig.kdf")?;
    only(kdf, "clkConfig.kdf", &["type", "hash", "info", "salt", "keySize"])?;
    if text(kdf, "type").is_some_and(|kind| kind != "HKDF")
        || text(kdf, "hash").is_some_and(|hash| hash != "SHA256")
    {
        return problem("clkConfig.kdf: keys are derived by HKDF with SHA256 alone");
    }
    Ok((text(kdf, "salt").unwrap_or_default(), text(kdf, "info").unwrap_or_default()))
}

fn feature(value: &Value, nth: usize) -> Result<Option<Feature>> {
    let feature = object(value, &format!("features[{nth}]"))?;
    let Some(identifier) = text(feature, "identifier") else {
        return problem(format!("features[{nth}] has no identifier"));
    };
    let place = format!("feature {identifier:?}");
    if feature.get("ignored").and_then(Value::as_bool) == Some(true) {
        return Ok(None);
    }
    only(feature, &place, &["identifier", "ignored", "description", "format", "hashing"])?;
    let Some(column) = Column::of_heading(&identifier) else {
        return problem(format!(
            "{place} is no column that linkage knows: rename it (name, dob, sex, region_code, nik, phone, …) or mark it ignored"
        ));
    };
    if matches!(column, Column::Id | Column::Agency | Column::EventDate | Column::Age) {
        return problem(format!("{place} is not encoded: mark it ignored"));
    }
    let hashing = object(feature.get("hashing").unwrap_or(&Value::Null), &format!("{place}: hashing"))?;
    only(hashing, &format!("{place}: hashing"), &["comparison", "strategy", "hash", "missingValue"])?;
    if let Some(hash) = hashing.get("hash") {
        let kind = object(hash, &format!("{place}: hash"))?.get("type").and_then(Value::as_str);
        if !matches!(kind, None | Some("doubleHash" | "blakeHash")) {
            return problem(format!("{place}: hash type must be doubleHash or blakeHash"));
        }
    }
    let (grams, strategy) = (comparison(hashing, &place)?, strategy(hashing, &place)?);
    let missing = hashing.get("missingValue").and_then(Value::as_object);
    let sentinel = missing.and_then(|missing| text(missing, "sentinel"));
    Ok(Some(Feature { identifier, column, grams, strategy, sentinel }))
}

fn comparison(hashing: &Map<String, Value>, place: &str) -> Result<Grams> {
    let comparison =
        object(hashing.get("comparison").unwrap_or(&Value::Null), &format!("{place}: comparison"))?;
    match comparison.get("type").and_then(Value::as_str) {
        Some("exact") => Ok(Grams::Exact),
        Some("ngram") => {
            let positional = comparison.get("positional").and_then(Value::as_bool).unwrap_or(false);
            let n = number(comparison, "n", &format!("{place}: comparison"))?;
            if n > 4 {
                return problem(format!("{place}: comparison: n is at most 4"));
            }
            Ok(Grams::Ngram { n, positional })
        }
        Some("numeric") => {
            problem(format!("{place}: numeric comparison is not done here; use ngram or exact"))
        }
        _ => problem(format!("{place}: comparison type must be ngram or exact")),
    }
}

fn strategy(hashing: &Map<String, Value>, place: &str) -> Result<Strategy> {
    let strategy = object(hashing.get("strategy").unwrap_or(&Value::Null), &format!("{place}: strategy"))?;
    only(strategy, &format!("{place}: strategy"), &["bitsPerToken", "bitsPerFeature"])?;
    match strategy.keys().next().map(String::as_str) {
        Some("bitsPerToken") if strategy.len() == 1 => {
            Ok(Strategy::BitsPerToken(number(strategy, "bitsPerToken", place)?.min(200)))
        }
        Some("bitsPerFeature") if strategy.len() == 1 => {
            Ok(Strategy::BitsPerFeature(number(strategy, "bitsPerFeature", place)?.min(4_000)))
        }
        _ => problem(format!("{place}: strategy must be bitsPerToken or bitsPerFeature")),
    }
}
