use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A dated act of a state about an instrument: signature, ratification, reservation (domain model, section 10.2). Where a state stands
    /// is computed from such acts and never typed.
    pub struct StateAct {
        slug: "state-act", code: "state_act", table: "k_state_act", prefix: "TI", role: Role::Root; clock: 720;
        states "entry-review-state" { unreviewed: Open, reviewed: Closed, rejected: Closed }
        steps {
            review: [unreviewed] => reviewed, offers [review_note];
            reject: [unreviewed] => rejected, needs [review_note];
        }
        fields {
            instrument: Option<String> = Field::code("instrument").required().filtered();
            country: Option<String> = Field::code("country").required().filtered();
            act_type: Option<String> = Field::code("treaty-act").required().filtered();
            acted_on: Option<Date> = Field::date().listed();
            precision: Option<String> = Field::code("date-precision").required();
            text: Option<String> = Field::narrative();
            domestic_act: Option<String> = Field::line(160);
            legal_review: Option<bool> = Field::yes_no();
            source: Option<String> = Field::line(300).required();
            source_on: Option<Date> = Field::date();
            confidence: Option<String> = Field::code("confidence");
            review_note: Option<String> = Field::narrative();
        }
    }
}
