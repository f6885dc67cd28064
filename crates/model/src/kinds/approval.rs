use crate::Role;
use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// A decision that needs a second pair of eyes (domain model, section 9.1). It lies with the post that decides.
    pub struct Approval {
        slug: "approval", code: "approval", table: "k_approval", prefix: "PS", role: Role::Part("case"); clock: 72;
        states "approval-status" { requested: Open, approved: Closed, rejected: Closed }
        steps {}
        fields {
            approval_type: Option<String> = Field::code("approval-type").required().filtered();
            /// To whom, where it is about sharing: for no other receiver does it count.
            recipient: Option<String> = Field::line(200).computed();
            request_note: Option<String> = Field::narrative().group(DataGroup::Services);
            decision_note: Option<String> = Field::narrative().group(DataGroup::Services).computed();
        }
    }
}
