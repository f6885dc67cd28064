//! Nearest match of 256-bit hashes, exact.
//!
//! **Multi-index hashing** (Norouzi, Punjani, Fleet: *Fast exact search in Hamming space with multi-index hashing*, 2014). Cut the
//! hash into `m` pieces. For a distance `r = m·q + a` with `a < m`, two hashes within `r` agree within `q` bits on one of
//! the first `a + 1` pieces, or within `q − 1` on one of the others: otherwise their distance would be at least
//! `(a + 1)(q + 1) + (m − a − 1)q = r + 1`. So looking at every piece value within that small radius finds every match, and
//! each candidate is then compared whole. Nothing is approximate; pieces that leave some bits out only add candidates.
//!
//! Which pieces are best depends on how many hashes there are, so an index begins as a plain scan, goes over to 16 pieces of 16 bits
//! and, past half a million, to 11 pieces of 23 bits. It changes twice in its life; every other addition costs the same few
//! steps. Entries that share a piece's value are chained, so nothing is ever sorted or rebuilt.

mod threads;

use std::fmt;

use crate::segments::Segments;
pub use threads::Scratch;
use threads::Threads;

/// The largest distance at which two PDQ hashes are taken for alike (the threshold its makers publish).
pub const MAX_DISTANCE: u32 = 31;

/// Entries up to which a plain scan is as fast as anything.
const SCANNED: u32 = 16_384;
/// Entries up to which 16 pieces of 16 bits are best. Their tables take 4 MiB, those of 11 pieces of 23 bits 352 MiB.
const SMALL: u32 = 500_000;

/// A 256-bit hash. `Debug` shows nothing of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pdq(pub [u64; 4]);

impl Pdq {
    /// From 32 bytes, first byte first.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        let mut words = [0u64; 4];
        for (word, eight) in words.iter_mut().zip(bytes.chunks_exact(8)) {
            *word = eight.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
        }
        Self(words)
    }

    /// As 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        let mut bytes = [0u8; 32];
        for (eight, word) in bytes.chunks_exact_mut(8).zip(self.0) {
            eight.copy_from_slice(&word.to_be_bytes());
        }
        bytes
    }
}

impl fmt::Debug for Pdq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pdq(…)")
    }
}

/// Bits in which two hashes differ, 0 to 256.
#[must_use]
#[inline]
pub fn distance(one: &Pdq, other: &Pdq) -> u32 {
    one.0.iter().zip(&other.0).map(|(a, b)| (a ^ b).count_ones()).sum()
}

/// An entry near to what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// Bits that differ.
    pub distance: u32,
    /// Number of the entry.
    pub number: u32,
}

/// Hashes of 256 bits, each known by the number it got when it was added.
#[derive(Debug, Clone, Default)]
pub struct PdqIndex {
    tier: Tier,
}

#[derive(Debug, Clone)]
enum Tier {
    Scanned(Segments<Pdq>),
    Small(Box<Threads<16, 16>>),
    Large(Box<Threads<11, 23>>),
}

impl Default for Tier {
    fn default() -> Self {
        Self::Scanned(Segments::default())
    }
}

impl PdqIndex {
    /// An empty index that is laid out at once for so many entries; it holds any number.
    #[must_use]
    pub fn expecting(entries: u32) -> Self {
        let tier = if entries <= SCANNED {
            Tier::default()
        } else if entries <= SMALL {
            Tier::Small(Box::default())
        } else {
            Tier::Large(Box::default())
        };
        Self { tier }
    }

    /// Hashes held.
    #[must_use]
    pub fn len(&self) -> u32 {
        match &self.tier {
            Tier::Scanned(all) => all.len(),
            Tier::Small(threads) => threads.len(),
            Tier::Large(threads) => threads.len(),
        }
    }

    /// Whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The hash of a number.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&Pdq> {
        match &self.tier {
            Tier::Scanned(all) => all.get(number),
            Tier::Small(threads) => threads.get(number),
            Tier::Large(threads) => threads.get(number),
        }
    }

    /// The number of the very same hash.
    #[must_use]
    pub fn find(&self, hash: &Pdq) -> Option<u32> {
        match &self.tier {
            Tier::Scanned(all) => {
                (0..).zip(all.iter()).find(|(_, held)| *held == hash).map(|(number, _)| number)
            }
            Tier::Small(threads) => threads.find(hash),
            Tier::Large(threads) => threads.find(hash),
        }
    }

    /// Adds a hash and gives its number, or the number it has already. `None` when the index is full.
    pub fn add(&mut self, hash: Pdq) -> Option<u32> {
        if let Some(number) = self.find(&hash) {
            return Some(number);
        }
        self.outgrow();
        match &mut self.tier {
            Tier::Scanned(all) => all.push(hash),
            Tier::Small(threads) => threads.push(hash),
            Tier::Large(threads) => threads.push(hash),
        }
    }

    /// Every hash within `limit` bits, nearest first, then by number. The limit is at most [`MAX_DISTANCE`].
    pub fn near<'a>(&self, hash: &Pdq, limit: u32, scratch: &'a mut Scratch) -> &'a [Near] {
        let limit = limit.min(MAX_DISTANCE);
        scratch.found.clear();
        match &self.tier {
            Tier::Scanned(all) => scan(all, hash, limit, &mut scratch.found),
            Tier::Small(threads) => threads.near(hash, limit, scratch),
            Tier::Large(threads) => threads.near(hash, limit, scratch),
        }
        scratch.found.sort_unstable();
        scratch.found.dedup();
        &scratch.found
    }

    /// The same by comparing with every hash: what [`Self::near`] is measured against.
    #[must_use]
    pub fn near_by_scan(&self, hash: &Pdq, limit: u32) -> Vec<Near> {
        let mut found = Vec::new();
        let all = (0..self.len()).filter_map(|number| Some((number, self.get(number)?)));
        compare(all, hash, limit, &mut found);
        found.sort_unstable();
        found
    }

    /// Bytes of memory it holds.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.tier {
            Tier::Scanned(all) => all.bytes(),
            Tier::Small(threads) => threads.bytes(),
            Tier::Large(threads) => threads.bytes(),
        }
    }

    /// Goes over to the next layout when this one has grown too small. Numbers stay.
    fn outgrow(&mut self) {
        match &self.tier {
            Tier::Scanned(all) if all.len() >= SCANNED => {
                self.tier = Tier::Small(Box::new(threaded(all.iter())));
            }
            Tier::Small(threads) if threads.len() >= SMALL => {
                self.tier = Tier::Large(Box::new(threaded(threads.iter())));
            }
            _ => {}
        }
    }
}

fn threaded<'a, const M: usize, const W: u32>(all: impl Iterator<Item = &'a Pdq>) -> Threads<M, W> {
    let mut threads = Threads::default();
    for hash in all {
        // What was held fits in what holds more.
        let _ = threads.push(*hash);
    }
    threads
}

fn scan(all: &Segments<Pdq>, hash: &Pdq, limit: u32, found: &mut Vec<Near>) {
    compare((0..).zip(all.iter()), hash, limit, found);
}

fn compare<'a>(all: impl Iterator<Item = (u32, &'a Pdq)>, hash: &Pdq, limit: u32, found: &mut Vec<Near>) {
    for (number, held) in all {
        let distance = distance(hash, held);
        if distance <= limit {
            found.push(Near { distance, number });
        }
    }
}
