//! Who sits in a conference: seats, attendance and interests of their own.

mod list_seats;
mod note_attendance;
mod seat_member;
mod unseat_member;

pub use crate::store::conference::ShownSeat;
pub use list_seats::ListSeats;
pub use note_attendance::NoteAttendance;
pub use seat_member::{Member, SeatMember};
pub use unseat_member::UnseatMember;

use model::Id;

use crate::access::{self, MatterFacts};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Facts about a conference.
async fn facts(tx: &mut Tx, conference: Id, change: bool) -> Result<MatterFacts> {
    let facts = access::load::matter(tx, conference, change).await?;
    if facts.kind.slug == "conference" { Ok(facts) } else { Err(Error::NotFound) }
}

/// Who sat there stands when the minutes are written.
fn may_change(facts: &MatterFacts) -> Result<()> {
    if matches!(facts.state.as_str(), "called" | "held") {
        Ok(())
    } else {
        Err(Error::Refused("wrong-state"))
    }
}
