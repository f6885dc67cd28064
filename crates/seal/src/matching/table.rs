//! The holder's tokens in memory.
//!
//! Sixteen bytes for each: twelve of the token (two of 24 million agree by chance once in 10^14 tables), four for label and person.
//! The array is sorted, and because tokens are uniform, their first bits say where to look: one step into a small index, one into
//! the array.

use super::EpochId;
use super::token::MatchToken;

/// Labels, numbered from 0: which recipe a token was made by.
pub const LABELS: u8 = 32;
const PERSON_BITS: u32 = 27;
/// Most people of one table.
pub const MOST_PEOPLE: u32 = 1 << PERSON_BITS;

/// One token of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) high: u64,
    pub(super) low: u32,
    /// Label above, person below.
    pub(super) tag: u32,
}

impl Entry {
    fn person(self) -> u32 {
        self.tag & (MOST_PEOPLE - 1)
    }

    fn label(self) -> u32 {
        self.tag >> PERSON_BITS
    }
}

/// A table cannot hold it: a label over 31, a person over 134 million, or over four billion tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token table is full: split the register by member")]
pub struct TableFull;

/// Collects tokens in any order.
#[derive(Debug, Default)]
pub struct TableBuilder {
    entries: Vec<Entry>,
}

impl TableBuilder {
    /// Room for so many tokens at once.
    #[must_use]
    pub fn with_capacity(tokens: usize) -> Self {
        Self { entries: Vec::with_capacity(tokens) }
    }

    /// Adds one token of one person, whom the holder has numbered from 0.
    ///
    /// # Errors
    /// [`TableFull`].
    pub fn add(&mut self, token: MatchToken, label: u8, person: u32) -> Result<(), TableFull> {
        if label >= LABELS || person >= MOST_PEOPLE || u32::try_from(self.entries.len()).is_err() {
            return Err(TableFull);
        }
        let (high, low) = token.prefix();
        self.entries.push(Entry { high, low, tag: u32::from(label) << PERSON_BITS | person });
        Ok(())
    }

    /// Sorts, drops repetitions and builds the index. All tokens must be of this epoch.
    #[must_use]
    pub fn build(self, epoch: EpochId) -> TokenTable {
        let mut entries = self.entries;
        entries.sort_unstable();
        entries.dedup();
        entries.shrink_to_fit();
        TokenTable::of_sorted(entries, epoch)
    }
}

/// The tokens of a register, for one epoch. Never written in the clear; see [`TokenTable::write_sealed`].
pub struct TokenTable {
    entries: Vec<Entry>,
    /// Where tokens begin whose first bits are this number; one more at the end.
    starts: Vec<u32>,
    shift: u32,
    /// Labels each person has, one bit for each.
    labels: Vec<u32>,
    epoch: EpochId,
}

/// A person of whom at least one token was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The holder's number.
    pub person: u32,
    /// Labels that hit, one bit for each.
    pub hits: u32,
    /// Labels the person has at all.
    pub held: u32,
    /// People who bear the rarest token that hit.
    pub fewest: u32,
}

impl TokenTable {
    pub(super) fn of_sorted(entries: Vec<Entry>, epoch: EpochId) -> Self {
        // Some four tokens for each place of the index.
        let bits = (entries.len() / 4).max(2).ilog2().clamp(1, 26);
        let shift = 64 - bits;
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        let mut at = 0_u32;
        let mut rest = entries.iter();
        let mut next = rest.next();
        for place in 0..=(1_u64 << bits) {
            while let Some(entry) = next.filter(|entry| entry.high >> shift < place) {
                debug_assert!(entry.high >> shift < place);
                at += 1;
                next = rest.next();
            }
            starts.push(at);
        }
        let people = entries.iter().map(|entry| entry.person() as usize + 1).max().unwrap_or(0);
        let mut labels = vec![0_u32; people];
        for entry in &entries {
            if let Some(held) = labels.get_mut(entry.person() as usize) {
                *held |= 1 << entry.label();
            }
        }
        Self { entries, starts, shift, labels, epoch }
    }

    /// The epoch of its tokens. A query of another epoch cannot be answered.
    #[must_use]
    pub fn epoch(&self) -> EpochId {
        self.epoch
    }

    /// Tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// One more than the highest number of a person.
    #[must_use]
    pub fn people(&self) -> usize {
        self.labels.len()
    }

    /// Memory in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of_val(self.entries.as_slice())
            + size_of_val(self.starts.as_slice())
            + size_of_val(self.labels.as_slice())
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn of(&self, token: MatchToken, label: u8) -> &[Entry] {
        let (high, low) = token.prefix();
        let place = usize::try_from(high >> self.shift).unwrap_or(usize::MAX);
        let start = |at: usize| self.starts.get(at).map_or(0, |start| *start as usize);
        let near = self.entries.get(start(place)..start(place.saturating_add(1))).unwrap_or_default();
        let lowest = Entry { high, low, tag: u32::from(label) << PERSON_BITS };
        let from = near.partition_point(|entry| *entry < lowest);
        let same = near.get(from..).unwrap_or_default();
        // Few share a token; a common name is shared by very many.
        let alike =
            |entry: &Entry| entry.high == high && entry.low == low && entry.label() == u32::from(label);
        let few = same.iter().take(8).take_while(|entry| alike(entry)).count();
        let count = if few < 8 { few } else { same.partition_point(alike) };
        same.get(..count).unwrap_or_default()
    }

    /// How many people bear a token.
    #[must_use]
    pub fn bearers(&self, token: MatchToken, label: u8) -> usize {
        if label < LABELS { self.of(token, label).len() } else { 0 }
    }

    /// Labels of all tokens that a person has, one bit for each.
    #[must_use]
    pub fn labels_of(&self, person: u32) -> u32 {
        self.labels.get(person as usize).copied().unwrap_or(0)
    }

    /// People of whom at least one token was asked, by number. A token that more than `most` people bear brings nobody in by itself,
    /// but counts for those whom another brought in. `finds` says of a label whether it brings people in at all. The label that an
    /// asker claims is believed only where the holder's own token has the same.
    #[must_use]
    pub fn candidates(
        &self,
        asked: &[(u8, MatchToken)],
        most: usize,
        finds: impl Fn(u8) -> bool,
    ) -> Vec<Candidate> {
        let found: Vec<(u8, &[Entry])> = asked
            .iter()
            .filter(|(label, _)| *label < LABELS)
            .map(|(l, token)| (*l, self.of(*token, *l)))
            .collect();
        let brings = |(label, bearers): &&(u8, &[Entry])| bearers.len() <= most && finds(*label);
        let mut people: Vec<u32> =
            found.iter().filter(brings).flat_map(|(_, bearers)| bearers.iter().map(|e| e.person())).collect();
        people.sort_unstable();
        people.dedup();
        let candidate = |person: u32| {
            let mut one = Candidate { person, hits: 0, held: self.labels_of(person), fewest: u32::MAX };
            for (label, bearers) in &found {
                if bearers.binary_search_by_key(&person, |e| e.person()).is_ok() {
                    one.hits |= 1 << label;
                    one.fewest = one.fewest.min(u32::try_from(bearers.len()).unwrap_or(u32::MAX));
                }
            }
            one
        };
        people.into_iter().map(candidate).collect()
    }
}

impl std::fmt::Debug for TokenTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokenTable({} tokens of {} people)", self.len(), self.people())
    }
}
