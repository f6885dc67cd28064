use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A member looks at its own security, when it is admitted and every year, or drills what it hopes never to need: a restore, the
    /// loss of a key, a breach, a network cut.
    pub struct SecurityCheck {
        slug: "security-check", code: "security_check", table: "k_security_check", prefix: "CK", role: Role::Root; due: "due_on";
        states "security-check-state" { planned: Open, held: Open, closed: Closed, cancelled: Closed }
        steps {
            hold: [planned] => held, needs [held_on, course], offers [hours_taken];
            close: [held] => closed, needs [conclusion];
            cancel: [planned] => cancelled, needs [cancel_reason];
        }
        fields {
            what: Option<String> = Field::code("security-check-type").required().filtered();
            due_on: Option<Date> = Field::due().required().listed();
            plan: Option<String> = Field::narrative();
            held_on: Option<Date> = Field::date().listed();
            hours_taken: Option<i64> = Field::number(0, 10_000, "unit-hours");
            course: Option<String> = Field::narrative();
            conclusion: Option<String> = Field::narrative();
            cancel_reason: Option<String> = Field::narrative();
        }
    }
}
