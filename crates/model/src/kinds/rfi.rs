use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// A question to another organisation, which may know something. Nobody has to answer: that nothing came and that the other
    /// side will not tell look the same here.
    pub struct Rfi {
        slug: "rfi", code: "rfi", table: "k_rfi", prefix: "MI", role: Role::Root;
        due: "needed_by";
        states "rfi-state" { asked: Open, answered: Open, closed: Closed, withdrawn: Closed }
        steps {
            close: [answered] => closed, offers [close_note];
            give_up: [asked] => closed, needs [close_note];
            withdraw: [asked] => withdrawn, needs [withdrawn_reason];
        }
        fields {
            to_member: Option<String> = Field::line(200).listed().computed();
            concerns: Option<Id> = Field::link("case").computed();
            needed_by: Option<Date> = Field::due().required().listed();
            urgent: Option<bool> = Field::yes_no().filtered();
            question: Option<String> = Field::narrative().required();
            subject: Option<String> = Field::line(200);
            known: Option<String> = Field::narrative();
            answer: Option<String> = Field::code("rfi-answer").filtered().computed();
            answered_on: Option<Date> = Field::date().computed();
            answer_text: Option<String> = Field::narrative().computed();
            close_note: Option<String> = Field::narrative();
            withdrawn_reason: Option<String> = Field::narrative();
        }
    }
}
