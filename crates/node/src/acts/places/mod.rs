//! Services with places: who has how many, who takes one, who waits.

mod edit_place;
mod leave_place;
mod list_places;
mod open_place;
mod take_place;

pub use edit_place::EditPlace;
pub use leave_place::LeavePlace;
pub use list_places::{ListPlaces, PlaceBand, PlaceFacts, PlaceRow};
pub use open_place::{NewBand, OpenPlace};
pub use take_place::TakePlace;

pub use crate::store::places::{Band, Stay};
