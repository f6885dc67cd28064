use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// From where to where an indicator is to come, and by when (domain model, section 10.9).
    pub struct IndicatorTarget {
        slug: "indicator-target", code: "indicator_target", table: "k_indicator_target", prefix: "IT", role: Role::Part("indicator"); due: "due_on";
        states "indicator-target-state" { set: Open, met: Closed, missed: Closed, dropped: Closed }
        steps {
            meet: [set] => met;
            miss: [set] => missed;
            drop: [set] => dropped, needs [reason];
        }
        fields {
            base_year: Option<i64> = Field::number(1990, 2100, "unit-year").required().listed();
            base_value: Option<String> = Field::line(20).required();
            due_on: Option<Date> = Field::due().required().listed();
            target_value: Option<String> = Field::line(20).required();
            commitment: Option<Id> = Field::link("commitment");
            reason: Option<String> = Field::narrative();
        }
    }
}
