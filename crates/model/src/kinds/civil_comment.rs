use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// A comment of civil society on a commitment that is public, with the answer that it got.
    pub struct CivilComment {
        slug: "civil-comment", code: "civil_comment", table: "k_civil_comment", prefix: "TC", role: Role::Part("commitment"); clock: 336;
        states "comment-state" { received: Open, answered: Closed, set_aside: Closed }
        steps {
            answer: [received] => answered, needs [answer];
            set_aside: [received] => set_aside, needs [reason];
        }
        fields {
            organisation: Option<String> = Field::line(160).required();
            comment: Option<String> = Field::narrative().required();
            answer: Option<String> = Field::narrative();
            reason: Option<String> = Field::narrative();
        }
    }
}
