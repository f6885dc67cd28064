use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A warning of another organisation. It is acknowledged by what is done about it.
    pub struct IncomingAlert {
        slug: "incoming-alert", code: "incoming_alert", table: "k_incoming_alert", prefix: "PM", role: Role::Root; clock: 72;
        states "incoming-alert-state" {
            received: Open, taken: Open, acted: Closed, not_relevant: Closed, recalled: Closed, ended: Closed
        }
        steps {
            take: [received] => taken;
            judge: [received, taken] => taken, needs [opinion], offers [opinion_reason];
            act: [received, taken] => acted, needs [action_note];
            dismiss: [received, taken] => not_relevant, needs [dismiss_note];
        }
        fields {
            from_member: Option<String> = Field::line(200).listed().computed();
            alert_type: Option<String> = Field::code("alert-type").filtered().computed();
            severity: Option<String> = Field::code("severity").filtered().computed();
            region: Option<String> = Field::region().filtered().computed();
            valid_until: Option<Date> = Field::due().listed().computed();
            title: Option<String> = Field::line(200).computed();
            text: Option<String> = Field::narrative().computed();
            indicators: Option<String> = Field::narrative().computed();
            standing: Option<String> = Field::code("alert-standing").filtered().computed();
            opinion: Option<String> = Field::code("alert-opinion").filtered();
            opinion_reason: Option<String> = Field::narrative();
            action_note: Option<String> = Field::narrative();
            dismiss_note: Option<String> = Field::narrative();
        }
    }
}
