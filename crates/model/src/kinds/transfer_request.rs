use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// A would-be owner asks the owner for a case (domain model, section 7). The owner's yes creates a transfer, which asks for
    /// a basis of its own.
    pub struct TransferRequest {
        slug: "transfer-request", code: "transfer_request", table: "k_transfer_request", prefix: "MA",
        role: Role::Part("case");
        states "transition-status" {
            in_progress: Open, accepted: Closed, rejected: Closed, revoked: Closed, expired: Closed
        }
        steps {
            accept: [in_progress] => accepted, offers [answer_note];
            reject: [in_progress] => rejected, needs [rejected_reason], offers [answer_note];
            revoke: [in_progress] => revoked, offers [revoked_reason];
        }
        fields {
            reason: Option<String> = Field::narrative().required();
            answer_note: Option<String> = Field::narrative();
            rejected_reason: Option<String> = Field::code("refusal-reason").listed();
            revoked_reason: Option<String> = Field::narrative();
        }
    }
}
