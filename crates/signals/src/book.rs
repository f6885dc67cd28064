//! All lists together: one index for each kind of hash, with who listed what.

use std::collections::{BTreeMap, BTreeSet};

use crate::delta::{Delta, DeltaProblem};
use crate::digest::{Digest, DigestKind};
use crate::exact::{Exact, Keys};
use crate::list::{HashList, ListId};
use crate::listing::{Listing, Listings};
use crate::opinion::{Opinion, Standing};
use crate::pdq::{MAX_DISTANCE, PdqIndex, Scratch};
use crate::{ListRole, Near};

/// What a look-up found: something to look into, never a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// The hash that is listed; for near matches not the one that was asked about.
    pub digest: Digest,
    /// Bits that differ; 0 for exact matches.
    pub distance: u32,
    /// The listings that stand.
    pub listings: Vec<Listing>,
    /// How it stands among those who reviewed it.
    pub standing: Standing,
    /// It also stands on a warning list: probably a false alarm.
    pub warned: bool,
}

/// Everything known about one hash, tombstones included: what a recall or a challenge needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// All listings, in the order in which they came.
    pub listings: Vec<Listing>,
    /// Who said what.
    pub opinions: Vec<(String, Opinion)>,
    /// How it stands.
    pub standing: Standing,
}

/// All lists of a node.
#[derive(Debug, Clone)]
pub struct HashBook {
    lists: BTreeMap<ListId, HashList>,
    md5: (Exact<16>, Listings),
    sha1: (Exact<20>, Listings),
    sha256: (Exact<32>, Listings),
    pdq: (PdqIndex, Listings),
}

impl HashBook {
    /// An empty book. The keys are random numbers of the caller's.
    #[must_use]
    pub fn new(keys: Keys) -> Self {
        Self {
            lists: BTreeMap::new(),
            md5: (Exact::new(keys), Listings::default()),
            sha1: (Exact::new(keys), Listings::default()),
            sha256: (Exact::new(keys), Listings::default()),
            pdq: (PdqIndex::default(), Listings::default()),
        }
    }

    /// Lays out the nearest match for so many PDQ hashes, as long as it holds none.
    pub fn expect_pdq(&mut self, entries: u32) {
        if self.pdq.0.is_empty() {
            self.pdq.0 = PdqIndex::expecting(entries);
        }
    }

    /// Takes in a list, or gives the one of that name and owner that is there. `None` when 65,536 lists are there.
    pub fn subscribe(&mut self, list: HashList) -> Option<ListId> {
        let same = |held: &HashList| held.name == list.name && held.owner == list.owner;
        if let Some((id, _)) = self.lists.iter().find(|(_, held)| same(held)) {
            return Some(*id);
        }
        let id = ListId(u16::try_from(self.lists.len()).ok()?);
        self.lists.insert(id, list);
        Some(id)
    }

    /// The lists, with version and gap.
    pub fn lists(&self) -> impl Iterator<Item = (ListId, &HashList)> {
        self.lists.iter().map(|(id, list)| (*id, list))
    }

    /// A list.
    #[must_use]
    pub fn list(&self, id: ListId) -> Option<&HashList> {
        self.lists.get(&id)
    }

    /// Applies a delta wholly or not at all.
    ///
    /// # Errors
    /// [`DeltaProblem`] says why nothing was changed; a gap is also noted on the list.
    pub fn apply(&mut self, id: ListId, delta: &Delta) -> Result<(), DeltaProblem> {
        let list = self.lists.get_mut(&id).ok_or(DeltaProblem::NoSuchList)?;
        let held = list.version;
        if delta.to <= delta.from {
            return Err(DeltaProblem::NotForward);
        }
        if delta.from > held {
            list.miss(delta.from, delta.to);
            return Err(DeltaProblem::Gap { held, from: delta.from });
        }
        if delta.from < held {
            return Err(DeltaProblem::Known { held });
        }
        self.can_apply(id, delta)?;
        for digest in &delta.remove {
            if let Some(number) = self.number(digest) {
                self.listings_mut(digest.kind()).take_back(number, id, delta.to);
            }
        }
        for digest in &delta.add {
            let number = self.add(digest).ok_or(DeltaProblem::Full)?;
            self.listings_mut(digest.kind()).add(number, id, delta.to);
        }
        if let Some(list) = self.lists.get_mut(&id) {
            list.reach(delta.to);
        }
        Ok(())
    }

    fn can_apply(&self, id: ListId, delta: &Delta) -> Result<(), DeltaProblem> {
        let removed: BTreeSet<&Digest> = delta.remove.iter().collect();
        if delta.add.iter().any(|digest| removed.contains(digest)) {
            return Err(DeltaProblem::Contradiction);
        }
        let on_list = |digest: &Digest| {
            self.number(digest).is_some_and(|number| self.listings(digest.kind()).standing_on(number, id))
        };
        if !delta.remove.iter().all(on_list) {
            return Err(DeltaProblem::NotListed);
        }
        for kind in DigestKind::ALL {
            let coming = delta.add.iter().filter(|digest| digest.kind() == kind).count();
            let held = self.len(kind) as usize;
            if held.saturating_add(coming) >= u32::MAX as usize - 1 {
                return Err(DeltaProblem::Full);
            }
        }
        Ok(())
    }

