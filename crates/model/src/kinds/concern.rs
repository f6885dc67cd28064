use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A protection concern of a case, with what became of it (domain model, section 6.4). One that was disproved stays on
    /// record and is counted nowhere.
    pub struct Concern {
        slug: "concern", code: "concern", table: "k_concern", prefix: "MP", role: Role::Part("case");
        states "concern-status" { current: Open, resolved: Closed, disproved: Closed }
        steps {
            resolve: [current] => resolved, needs [ended_on], offers [outcome_note];
            disprove: [current] => disproved, needs [ended_on, outcome_note];
            renew: [resolved, disproved] => current, needs [outcome_note];
        }
        fields {
            protection_concern_type: Option<String> = Field::code("protection-concern").required().filtered();
            date_concern_identified: Option<Date> = Field::date().required().listed();
            concern_details: Option<String> = Field::narrative().group(DataGroup::Incident);
            ended_on: Option<Date> = Field::date().listed();
            outcome_note: Option<String> = Field::narrative().group(DataGroup::Incident);
        }
    }
}
