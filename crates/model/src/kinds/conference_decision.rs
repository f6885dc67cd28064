use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// What a conference decided: somebody's work until a day (domain model, section 6.8). It is opened from the conference and
    /// lies with the post that the conference named.
    pub struct ConferenceDecision {
        slug: "conference-decision", code: "conference_decision", table: "k_conference_decision", prefix: "KT", role: Role::Part("case");
        due: "due";
        states "decision-state" { agreed: Open, carried_out: Closed, not_carried_out: Closed }
        steps {
            carry_out: [agreed] => carried_out, needs [done_on], offers [result];
            give_up: [agreed] => not_carried_out, needs [result];
        }
        fields {
            due: Option<Date> = Field::due().required().listed();
            decision: Option<String> = Field::narrative().required().group(DataGroup::Services);
            done_on: Option<Date> = Field::date().listed();
            result: Option<String> = Field::narrative().group(DataGroup::Services);
            conference: Option<Id> = Field::link("conference").computed();
        }
    }
}
