use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// A case is offered to another organisation for good: owner and custodian change when it accepts, not before (domain
    /// model, section 7).
    pub struct Transfer {
        slug: "transfer", code: "transfer", table: "k_transfer", prefix: "AL", role: Role::Part("case");
        states "transition-status" {
            in_progress: Open, accepted: Closed, rejected: Closed, revoked: Closed, expired: Closed
        }
        steps {
            accept: [in_progress] => accepted, offers [answer_note];
            reject: [in_progress] => rejected, needs [rejected_reason], offers [answer_note];
            revoke: [in_progress] => revoked, needs [revoked_reason];
        }
        fields {
            urgent: Option<bool> = Field::yes_no().filtered();
            reason: Option<String> = Field::narrative().required();
            answer_note: Option<String> = Field::narrative();
            rejected_reason: Option<String> = Field::code("refusal-reason").listed();
            revoked_reason: Option<String> = Field::narrative();
        }
    }
}
