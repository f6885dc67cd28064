//! The network's memory: recommendations, commitments, what ties them together, and what of it the public reads.

mod adopt_framework;
mod comment_commitment;
pub(crate) mod companies;
pub(crate) mod follow;
pub(crate) mod glance;
mod import_listings;
mod import_profile;
mod import_roadmap;
mod make_commitments;
pub(crate) mod public_copy;
mod publish_entry;
pub(crate) mod rules;
mod tie_entries;
mod untie_entries;
mod view_promises;
pub(crate) mod view_ties;
mod withdraw_entry;

pub use adopt_framework::AdoptFramework;
pub use comment_commitment::CommentCommitment;
pub use glance::Glance;
pub use import_listings::{ImportListings, LISTINGS_AT_ONCE, ListingDone, ListingOutcome, TakeListings};
pub use import_profile::{ImportProfile, ProfileDone, ProfileLine, ProfileOutcome};
pub use import_roadmap::{ImportRoadmap, RoadmapDone, RoadmapOutcome};
pub use make_commitments::{CommitmentsMade, MakeCommitments};
pub use publish_entry::PublishEntry;
pub use tie_entries::{BothEnds, TieEntries};
pub use untie_entries::UntieEntries;
pub use view_promises::{Group, PromiseRow, Promises, ViewPromises};
pub use view_ties::{Tied, Ties, ViewTies};
pub use withdraw_entry::WithdrawEntry;
