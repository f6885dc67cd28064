use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// Another organisation asks whether we know something. A refusal stays here with its reason and sends nothing, so that it cannot
    /// be told from silence.
    pub struct IncomingRfi {
        slug: "incoming-rfi", code: "incoming_rfi", table: "k_incoming_rfi", prefix: "IM", role: Role::Root;
        due: "needed_by";
        states "incoming-rfi-state" { received: Open, answered: Closed, refused: Closed, withdrawn: Closed }
        steps {
            answer: [received] => answered, needs [answer], offers [answer_text];
            refuse: [received] => refused, needs [refusal], offers [refusal_note];
        }
        fields {
            from_member: Option<String> = Field::line(200).listed().computed();
            needed_by: Option<Date> = Field::due().listed().computed();
            urgent: Option<bool> = Field::yes_no().filtered().computed();
            question: Option<String> = Field::narrative().computed();
            subject: Option<String> = Field::line(200).computed();
            known: Option<String> = Field::narrative().computed();
            answer: Option<String> = Field::code("rfi-answer").filtered();
            answer_text: Option<String> = Field::narrative();
            refusal: Option<String> = Field::code("refusal-reason").filtered();
            refusal_note: Option<String> = Field::narrative();
        }
    }
}
