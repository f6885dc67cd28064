//! What people have decided about pairs of records. Every later run obeys it.

use std::collections::BTreeMap;

use super::letters::{QuickMap, hash_bytes, mix};
use super::people::People;

/// The key of a record: what decisions and earlier clusters know it by. `file` is given where ids count within one of
/// several files, as in [`super::Intake::of_file`].
#[must_use]
pub fn record_key(id: &str, file: Option<&str>) -> u64 {
    mix(hash_bytes(id.trim().as_bytes()) ^ file.map_or(0, |file| hash_bytes(file.as_bytes())))
}

/// What a person said of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// One child: both records come into one cluster, whatever else speaks against it.
    Same,
    /// Two children: the records never come into one cluster, not through third records either.
    Different,
    /// Nobody can tell: the engine goes on deciding by itself, and the pair is not asked about again.
    Unsure,
}

/// All decisions, by keys of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decisions(BTreeMap<(u64, u64), Verdict>);

impl Decisions {
    /// No decision.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a decision on two records. A later one on the same pair takes the place of an earlier one; a record needs none
    /// with itself.
    pub fn decide(&mut self, a: u64, b: u64, verdict: Verdict) {
        if a != b {
            self.0.insert((a.min(b), a.max(b)), verdict);
        }
    }

    /// What was decided of two records.
    #[must_use]
    pub fn between(&self, a: u64, b: u64) -> Option<Verdict> {
        self.0.get(&(a.min(b), a.max(b))).copied()
    }

    /// How many pairs were decided.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Was none?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What is settled before clustering begins, by places of records.
#[derive(Debug, Default)]
pub(crate) struct Settled {
    /// Pairs that come together, in the order of their keys.
    pub(crate) together: Vec<(u32, u32)>,
    /// For each record those it must not come together with.
    pub(crate) apart: QuickMap<u32, Vec<u32>>,
    unsure: QuickMap<(u32, u32), ()>,
}

impl Settled {
    /// Lays decisions on the records there are; those of records that are not here wait for them.
    pub(crate) fn of(people: &People, decisions: &Decisions) -> Self {
        let mut settled = Self::default();
        if decisions.is_empty() {
            return settled;
        }
        let places = places(people, decisions.0.keys().flat_map(|(a, b)| [*a, *b]));
        for ((a, b), verdict) in &decisions.0 {
            let (Some(a), Some(b)) = (places.get(a).copied(), places.get(b).copied()) else { continue };
            match verdict {
                Verdict::Same => settled.together.push((a, b)),
                Verdict::Different => {
                    settled.apart.entry(a).or_default().push(b);
                    settled.apart.entry(b).or_default().push(a);
                }
                Verdict::Unsure => {
                    settled.unsure.insert((a.min(b), a.max(b)), ());
                }
            }
        }
        settled
    }

    /// Has somebody looked at this pair already, without an answer?
    pub(crate) fn is_unsure(&self, (a, b): (u32, u32)) -> bool {
        !self.unsure.is_empty() && self.unsure.contains_key(&(a.min(b), a.max(b)))
    }

    pub(crate) fn kept_apart(&self, place: u32) -> &[u32] {
        if self.apart.is_empty() {
            return &[];
        }
        self.apart.get(&place).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Where records with these keys lie.
pub(crate) fn places(people: &People, keys: impl Iterator<Item = u64>) -> QuickMap<u64, u32> {
    let mut places: QuickMap<u64, u32> = keys.map(|key| (key, u32::MAX)).collect();
    for (at, record) in (0_u32..).zip(&people.records) {
        if let Some(place) = places.get_mut(&record.hash) {
            *place = at;
        }
    }
    places.retain(|_, place| *place != u32::MAX);
    places
}
