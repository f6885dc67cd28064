use crate::Role;
use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// A closed case, drawn by lot, looked through by a supervisor with a short list of questions.
    pub struct QualityReview {
        slug: "quality-review", code: "quality_review", table: "k_quality_review", prefix: "TM",
        role: Role::Part("case"); clock: 336;
        states "quality-review-state" { due: Open, done: Closed }
        steps {
            conclude: [due] => done,
                needs [contact_in_time, child_heard, plan_agreed, services_followed, closure_sound], offers [lesson];
        }
        fields {
            contact_in_time: Option<String> = Field::code("yes-no-unknown").listed();
            child_heard: Option<String> = Field::code("yes-no-unknown").listed();
            plan_agreed: Option<String> = Field::code("yes-no-unknown");
            services_followed: Option<String> = Field::code("yes-no-unknown");
            closure_sound: Option<String> = Field::code("yes-no-unknown");
            lesson: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
