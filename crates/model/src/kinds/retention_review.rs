use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// The time for which a closed record may be kept has passed: somebody decides. Nothing deletes itself.
    pub struct RetentionReview {
        slug: "retention-review", code: "retention_review", table: "k_retention_review", prefix: "TR", role: Role::Root; due: "decide_by";
        states "retention-review-state" { due: Open, kept: Closed, erased: Closed }
        steps {
            keep: [due] => kept, needs [keep_reason, review_again];
            confirm_erasure: [due] => erased, needs [erase_note];
        }
        fields {
            rule: Option<String> = Field::code("retention-rule").filtered();
            closed_on: Option<Date> = Field::date().listed();
            decide_by: Option<Date> = Field::due();
            about_case: Option<Id> = Field::link("case").computed();
            about_report: Option<Id> = Field::link("report").computed();
            keep_reason: Option<String> = Field::narrative();
            review_again: Option<Date> = Field::due();
            erase_note: Option<String> = Field::narrative();
        }
    }
}
