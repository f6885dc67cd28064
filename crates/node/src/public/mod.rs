//! What anybody may read without signing in: commitments that were put out, services, instruments. It concerns nobody in
//! particular and is made of copies that somebody reviewed; a look at it is not journalled, and whoever looks leaves no trace.

mod directory;
mod indicators;
pub(crate) mod positions;
mod publications;
mod releases;
mod takedown;
mod topics;
mod tracker;

pub use directory::{Directory, DirectoryQuery, PublicListing, WARNED_FOR};
pub use indicators::PublicBrief;
pub use positions::Standing;
pub use publications::PublicRelease;
pub use takedown::{MINIMUM, Takedown};
pub use topics::{PublicView, Topic};
pub use tracker::{Tracked, TrackedComment, TrackedMore, TrackedRecommendation, Tracker, TrackerQuery};
