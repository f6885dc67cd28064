use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Id, Role};

crate::kind! {
    /// A researcher asks for tables (domain model, section 10.11). Officers assess and decide; what is given has a purpose,
    /// conditions and a day on which it ends.
    pub struct DataRequest {
        slug: "data-request", code: "data_request", table: "k_data_request", prefix: "RD", role: Role::Root; clock: 240;
        states "data-request-state" {
            received: Open, assessed: Open, approved: Open, prepared: Waiting, released: Closed, refused: Closed, expired: Closed
        }
        steps {
            assess: [received] => assessed, needs [assessment, ethics], offers [protection];
            approve: [assessed] => approved, needs [conditions, protection, ends_on];
            refuse: [received, assessed] => refused, needs [refusal];
            prepare: [approved] => prepared, needs [publication];
            release: [prepared] => released;
        }
        fields {
            requester: Option<String> = Field::line(120).required().listed();
            institution: Option<String> = Field::line(160).required();
            contact: Option<String> = Field::line(160);
            purpose: Option<String> = Field::narrative().required();
            wanted: Option<String> = Field::narrative().required();
            ethics: Option<String> = Field::code("ethics-approval").filtered();
            assessment: Option<String> = Field::narrative();
            protection: Option<String> = Field::code("protection-method").filtered();
            conditions: Option<String> = Field::narrative();
            refusal: Option<String> = Field::narrative();
            publication: Option<Id> = Field::link("publication");
            ends_on: Option<Date> = Field::due().listed();
        }
    }
}
