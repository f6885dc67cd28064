use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Id, Role};

crate::kind! {
    /// What a person asks about their own data: a copy, a correction, erasure, withdrawal of consent (Law 27 of 2022, articles 5 to 9 and 30 to 44).
    pub struct SubjectRequest {
        slug: "subject-request", code: "subject_request", table: "k_subject_request", prefix: "PD", role: Role::Root; clock: 72;
        states "duty-state" { received: Open, verified: Open, decided: Open, carried_out: Open, closed: Closed }
        steps {
            verify: [received] => verified, needs [verified_how];
            decide: [verified] => decided, needs [decision], offers [decision_reason];
            carry_out: [decided] => carried_out, needs [carried_note];
            close: [received, verified, decided, carried_out] => closed, needs [outcome_note];
        }
        fields {
            request_type: Option<String> = Field::code("subject-request-type").required().filtered();
            requester: Option<String> = Field::code("subject-requester").required().filtered();
            person: Option<Id> = Field::link("person");
            requester_person: Option<Id> = Field::link("person");
            requester_name: Option<String> = Field::line(120).group(DataGroup::Identity);
            delivery: Option<String> = Field::code("delivery-way").required();
            delivery_safe: Option<bool> = Field::yes_no();
            delivery_contact: Option<String> = Field::line(200).group(DataGroup::Contact);
            request_text: Option<String> = Field::narrative().required().group(DataGroup::Incident);
            verified_how: Option<String> = Field::narrative().group(DataGroup::Identity);
            decision: Option<String> = Field::code("subject-decision").filtered();
            decision_reason: Option<String> = Field::narrative().group(DataGroup::Incident);
            carried_note: Option<String> = Field::narrative().group(DataGroup::Incident);
            outcome_note: Option<String> = Field::narrative().group(DataGroup::Incident);
        }
    }
}
