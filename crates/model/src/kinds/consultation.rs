use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A ministry or organisation that a policy draft was put to. One that stays silent is shown as silent, never as agreed.
    pub struct Consultation {
        slug: "consultation", code: "consultation", table: "k_consultation", prefix: "KU", role: Role::Part("policy-draft"); due: "answer_by";
        states "consultation-state" { asked: Waiting, commented: Open, answered: Closed, silent: Closed }
        steps {
            comment: [asked] => commented, needs [comment];
            answer: [commented] => answered, needs [answer];
            stay_silent: [asked] => silent;
        }
        fields {
            institution: Option<String> = Field::line(200).required();
            asked_on: Option<Date> = Field::date().required().listed();
            answer_by: Option<Date> = Field::due().required().listed();
            comment: Option<String> = Field::narrative();
            answer: Option<String> = Field::narrative();
        }
    }
}
