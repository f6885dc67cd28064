use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// A root matter is offered to another post of the organisation (domain model, section 7). Custody passes when that post
    /// accepts; until then whoever had it answers for it.
    pub struct Assignment {
        slug: "assignment", code: "assignment", table: "k_assignment", prefix: "PT", role: Role::Part("case");
        states "transition-status" { in_progress: Open, accepted: Closed, rejected: Closed, revoked: Closed }
        steps {
            accept: [in_progress] => accepted;
            contest: [in_progress] => rejected, needs [contest_reason];
            revoke: [in_progress] => revoked, offers [revoked_reason];
        }
        fields {
            reason: Option<String> = Field::narrative();
            contest_reason: Option<String> = Field::narrative();
            revoked_reason: Option<String> = Field::narrative();
        }
    }
}
