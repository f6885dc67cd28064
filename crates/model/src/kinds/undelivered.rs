use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Id, Role};

crate::kind! {
    /// Something that was sent to another member did not arrive. Whoever sent it decides how it gets there all the same.
    pub struct Undelivered {
        slug: "undelivered", code: "undelivered", table: "k_undelivered", prefix: "TS", role: Role::Root; clock: 24;
        states "undelivered-state" { raised: Open, settled: Closed }
        steps {
            settle: [raised] => settled, needs [settled_note];
        }
        fields {
            what: Option<String> = Field::code("exchange-kind").filtered().computed();
            why: Option<String> = Field::code("exchange-refusal").filtered().computed();
            to_member: Option<String> = Field::line(200).listed().computed();
            concerns: Option<Id> = Field::link("case").computed();
            settled_note: Option<String> = Field::narrative();
        }
    }
}
