use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A request to the witness and victim protection agency, LPSK (domain model, section 6.11). Its Indonesian terms need a
    /// lawyer's confirmation.
    pub struct ProtectionRequest {
        slug: "protection-request", code: "protection_request", table: "k_protection_request", prefix: "PL",
        role: Role::Part("case"); due: "until";
        states "protection-request-state" {
            requested: Waiting, under_review: Waiting, granted: Open, emergency_granted: Open, refused: Closed, in_force: Open,
            extended: Open, ended: Closed
        }
        steps {
            review: [requested] => under_review;
            grant: [requested, under_review, emergency_granted] => granted, needs [decided_on], offers [decision_number, until];
            grant_emergency: [requested, under_review] => emergency_granted, needs [decided_on], offers [decision_number, until];
            refuse: [requested, under_review] => refused, needs [decided_on], offers [note];
            begin: [granted, emergency_granted] => in_force, needs [until];
            extend: [in_force, extended] => extended, needs [until];
            end: [granted, emergency_granted, in_force, extended] => ended, needs [ended_on], offers [note];
        }
        fields {
            requested_on: Option<Date> = Field::date().required().listed();
            kinds: Codes = Field::codes("protection-kind").required().listed();
            until: Option<Date> = Field::due().listed();
            decided_on: Option<Date> = Field::date();
            ended_on: Option<Date> = Field::date();
            request_number: Option<String> = Field::line(80).group(DataGroup::Legal);
            decision_number: Option<String> = Field::line(80).group(DataGroup::Legal);
            note: Option<String> = Field::narrative().group(DataGroup::Legal);
        }
    }
}
