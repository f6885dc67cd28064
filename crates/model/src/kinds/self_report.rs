use crate::field::Field;
use crate::lifecycle::Phase::Closed;
use crate::{Date, Role};

crate::kind! {
    /// What the responsible institution says of its own commitment. Said once: a later report takes its place and leaves it standing.
    pub struct SelfReport {
        slug: "self-report", code: "self_report", table: "k_self_report", prefix: "LM", role: Role::Part("commitment");
        states "entry-state" { given: Closed }
        steps {}
        fields {
            status: Option<String> = Field::code("completion-status").required().filtered();
            reported_on: Option<Date> = Field::date().required().listed();
            progress: Option<String> = Field::narrative().required();
            evidence: Option<String> = Field::narrative();
        }
    }
}
