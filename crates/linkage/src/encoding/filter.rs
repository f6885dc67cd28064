//! From a value to its filter.

use super::schema::{Feature, Grams, Schema, Strategy};
use crate::link::Column;
use crate::normalise::{BirthDate, Kind, Name, Nik, Phone, Region, fold};

/// A keyed hash with one key for each field. The secret behind it stays with the agencies.
pub trait KeyedHash: Sync {
    /// The hash of `bytes` under the key of a field.
    fn hash(&self, field: usize, bytes: &[u8]) -> [u8; 32];
}

/// Encodes the values of one schema.
pub struct Encoder<'a> {
    schema: &'a Schema,
    key: &'a dyn KeyedHash,
}

/// What is hashed of a value: the one written form of names, days and numbers, so that agencies that write them differently
/// encode them alike. Empty when the value says nothing.
#[must_use]
pub fn understood(column: Column, value: &str) -> String {
    let value = value.trim();
    match column {
        Column::Name | Column::GivenName | Column::FamilyName | Column::GuardianName => {
            let name = Name::parse(value);
            let own = name.tokens().iter().filter(|token| matches!(token.kind, Kind::Own | Kind::Patronym));
            own.map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
        }
        Column::Dob => BirthDate::parse(value)
            .filter(|date| date.is_full() && !date.is_default_day())
            .map(|date| {
                let (month, day) = (date.month().unwrap_or(0), date.day().unwrap_or(0));
                format!("{:04}{month:02}{day:02}", date.year())
            })
            .unwrap_or_default(),
        Column::Nik => Nik::parse(value)
            .ok()
            .filter(|nik| nik.number() % 1_111_111_111_111_111 != 0)
            .map(|nik| nik.digits())
            .unwrap_or_default(),
        Column::Phone => Phone::parse(value).map(|phone| phone.number().to_string()).unwrap_or_default(),
        Column::RegionCode => Region::parse(value)
            .filter(|region| region.levels() >= 2)
            .map(|region| format!("{:04}", region.number() / 1_000_000))
            .unwrap_or_default(),
        Column::Sex => match value.to_lowercase().as_str() {
            "p" | "f" | "w" | "pr" | "perempuan" | "wanita" | "female" | "girl" | "2" => "f".into(),
            "l" | "m" | "lk" | "laki" | "laki-laki" | "laki laki" | "pria" | "male" | "boy" | "1" => {
                "m".into()
            }
            _ => String::new(),
        },
        _ => fold(value).trim().to_owned(),
    }
}

impl<'a> Encoder<'a> {
    /// An encoder.
    #[must_use]
    pub fn new(schema: &'a Schema, key: &'a dyn KeyedHash) -> Self {
        Self { schema, key }
    }

    /// The filter of an understood value of the feature with this number, in words of 64 bits; all zeros for a missing one. Only
    /// filters of the same salt can be alike.
    #[must_use]
    pub fn encode(&self, nth: usize, value: &str, salt: &str) -> Vec<u64> {
        let mut filter = vec![0_u64; self.schema.bits / 64];
        let Some(feature) = self.schema.features.get(nth) else { return filter };
        if !value.is_empty() && feature.sentinel.as_deref() != Some(value) {
            let pieces = pieces(feature, value);
            for (at, piece) in pieces.iter().enumerate() {
                let count = match feature.strategy {
                    Strategy::BitsPerToken(count) => count,
                    Strategy::BitsPerFeature(all) => {
                        all / pieces.len() + usize::from(at < all % pieces.len())
                    }
                };
                self.set(&mut filter, nth, &format!("{salt}\u{1f}{piece}"), count);
            }
        }
        for _ in 0..self.schema.folds {
            let upper = filter.split_off(filter.len() / 2);
            for (low, high) in filter.iter_mut().zip(upper) {
                *low ^= high;
            }
        }
        filter
    }

    /// Sets so many bits, each from sixteen bits of the keyed hash of its own.
    fn set(&self, filter: &mut [u64], nth: usize, piece: &str, count: usize) {
        let size = filter.len() * 64;
        let mut left = count;
        for round in 0_u8.. {
            let mut bytes = piece.as_bytes().to_vec();
            bytes.push(round);
            for two in self.key.hash(nth, &bytes).as_chunks::<2>().0 {
                if left == 0 {
                    return;
                }
                left -= 1;
                let at = usize::from(u16::from_le_bytes(*two)) % size;
                if let Some(word) = filter.get_mut(at / 64) {
                    *word |= 1 << (at % 64);
                }
            }
        }
    }
}

/// The pieces of a value, each once.
fn pieces(feature: &Feature, value: &str) -> Vec<String> {
    let mut pieces = match feature.grams {
        Grams::Exact => vec![value.to_owned()],
        Grams::Ngram { n, positional } => {
            let edge = if positional || n == 1 { "" } else { " " };
            let letters: Vec<char> = format!("{edge}{value}{edge}").chars().collect();
            let run = |(at, run): (usize, &[char])| {
                let run: String = run.iter().collect();
                if positional { format!("{at} {run}") } else { run }
            };
            if letters.len() < n {
                vec![value.to_owned()]
            } else {
                letters.windows(n).enumerate().map(run).collect()
            }
        }
    };
    pieces.sort_unstable();
    pieces.dedup();
    pieces
}
