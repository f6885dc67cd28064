use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A filled form that came from a device. What it says becomes records by ordinary acts; what could not be done stays with
    /// the post until a person decides. The answers themselves lie sealed beside it, never in a field.
    pub struct FieldSubmission {
        slug: "field-submission", code: "field_submission", table: "k_field_submission", prefix: "KR", role: Role::Root;
        clock: 72;
        states "field-submission-state" {
            received: Open, kept: Open, conflict: Open, applied: Closed, discarded: Closed
        }
        steps {
            discard: [received, kept, conflict] => discarded, needs [discard_reason];
        }
        fields {
            form: Option<String> = Field::line(200).listed().computed();
            form_version: Option<String> = Field::line(60).computed();
            filled_on: Option<Date> = Field::due().listed().computed();
            reason: Option<String> = Field::code("submission-reason").filtered().computed();
            discard_reason: Option<String> = Field::narrative();
        }
    }
}
