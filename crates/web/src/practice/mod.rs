//! Case practice beyond the common pages: the card of a safety plan, members and decisions of a conference, places of services, the board of
//! legal tracks.

pub(crate) mod card;
pub(crate) mod decision;
pub(crate) mod legal_board;
pub(crate) mod place;
pub(crate) mod places;
pub(crate) mod seats;
