use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A course held on a day, somewhere, by somebody.
    pub struct TrainingSession {
        slug: "training-session", code: "training_session", table: "k_training_session", prefix: "SP", role: Role::Part("course"); due: "starts_on";
        states "training-session-state" { planned: Open, held: Closed, cancelled: Closed }
        steps {
            hold: [planned] => held, needs [held_on];
            cancel: [planned] => cancelled, needs [reason];
        }
        fields {
            starts_on: Option<Date> = Field::due().required().listed();
            place: Option<String> = Field::line(200).required();
            trainer: Option<String> = Field::line(200).required();
            region: Option<String> = Field::region();
            seats: Option<i64> = Field::number(1, 500, "unit-seats").required().listed();
            held_on: Option<Date> = Field::date();
            reason: Option<String> = Field::narrative();
        }
    }
}
