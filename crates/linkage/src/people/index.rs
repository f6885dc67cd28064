//! The entries and the ways to find them.

use std::collections::HashMap;
use std::sync::Mutex;

use super::align::HeldWord;
use super::gather::Tally;
use super::keys::PersonKeys;
use super::lexicon::Lexicon;
use super::numbers::Numbers;
use crate::normalise::{BirthDate, Kind, Name, Nik, Region, Sex};

/// Everyone known, searchable in memory.
#[derive(Default)]
pub struct PeopleIndex {
    pub(super) entries: Vec<Option<Entry>>,
    /// Of each entry what everybody gathered is weighed by: a quarter of a cache line instead of two.
    briefs: Vec<Brief>,
    free: Vec<u32>,
    by_id: HashMap<u128, u32>,
    pub(super) lexicon: Lexicon,
    pub(super) niks: Numbers,
    pub(super) phones: Numbers,
    pub(super) births: Numbers,
    /// Where questions are reckoned; kept from one to the next, because clearing a place for everybody takes longer than most
    /// answers.
    desks: Mutex<Vec<Tally>>,
}

/// Desks that are kept, each of eight bytes for everybody known.
const DESKS: usize = 4;

/// One person, packed: zero stands for "not known".
#[derive(Default)]
pub(super) struct Entry {
    pub(super) id: u128,
    pub(super) org: u32,
    pub(super) birth: Option<BirthDate>,
    pub(super) region: u64,
    /// The number plus one, so that sixteen zeros are a number too.
    pub(super) nik: u64,
    /// Word number (26 bits), kind (3 bits) and which name (3 bits) in one.
    pub(super) words: Box<[u32]>,
    pub(super) phones: Box<[u64]>,
    pub(super) sex: u8,
}

/// What is known of a person besides names and numbers, laid out so that weighing it needs no division: hundreds of thousands
/// are weighed for one question.
#[derive(Clone, Copy, Default)]
pub(super) struct Brief {
    pub(super) place: Place,
    pub(super) birth: Option<BirthDate>,
    sex: u8,
    pub(super) words: u8,
    /// Whether somebody is here.
    pub(super) held: bool,
}

/// A region down to the district.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// Province, regency and district, a byte each.
    parts: u32,
    /// Levels known, three at most; 0 for no region.
    levels: u8,
}

impl Place {
    pub(super) fn of(region: Region) -> Self {
        let down_to_district = region.number() / 10_000;
        let part = |step: u64| u32::try_from(down_to_district / step % 100).unwrap_or_default();
        Self { parts: part(10_000) << 16 | part(100) << 8 | part(1), levels: region.levels().min(3) }
    }

    /// As [`Region::shared_levels`], but three at most; none where either is unknown.
    pub(super) fn shared_levels(self, other: Self) -> Option<u8> {
        let known = self.levels.min(other.levels);
        let apart = self.parts ^ other.parts;
        let same = u8::from(apart >> 16 == 0) + u8::from(apart >> 8 == 0) + u8::from(apart == 0);
        (known > 0).then(|| same.min(known))
    }
}

impl Brief {
    fn of(entry: &Entry) -> Self {
        Self {
            place: entry.region().map(Place::of).unwrap_or_default(),
            birth: entry.birth,
            sex: entry.sex,
            words: u8::try_from(entry.words.len()).unwrap_or(u8::MAX),
            held: true,
        }
    }

    pub(super) fn sex(&self) -> Option<Sex> {
        sex_of(self.sex)
    }
}

fn sex_of(number: u8) -> Option<Sex> {
    match number {
        1 => Some(Sex::Female),
        2 => Some(Sex::Male),
        _ => None,
    }
}

const KIND_SHIFT: u32 = 26;
const NAME_SHIFT: u32 = 29;
const WORD_MASK: u32 = (1 << KIND_SHIFT) - 1;

impl Entry {
    pub(super) fn region(&self) -> Option<Region> {
        Region::from_number(self.region)
    }

    pub(super) fn nik(&self) -> Option<Nik> {
        Nik::from_number(self.nik.checked_sub(1)?)
    }

    pub(super) fn sex(&self) -> Option<Sex> {
        sex_of(self.sex)
    }

    pub(super) fn phones(&self) -> &[u64] {
        &self.phones
    }

