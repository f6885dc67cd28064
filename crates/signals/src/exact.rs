//! Exact look-up: 256 small open-addressing tables over one array of digests.
//!
//! A small table doubles alone, so that no addition ever waits for all entries to be placed anew. The place of a digest comes from a
//! keyed mix: whoever submits hashes cannot choose them so that they all fall on one place.

use crate::segments::Segments;

const TABLES: usize = 256;
const EMPTY: u32 = u32::MAX;

/// The key of the mix: two random numbers, chosen once by the caller.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Keys(pub u64, pub u64);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

#[derive(Debug, Clone, Default)]
struct Table {
    /// Numbers of digests; [`EMPTY`] where there is none.
    slots: Vec<u32>,
    /// Eight more bits of the mix for each slot, so that most wrong slots are passed without looking at a digest.
    tags: Vec<u8>,
    used: usize,
}

/// Digests of `N` bytes (at least 16), each known by the number it got when it was added.
#[derive(Debug, Clone)]
pub struct Exact<const N: usize> {
    keys: Keys,
    tables: Vec<Table>,
    digests: Segments<[u8; N]>,
}

impl<const N: usize> Exact<N> {
    /// An empty index.
    #[must_use]
    pub fn new(keys: Keys) -> Self {
        Self { keys, tables: vec![Table::default(); TABLES], digests: Segments::default() }
    }

    /// Digests held.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.digests.len()
    }

    /// Whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a digest.
    #[must_use]
    pub fn find(&self, digest: &[u8; N]) -> Option<u32> {
        let mix = mix(self.keys, digest);
        let table = self.tables.get((mix >> 56) as usize)?;
        let tag = tag(mix);
        for slot in places(mix, table.slots.len()) {
            let number = *table.slots.get(slot)?;
            if number == EMPTY {
                return None;
            }
            if table.tags.get(slot) == Some(&tag) && self.digests.get(number) == Some(digest) {
                return Some(number);
            }
        }
        None
    }

    /// Adds a digest and gives its number, or the number it has already. `None` when the index is full (four thousand million).
    pub fn add(&mut self, digest: &[u8; N]) -> Option<u32> {
        if let Some(number) = self.find(digest) {
            return Some(number);
        }
        let mix = mix(self.keys, digest);
        let number = self.digests.push(*digest)?;
        let table = self.tables.get_mut((mix >> 56) as usize)?;
        // Five entries in eight places: beyond that the ways to an empty place grow long.
        if (table.used + 1) * 8 > table.slots.len() * 5 {
            table.double(self.keys, &self.digests);
        }
        table.put(mix, number);
        Some(number)
    }

    /// The digest of a number.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<&[u8; N]> {
        self.digests.get(number)
    }

    /// Bytes of memory it holds.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let tables =
            self.tables.iter().map(|table| (table.slots.capacity() * 4 + table.tags.capacity()) as u64);
        self.digests.bytes() + tables.sum::<u64>()
    }
}

impl Table {
    fn put(&mut self, mix: u64, number: u32) {
        let free = places(mix, self.slots.len()).find(|slot| self.slots.get(*slot) == Some(&EMPTY));
        let Some(slot) = free else { return };
        if let (Some(place), Some(mark)) = (self.slots.get_mut(slot), self.tags.get_mut(slot)) {
            *place = number;
            *mark = tag(mix);
            self.used += 1;
        }
    }

    fn double<const N: usize>(&mut self, keys: Keys, digests: &Segments<[u8; N]>) {
        let size = (self.slots.len() * 2).max(8);
        let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
        self.tags = vec![0; size];
        self.used = 0;
        for number in old.into_iter().filter(|number| *number != EMPTY) {
            if let Some(digest) = digests.get(number) {
                self.put(mix(keys, digest), number);
            }
        }
    }
}

/// The slots of a mix, in order; the size is a power of two.
fn places(mix: u64, size: usize) -> impl Iterator<Item = usize> {
    let first = mix as usize;
    (0..size).map(move |step| first.wrapping_add(step) & size.wrapping_sub(1))
}

fn tag(mix: u64) -> u8 {
    u8::try_from((mix >> 48) & 0xff).unwrap_or_default()
}

/// Two keyed multiplications to 128 bits, folded.
fn mix<const N: usize>(keys: Keys, digest: &[u8; N]) -> u64 {
    let word =
        |at: usize| digest.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes);
    let fold = |a: u64, b: u64| {
        let wide = u128::from(a) * u128::from(b);
        (wide as u64) ^ ((wide >> 64) as u64)
    };
    let once = fold(word(0) ^ keys.0, word(8) ^ keys.1);
    fold(once ^ keys.1, word(N.saturating_sub(8)) ^ keys.0 ^ 0x9e37_79b9_7f4a_7c15)
}
