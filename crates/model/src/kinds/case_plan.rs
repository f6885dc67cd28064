use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A version of the case plan (domain model, section 6.6). Its goals are records of their own; approving a version ends
    /// the one before.
    pub struct CasePlan {
        slug: "case-plan", code: "case_plan", table: "k_case_plan", prefix: "RI", role: Role::Part("case");
        due: "due";
        states "plan-state" { draft: Open, submitted: Waiting, approved: Closed, returned: Open, superseded: Closed }
        steps {
            submit: [draft, returned] => submitted, needs [date_case_plan], offers [child_wishes, child_took_part];
            approve: [submitted] => approved;
            send_back: [submitted] => returned, needs [return_note];
        }
        fields {
            version: Option<i64> = Field::number(1, 10_000, "unit-version").listed().computed();
            due: Option<Date> = Field::due().required().listed();
            date_case_plan: Option<Date> = Field::date().listed();
            review_due: Option<Date> = Field::due();
            summary: Option<String> = Field::narrative().group(DataGroup::Services);
            child_wishes: Option<String> = Field::narrative().group(DataGroup::Services);
            child_took_part: Option<bool> = Field::yes_no();
            family_took_part: Option<bool> = Field::yes_no();
            return_note: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
