use crate::field::Field;
use crate::lifecycle::Phase::{Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// One of the six criteria of The Code at one company, with its evidence. What was met is asked for again on its day.
    pub struct CodeCriterion {
        slug: "code-criterion", code: "code_criterion", table: "k_code_criterion", prefix: "KC", role: Role::Part("company"); due: "review_on";
        states "criterion-state" { not_started: Open, in_progress: Open, met: Waiting, lapsed: Open }
        steps {
            begin: [not_started, lapsed] => in_progress;
            meet: [in_progress] => met, needs [evidence, evidence_on, review_on];
            lapse: [met] => lapsed, needs [reason];
        }
        fields {
            criterion: Option<String> = Field::code("code-criterion").required().filtered();
            evidence: Option<String> = Field::narrative();
            evidence_on: Option<Date> = Field::date().listed();
            review_on: Option<Date> = Field::due().listed();
            reason: Option<String> = Field::narrative();
        }
    }
}
