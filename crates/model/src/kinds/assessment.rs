use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// An assessment; an approved one is frozen and a later one supersedes it (domain model, section 6.5).
    pub struct Assessment {
        slug: "assessment", code: "assessment", table: "k_assessment", prefix: "AS", role: Role::Part("case");
        due: "due";
        states "assessment-state" { due: Open, in_progress: Open, submitted: Waiting, approved: Closed, returned: Open }
        steps {
            start: [due, returned] => in_progress;
            submit: [due, in_progress, returned] => submitted, needs [done_on, risk_level, findings],
                offers [child_view, further_action];
            approve: [submitted] => approved;
            send_back: [submitted] => returned, needs [return_note];
        }
        fields {
            assessment_kind: Option<String> = Field::code("assessment-kind").required().filtered();
            due: Option<Date> = Field::due().required().listed();
            done_on: Option<Date> = Field::date();
            risk_level: Option<String> = Field::code("risk-level").listed();
            findings: Option<String> = Field::narrative().group(DataGroup::Health);
            child_view: Option<String> = Field::narrative().group(DataGroup::Services);
            further_action: Option<String> = Field::code("further-action");
            return_note: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
