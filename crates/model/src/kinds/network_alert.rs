use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A warning to every organisation of the network that takes warnings. A sign is no proof: everybody looks into it before acting, and
    /// says what they think of it.
    pub struct NetworkAlert {
        slug: "network-alert", code: "network_alert", table: "k_network_alert", prefix: "PJ", role: Role::Root;
        due: "valid_until";
        states "network-alert-state" { issued: Open, recalled: Closed, ended: Closed }
        steps {
            recall: [issued] => recalled, needs [recall_reason];
            end: [issued] => ended, offers [end_note];
        }
        fields {
            alert_type: Option<String> = Field::code("alert-type").required().filtered();
            severity: Option<String> = Field::code("severity").required().filtered();
            region: Option<String> = Field::region().filtered();
            valid_until: Option<Date> = Field::due().required().listed();
            title: Option<String> = Field::line(200).required();
            text: Option<String> = Field::narrative().required();
            indicators: Option<String> = Field::narrative();
            sent_to: Option<i64> = Field::number(0, 10_000, "unit-members").computed();
            seen: Option<i64> = Field::number(0, 10_000, "unit-members").computed();
            assigned: Option<i64> = Field::number(0, 10_000, "unit-members").computed();
            acted: Option<i64> = Field::number(0, 10_000, "unit-members").computed();
            not_relevant: Option<i64> = Field::number(0, 10_000, "unit-members").computed();
            standing: Option<String> = Field::code("alert-standing").filtered().computed();
            recall_reason: Option<String> = Field::narrative();
            end_note: Option<String> = Field::narrative();
        }
    }
}
