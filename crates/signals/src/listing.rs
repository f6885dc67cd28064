//! Who listed a hash, since when, and when it was taken back.

use std::collections::BTreeMap;

use crate::list::ListId;
use crate::opinion::Opinion;
use crate::segments::Segments;

/// One list's entry about one hash. It is never deleted: what was taken back stays as a tombstone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    /// The list.
    pub list: ListId,
    /// The version in which it came.
    pub since: u32,
    /// The version in which it was taken back; 0 while it stands. No delta leads to version 0.
    pub taken_back: u32,
}

impl Listing {
    /// Whether it stands.
    #[must_use]
    pub const fn stands(&self) -> bool {
        self.taken_back == 0
    }
}

/// The listings of all hashes of one kind. Nearly every hash is on one list, so the first lies in a plain array.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listings {
    first: Segments<Listing>,
    more: BTreeMap<u32, Vec<Listing>>,
    opinions: BTreeMap<u32, BTreeMap<String, Opinion>>,
}

impl Listings {
    /// All listings of a hash, in the order in which they came.
    pub(crate) fn of(&self, number: u32) -> impl Iterator<Item = &Listing> {
        self.first.get(number).into_iter().chain(self.more.get(&number).into_iter().flatten())
    }

    pub(crate) fn standing_on(&self, number: u32, list: ListId) -> bool {
        self.of(number).any(|listing| listing.list == list && listing.stands())
    }

    /// Notes that a hash came on a list. What came back after it was taken back is a new entry; the tombstone stays.
    pub(crate) fn add(&mut self, number: u32, list: ListId, since: u32) {
        let listing = Listing { list, since, taken_back: 0 };
        if number == self.first.len() {
            // As many numbers as entries, which the index has already counted.
            let _ = self.first.push(listing);
        } else if !self.standing_on(number, list) {
            self.more.entry(number).or_default().push(listing);
        }
    }

    pub(crate) fn take_back(&mut self, number: u32, list: ListId, version: u32) {
        let first = self.first.get_mut(number).into_iter();
        let all = first.chain(self.more.get_mut(&number).into_iter().flatten());
        for listing in all.filter(|listing| listing.list == list && listing.stands()) {
            listing.taken_back = version;
        }
    }

    pub(crate) fn say(&mut self, number: u32, member: &str, opinion: Opinion) {
        self.opinions.entry(number).or_default().insert(member.to_owned(), opinion);
    }

    pub(crate) fn opinions(&self, number: u32) -> impl Iterator<Item = (&str, Opinion)> {
        self.opinions.get(&number).into_iter().flatten().map(|(member, opinion)| (member.as_str(), *opinion))
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.first.bytes() + (self.more.len() * 64 + self.opinions.len() * 128) as u64
    }
}
