use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Id, Role};

crate::kind! {
    /// When somebody is to be told that a figure is unusual (domain model, section 10.10). It is tried on what has been before anybody is
    /// woken by it, and it sees nothing that may not be shown.
    pub struct AlertRule {
        slug: "alert-rule", code: "alert_rule", table: "k_alert_rule", prefix: "AP", role: Role::Root; clock: 336;
        states "alert-rule-state" { draft: Open, tested: Open, active: Waiting, muted: Waiting, retired: Closed }
        steps {
            test: [draft, tested] => tested;
            activate: [tested, muted] => active;
            mute: [active] => muted, needs [reason];
            revise: [tested, active, muted] => draft;
            retire: [draft, tested, active, muted] => retired, needs [reason];
        }
        fields {
            name: Option<String> = Field::line(200).required();
            method: Option<String> = Field::code("alert-method").required().filtered();
            indicator: Option<Id> = Field::link("indicator");
            areas: Option<String> = Field::code("alert-scope").required();
            side: Option<String> = Field::code("alert-side");
            bound: Option<String> = Field::line(20);
            periods: Option<i64> = Field::number(2, 520, "unit-periods");
            back: Option<i64> = Field::number(1, 520, "unit-periods");
            min_history: Option<i64> = Field::number(0, 520, "unit-periods");
            min_count: Option<i64> = Field::number(0, 1_000_000, "unit-none");
            cool_down: Option<i64> = Field::number(0, 520, "unit-periods");
            importance: Option<String> = Field::code("alert-importance").required().filtered();
            delivery: Option<String> = Field::code("alert-delivery").required();
            message: Option<String> = Field::narrative().required();
            tested_on: Option<Date> = Field::date().computed().listed();
            would_fire: Option<i64> = Field::number(0, 1_000_000, "unit-times").computed().listed();
            reason: Option<String> = Field::narrative();
        }
    }
}
