use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Id, Role};

crate::kind! {
    /// An assessment; an approved one is frozen and a later one supersedes it (domain model, section 6.5). Its risk level
    /// becomes that of the case and sets how often the child is visited.
    pub struct Assessment {
        slug: "assessment", code: "assessment", table: "k_assessment", prefix: "AS", role: Role::Part("case");
        due: "due";
        states "assessment-state" { due: Open, in_progress: Open, submitted: Waiting, approved: Closed, returned: Open }
        steps {
            start: [due, returned] => in_progress;
            submit: [due, in_progress, returned] => submitted, needs [done_on, risk_level, findings],
                offers [domains, score_initial, score_recent, child_view, further_action];
            approve: [submitted] => approved;
            send_back: [submitted] => returned, needs [return_note];
        }
        fields {
            assessment_kind: Option<String> = Field::code("assessment-kind").required().filtered();
            due: Option<Date> = Field::due().required().listed();
            requested_on: Option<Date> = Field::date();
            done_on: Option<Date> = Field::date();
            domains: Codes = Field::codes("assessment-domain");
            risk_level: Option<String> = Field::code("risk-level").listed();
            findings: Option<String> = Field::narrative().group(DataGroup::Health);
            child_view: Option<String> = Field::narrative().group(DataGroup::Services);
            score_initial: Option<i64> = Field::number(0, 100, "unit-points").group(DataGroup::Health);
            score_recent: Option<i64> = Field::number(0, 100, "unit-points").group(DataGroup::Health);
            further_action: Option<String> = Field::code("further-action");
            return_note: Option<String> = Field::narrative().group(DataGroup::Services);
            superseded_by: Option<Id> = Field::link("assessment").computed();
        }
    }
}
