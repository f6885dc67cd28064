use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Id, Role};

crate::kind! {
    /// A researcher asks for tables (domain model, section 10.11). Officers assess and somebody else decides; what is given has a
    /// purpose, conditions and a day on which it ends. Whoever works at the desk spends a part of the privacy budget.
    pub struct DataRequest {
        slug: "data-request", code: "data_request", table: "k_data_request", prefix: "RD", role: Role::Root; clock: 240;
        states "data-request-state" {
            received: Open, assessed: Open, approved: Open, prepared: Waiting, released: Closed, refused: Closed, expired: Closed
        }
        steps {
            assess: [received] => assessed, needs [assessment, ethics], offers [ethics_body, ethics_number, protection];
            approve: [assessed] => approved, needs [conditions, protection, ends_on], offers [access, variables, allotment];
            refuse: [received, assessed] => refused, needs [refusal];
            prepare: [approved] => prepared, offers [publication];
            release: [prepared] => released;
        }
        fields {
            requester: Option<String> = Field::line(120).required().listed();
            institution: Option<String> = Field::line(160).required();
            contact: Option<String> = Field::line(160);
            purpose: Option<String> = Field::narrative().required();
            wanted: Option<String> = Field::narrative().required();
            access: Option<String> = Field::code("research-access").filtered();
            variables: Codes = Field::codes("research-variable");
            period_from: Option<Date> = Field::date();
            period_to: Option<Date> = Field::date();
            legal_basis: Option<String> = Field::code("research-basis").filtered();
            ethics: Option<String> = Field::code("ethics-approval").filtered();
            ethics_body: Option<String> = Field::line(160);
            ethics_number: Option<String> = Field::line(80);
            assessment: Option<String> = Field::narrative();
            protection: Option<String> = Field::code("protection-method").filtered();
            conditions: Option<String> = Field::narrative();
            allotment: Option<i64> = Field::number(1, 100, "unit-percent");
            refusal: Option<String> = Field::narrative();
            publication: Option<Id> = Field::link("publication");
            ends_on: Option<Date> = Field::due().listed();
        }
    }
}
