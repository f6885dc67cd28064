//! One layout: `M` pieces of `W` bits, and for each piece a thread through all entries that share its value.

use super::{Near, Pdq, distance};
use crate::segments::Segments;

const NONE: u32 = u32::MAX;

/// Room that look-ups use again and again; one for each thread of the program.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    front: Vec<u32>,
    behind: Vec<u32>,
    pub(super) found: Vec<Near>,
}

#[derive(Debug, Clone)]
struct Entry<const M: usize> {
    hash: Pdq,
    /// The next entry on the thread of each piece.
    next: [u32; M],
}

/// Threads through the entries.
#[derive(Debug, Clone)]
pub(super) struct Threads<const M: usize, const W: u32> {
    /// For each piece, the first entry of every value.
    heads: Vec<Vec<u32>>,
    entries: Segments<Entry<M>>,
}

impl<const M: usize, const W: u32> Default for Threads<M, W> {
    fn default() -> Self {
        Self { heads: vec![vec![NONE; 1 << W]; M], entries: Segments::default() }
    }
}

impl<const M: usize, const W: u32> Threads<M, W> {
    pub(super) fn len(&self) -> u32 {
        self.entries.len()
    }

    pub(super) fn get(&self, number: u32) -> Option<&Pdq> {
        self.entries.get(number).map(|entry| &entry.hash)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Pdq> {
        self.entries.iter().map(|entry| &entry.hash)
    }

    pub(super) fn bytes(&self) -> u64 {
        self.entries.bytes() + self.heads.iter().map(|heads| (heads.capacity() * 4) as u64).sum::<u64>()
    }

    /// Whoever is the same has the same first piece.
    pub(super) fn find(&self, hash: &Pdq) -> Option<u32> {
        let mut number = *self.heads.first()?.get(piece(hash, 0, W) as usize)?;
        while number != NONE {
            let entry = self.entries.get(number)?;
            if entry.hash == *hash {
                return Some(number);
            }
            number = *entry.next.first()?;
        }
        None
    }

    /// Adds an entry that is not there yet.
    pub(super) fn push(&mut self, hash: Pdq) -> Option<u32> {
        let number = self.entries.push(Entry { hash, next: [NONE; M] })?;
        let entry = self.entries.get_mut(number)?;
        for ((at, heads), next) in (0..).zip(&mut self.heads).zip(&mut entry.next) {
            let head = heads.get_mut(piece(&hash, at, W) as usize)?;
            *next = std::mem::replace(head, number);
        }
        Some(number)
    }

    /// Puts everything within `limit` into `scratch.found`, what was found by several pieces several times.
    pub(super) fn near(&self, hash: &Pdq, limit: u32, scratch: &mut Scratch) {
        let pieces = u32::try_from(M).unwrap_or(u32::MAX);
        let (whole, rest) = (limit / pieces, limit % pieces);
        for (at, heads) in (0..).zip(&self.heads) {
            let radius = if at <= rest { Some(whole) } else { whole.checked_sub(1) };
            let Some(radius) = radius else { break };
            scratch.front.clear();
            gather(heads, piece(hash, at, W), W, radius, &mut scratch.front);
            self.follow(at as usize, hash, limit, scratch);
        }
    }

    /// Follows all threads of a piece side by side, so that the memory fetches many entries at a time.
    fn follow(&self, at: usize, hash: &Pdq, limit: u32, scratch: &mut Scratch) {
        while !scratch.front.is_empty() {
            scratch.behind.clear();
            for number in &scratch.front {
                let Some(entry) = self.entries.get(*number) else { continue };
                let distance = distance(hash, &entry.hash);
                if distance <= limit {
                    scratch.found.push(Near { distance, number: *number });
                }
                if let Some(next) = entry.next.get(at).filter(|next| **next != NONE) {
                    scratch.behind.push(*next);
                }
            }
            std::mem::swap(&mut scratch.front, &mut scratch.behind);
        }
    }
}

/// The `at`th piece of `width` bits.
fn piece(hash: &Pdq, at: u32, width: u32) -> u32 {
    let first = at * width;
    let (word, shift) = ((first / 64) as usize, first % 64);
    let low = hash.0.get(word).copied().unwrap_or_default() >> shift;
    let high = match shift {
        0 => 0,
        _ => hash.0.get(word + 1).copied().unwrap_or_default() << (64 - shift),
    };
    u32::try_from((low | high) & ((1 << width) - 1)).unwrap_or_default()
}

/// The first entries of all values within `radius` bits of `value`.
fn gather(heads: &[u32], value: u32, width: u32, radius: u32, front: &mut Vec<u32>) {
    front.extend(heads.get(value as usize).filter(|head| **head != NONE));
    if radius == 0 {
        return;
    }
    deeper(heads, value, width, radius, front);
}

/// Flips one bit below `below`, then fewer among those under it: each value within the radius is met once.
fn deeper(heads: &[u32], value: u32, below: u32, radius: u32, front: &mut Vec<u32>) {
    for bit in 0..below {
        let flipped = value ^ (1 << bit);
        front.extend(heads.get(flipped as usize).filter(|head| **head != NONE));
        if radius > 1 {
            deeper(heads, flipped, bit, radius - 1, front);
        }
    }
}
