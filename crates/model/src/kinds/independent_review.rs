use crate::field::Field;
use crate::lifecycle::Phase::Closed;
use crate::{Date, Role};

crate::kind! {
    /// What somebody outside the responsible institution finds. Never written by whoever reports on their own work.
    pub struct IndependentReview {
        slug: "independent-review", code: "independent_review", table: "k_independent_review", prefix: "NI", role: Role::Part("commitment");
        states "entry-state" { given: Closed }
        steps {}
        fields {
            status: Option<String> = Field::code("completion-status").required().filtered();
            reviewed_on: Option<Date> = Field::date().required().listed();
            assessor: Option<String> = Field::line(160).required();
            method: Option<String> = Field::narrative().required();
            finding: Option<String> = Field::narrative().required();
            evidence: Option<String> = Field::narrative();
        }
    }
}
