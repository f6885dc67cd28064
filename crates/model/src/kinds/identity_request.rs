use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};

crate::kind! {
    /// A request to open the sealed identity of a reporter, answered by the custodian of identities (domain model, section 6.1, rule 2).
    pub struct IdentityRequest {
        slug: "identity-request", code: "identity_request", table: "k_identity_request", prefix: "PI", role: Role::Part("report"); clock: 24;
        states "identity-request-state" { asked: Open, granted: Waiting, refused: Closed, ended: Closed }
        steps {
            grant: [asked] => granted, needs [answer_note];
            refuse: [asked] => refused, needs [answer_note];
            end: [granted] => ended, offers [answer_note];
        }
        fields {
            purpose: Option<String> = Field::code("identity-purpose").required().filtered();
            reason: Option<String> = Field::narrative().required();
            answer_note: Option<String> = Field::narrative();
        }
    }
}