    /// Notes what a member thinks of a hash; its later word replaces its earlier one. `false` when the hash is not known here.
    pub fn say(&mut self, digest: &Digest, member: &str, opinion: Opinion) -> bool {
        let Some(number) = self.number(digest) else { return false };
        self.listings_mut(digest.kind()).say(number, member, opinion);
        true
    }

    /// What stands on a list and matches: the very same hash, or for PDQ everything within 31 bits, nearest first.
    #[must_use]
    pub fn look_up(&self, digest: &Digest, scratch: &mut Scratch) -> Vec<Signal> {
        if let Digest::Pdq(pdq) = digest {
            let near = self.pdq.0.near(pdq, MAX_DISTANCE, scratch);
            // What lies near to something harmless is probably as harmless.
            let warned = near.iter().any(|near| self.stands_as(&self.pdq.1, near.number, ListRole::Warning));
            let digest = |near: &Near| self.pdq.0.get(near.number).map(|pdq| Digest::Pdq(*pdq));
            return near.iter().filter_map(|near| self.signal(*near, digest(near)?, warned)).collect();
        }
        let Some(number) = self.number(digest) else { return Vec::new() };
        let warned = self.stands_as(self.listings(digest.kind()), number, ListRole::Warning);
        self.signal(Near { distance: 0, number }, *digest, warned).into_iter().collect()
    }

    /// Everything known about the very same hash, tombstones included.
    #[must_use]
    pub fn held(&self, digest: &Digest) -> Option<Held> {
        let number = self.number(digest)?;
        let listings = self.listings(digest.kind());
        let opinions =
            listings.opinions(number).map(|(member, opinion)| (member.to_owned(), opinion)).collect();
        let standing = Standing::of(listings.opinions(number).map(|(_, opinion)| opinion));
        Some(Held { listings: listings.of(number).copied().collect(), opinions, standing })
    }

    /// Hashes of a kind, tombstones included.
    #[must_use]
    pub fn len(&self, kind: DigestKind) -> u32 {
        match kind {
            DigestKind::Md5 => self.md5.0.len(),
            DigestKind::Sha1 => self.sha1.0.len(),
            DigestKind::Sha256 => self.sha256.0.len(),
            DigestKind::Pdq => self.pdq.0.len(),
        }
    }

    /// Whether no hash is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        DigestKind::ALL.into_iter().all(|kind| self.len(kind) == 0)
    }

    /// Bytes of memory that indexes and listings hold.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        let indexes = self.md5.0.bytes() + self.sha1.0.bytes() + self.sha256.0.bytes() + self.pdq.0.bytes();
        indexes + DigestKind::ALL.into_iter().map(|kind| self.listings(kind).bytes()).sum::<u64>()
    }

    /// What a look-up may show; nothing when every listing was taken back.
    fn signal(&self, near: Near, digest: Digest, warned: bool) -> Option<Signal> {
        let listings = self.listings(digest.kind());
        let standing = self.standing(listings, near.number, ListRole::Signal);
        let standing: Vec<Listing> = standing.copied().collect();
        (!standing.is_empty()).then(|| Signal {
            digest,
            distance: near.distance,
            listings: standing,
            standing: Standing::of(listings.opinions(near.number).map(|(_, opinion)| opinion)),
            warned,
        })
    }

    /// Listings that stand, on lists of a role.
    fn standing<'a>(
        &'a self,
        listings: &'a Listings,
        number: u32,
        role: ListRole,
    ) -> impl Iterator<Item = &'a Listing> {
        let has_role = move |list| self.lists.get(&list).is_some_and(|list| list.role == role);
        listings.of(number).filter(move |listing| listing.stands() && has_role(listing.list))
    }

    fn stands_as(&self, listings: &Listings, number: u32, role: ListRole) -> bool {
        self.standing(listings, number, role).next().is_some()
    }

    fn number(&self, digest: &Digest) -> Option<u32> {
        match digest {
            Digest::Md5(bytes) => self.md5.0.find(bytes),
            Digest::Sha1(bytes) => self.sha1.0.find(bytes),
            Digest::Sha256(bytes) => self.sha256.0.find(bytes),
            Digest::Pdq(pdq) => self.pdq.0.find(pdq),
        }
    }

    fn add(&mut self, digest: &Digest) -> Option<u32> {
        match digest {
            Digest::Md5(bytes) => self.md5.0.add(bytes),
            Digest::Sha1(bytes) => self.sha1.0.add(bytes),
            Digest::Sha256(bytes) => self.sha256.0.add(bytes),
            Digest::Pdq(pdq) => self.pdq.0.add(*pdq),
        }
    }

    fn listings(&self, kind: DigestKind) -> &Listings {
        match kind {
            DigestKind::Md5 => &self.md5.1,
            DigestKind::Sha1 => &self.sha1.1,
            DigestKind::Sha256 => &self.sha256.1,
            DigestKind::Pdq => &self.pdq.1,
        }
    }

    fn listings_mut(&mut self, kind: DigestKind) -> &mut Listings {
        match kind {
            DigestKind::Md5 => &mut self.md5.1,
            DigestKind::Sha1 => &mut self.sha1.1,
            DigestKind::Sha256 => &mut self.sha256.1,
            DigestKind::Pdq => &mut self.pdq.1,
        }
    }
}
