use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A list that an agency delivered to the data centre. Its rows stand beside it and never change: a corrected list is another
    /// delivery, and the old one is withdrawn. Only an act of its own receives one.
    pub struct ListDelivery {
        slug: "list-delivery", code: "list_delivery", table: "k_list_delivery", prefix: "KD", role: Role::Root; clock: 168;
        states "delivery-state" { received: Open, checked: Waiting, accepted: Closed, withdrawn: Closed }
        steps {
            check: [received] => checked, offers [note];
            accept: [checked] => accepted;
            withdraw: [received, checked, accepted] => withdrawn, needs [withdraw_reason];
        }
        fields {
            agency: Option<String> = Field::line(120).required().listed();
            counted_entity: Option<String> = Field::code("counted-entity").required().filtered();
            period_from: Option<Date> = Field::date().required().listed();
            period_to: Option<Date> = Field::due().required().listed();
            rows_taken: Option<i64> = Field::number(0, 10_000_000, "unit-rows").listed().computed();
            rows_aside: Option<i64> = Field::number(0, 10_000_000, "unit-rows").listed().computed();
            note: Option<String> = Field::narrative();
            withdraw_reason: Option<String> = Field::narrative();
        }
    }
}
