//! Case practice: decisions of conferences, places, the legal board.

use model::{Id, ProblemCode, kinds};
use node::Error;
use node::acts::AddDecision;
use node::acts::conference::{ListSeats, Member, NoteAttendance, SeatMember, UnseatMember};
use node::acts::legal::ListLegalBoard;
use node::acts::places::{LeavePlace, ListPlaces, TakePlace};

use super::body::Fields;
use super::call::acts;

acts! {
    "add-decision" { conference: Id, post: Id, fields: Fields<kinds::ConferenceDecision> } => |call| {
        call.done(call.write(AddDecision { conference, post, draft: fields.draft()? }).await?.id)
    };
    "seat-member" {
        conference: Id; post: Option<Id>, person: Option<Id>, name: Option<String>, organisation: Option<String>,
        heard: Option<bool>
    } => |call| {
        let member = match (post, person) {
            (Some(post), None) => Member::Post(post),
            (None, Some(person)) => Member::Person(person),
            (None, None) => {
                Member::Named { name: name.unwrap_or_default(), organisation: organisation.unwrap_or_default() }
            }
            (Some(_), Some(_)) => return Err(Error::field("person", ProblemCode::UnknownField).into()),
        };
        call.done(call.write(SeatMember { conference, member, heard: heard.unwrap_or_default() }).await?.id)
    };
    "note-attendance" { seat: Id, present: bool; conflict: bool, note: String } => |call| {
        call.done(call.write(NoteAttendance { seat, present, conflict, note }).await?.id)
    };
    "unseat-member" { seat: Id } => |call| call.done(call.write(UnseatMember { seat }).await?.id);
    "list-seats" { conference: Id } => |call| call.look(ListSeats { conference }).await;
    "take-place" { service: Id, band: Id } => |call| call.done(call.write(TakePlace { service, band }).await?.id);
    "leave-place" { service: Id } => |call| call.done(call.write(LeavePlace { service }).await?.id);
    "list-places" {; service: Option<Id>} => |call| call.look(ListPlaces { service }).await;
    "list-legal-board" {; province: Option<String>, stage: Option<String>} => |call| {
        call.look(ListLegalBoard { province, stage }).await
    };
}
