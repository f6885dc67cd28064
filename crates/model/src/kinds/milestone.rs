use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A step on the way of a commitment. Weights, where they are given, add up to a hundred.
    pub struct Milestone {
        slug: "milestone", code: "milestone", table: "k_milestone", prefix: "TG", role: Role::Part("commitment"); due: "due_on";
        states "milestone-state" { planned: Open, done: Closed, missed: Closed, dropped: Closed }
        steps {
            finish: [planned, missed] => done, needs [done_on, evidence];
            miss: [planned] => missed, needs [reason];
            drop: [planned, missed] => dropped, needs [reason];
        }
        fields {
            title: Option<String> = Field::line(300).required();
            due_on: Option<Date> = Field::due().required().listed();
            weight: Option<i64> = Field::number(0, 100, "unit-percent").listed();
            done_on: Option<Date> = Field::date().listed();
            evidence: Option<String> = Field::narrative();
            reason: Option<String> = Field::narrative();
        }
    }
}
