//! Case practice: decisions of conferences, places, the legal board.

use model::{Id, kinds};
use node::acts::AddDecision;
use node::acts::legal::ListLegalBoard;
use node::acts::places::{LeavePlace, ListPlaces, TakePlace};

use super::body::Fields;
use super::call::acts;

acts! {
    "add-decision" { conference: Id, post: Id, fields: Fields<kinds::ConferenceDecision> } => |call| {
        call.done(call.write(AddDecision { conference, post, draft: fields.draft()? }).await?.id)
    };
    "take-place" { service: Id, band: Id } => |call| call.done(call.write(TakePlace { service, band }).await?.id);
    "leave-place" { service: Id } => |call| call.done(call.write(LeavePlace { service }).await?.id);
    "list-places" {; service: Option<Id>} => |call| call.look(ListPlaces { service }).await;
    "list-legal-board" {; province: Option<String>, stage: Option<String>} => |call| {
        call.look(ListLegalBoard { province, stage }).await
    };
}
