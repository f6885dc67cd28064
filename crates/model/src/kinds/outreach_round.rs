use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A planned visit to a community, and what came of it in numbers and words. It names no child: whoever is worried about one
    /// files a report.
    pub struct OutreachRound {
        slug: "outreach-round", code: "outreach_round", table: "k_outreach_round", prefix: "PU", role: Role::Part("community");
        due: "planned_on";
        states "outreach-round-state" { planned: Open, made: Closed, cancelled: Closed }
        steps {
            make: [planned] => made, needs [visited_on, children_met, adults_met], offers [notes];
            cancel: [planned] => cancelled, needs [cancel_reason];
        }
        fields {
            planned_on: Option<Date> = Field::due().required().listed();
            purpose: Option<String> = Field::narrative().required();
            team: Option<String> = Field::narrative();
            visited_on: Option<Date> = Field::date().listed();
            children_met: Option<i64> = Field::number(0, 1_000, "unit-people");
            adults_met: Option<i64> = Field::number(0, 1_000, "unit-people");
            notes: Option<String> = Field::narrative();
            cancel_reason: Option<String> = Field::narrative();
        }
    }
}