    pub(super) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The names in order, each as its words.
    pub(super) fn names(&self) -> impl Iterator<Item = Vec<HeldWord>> + '_ {
        self.words.chunk_by(|a, b| a >> NAME_SHIFT == b >> NAME_SHIFT).map(|name| {
            let held = |packed: &u32| {
                let kind = u8::try_from(packed >> KIND_SHIFT & 7).ok().and_then(Kind::from_u8);
                HeldWord { word: packed & WORD_MASK, kind: kind.unwrap_or(Kind::Own) }
            };
            name.iter().map(held).collect()
        })
    }

    fn word_numbers(&self) -> Vec<u32> {
        let mut words: Vec<u32> = self.words.iter().map(|w| w & WORD_MASK).collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

impl PeopleIndex {
    /// An index that knows nobody.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many people are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Is nobody known?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Is this person known?
    #[must_use]
    pub fn contains(&self, id: u128) -> bool {
        self.by_id.contains_key(&id)
    }

    /// Takes a person in, or puts what is known now in place of what was known before.
    pub fn upsert(&mut self, keys: &PersonKeys) {
        let traits = &keys.traits;
        let mut phones: Vec<u64> = traits.phones.iter().map(|p| p.number()).collect();
        phones.sort_unstable();
        phones.dedup();
        let entry = Entry {
            id: keys.id,
            org: keys.org,
            birth: traits.birth,
            region: traits.region.map_or(0, Region::number),
            nik: traits.nik.map_or(0, |n| n.number() + 1),
            words: Box::default(),
            phones: phones.into(),
            sex: match traits.sex {
                None => 0,
                Some(Sex::Female) => 1,
                Some(Sex::Male) => 2,
            },
        };
        self.insert(entry, &traits.parsed_names());
    }

    /// Forgets a person wholly. False if the person was not known.
    pub fn remove(&mut self, id: u128) -> bool {
        let Some(slot) = self.by_id.remove(&id) else { return false };
        let Some(entry) = self.entries.get_mut(slot as usize).and_then(Option::take) else { return false };
        if let Some(brief) = self.briefs.get_mut(slot as usize) {
            *brief = Brief::default();
        }
        for word in entry.word_numbers() {
            self.lexicon.unbear(word, slot);
        }
        if entry.nik > 0 {
            self.niks.remove(entry.nik - 1, slot);
        }
        if let Some(birth) = entry.birth {
            self.births.remove(birth.number().into(), slot);
        }
        for phone in &entry.phones {
            self.phones.remove(*phone, slot);
        }
        self.free.push(slot);
        true
    }

    pub(super) fn insert(&mut self, mut entry: Entry, names: &[Name]) {
        self.remove(entry.id);
        let slot = match self.free.pop() {
            Some(slot) => slot,
            None => {
                self.entries.push(None);
                u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX)
            }
        };
        let mut words = Vec::new();
        for (which, name) in (0_u32..8).zip(names) {
            for token in name.tokens() {
                let word = self.lexicon.bear(&token.text, slot);
                words.push(word & WORD_MASK | (token.kind as u32) << KIND_SHIFT | which << NAME_SHIFT);
            }
        }
        entry.words = words.into();
        if entry.nik > 0 {
            self.niks.insert(entry.nik - 1, slot);
        }
        if let Some(birth) = entry.birth {
            self.births.insert(birth.number().into(), slot);
        }
        for phone in &entry.phones {
            self.phones.insert(*phone, slot);
        }
        self.by_id.insert(entry.id, slot);
        self.briefs.resize(self.entries.len(), Brief::default());
        if let Some(place) = self.briefs.get_mut(slot as usize) {
            *place = Brief::of(&entry);
        }
        if let Some(place) = self.entries.get_mut(slot as usize) {
            *place = Some(entry);
        }
    }

    /// A desk that nobody works at, with a place for everybody.
    pub(super) fn desk(&self) -> Tally {
        let kept = self.desks.lock().ok().and_then(|mut desks| desks.pop());
        kept.unwrap_or_default().begin(self.entries.len())
    }

    /// Leaves a desk for the next question.
    pub(super) fn leave(&self, desk: Tally) {
        if let Ok(mut desks) = self.desks.lock()
            && desks.len() < DESKS
        {
            desks.push(desk);
        }
    }

    pub(super) fn brief(&self, slot: u32) -> Brief {
        self.briefs.get(slot as usize).copied().unwrap_or_default()
    }

    pub(super) fn entry(&self, slot: u32) -> Option<&Entry> {
        self.entries.get(slot as usize)?.as_ref()
    }
}
