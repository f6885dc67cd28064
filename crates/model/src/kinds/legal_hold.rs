use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A legal hold: while it is in force nobody erases the child's record, whoever asks (Law 27 of 2022, article 15).
    pub struct LegalHold {
        slug: "legal-hold", code: "legal_hold", table: "k_legal_hold", prefix: "TH", role: Role::Part("case"); due: "review_on";
        states "legal-hold-state" { in_force: Waiting, lifted: Closed }
        steps {
            lift: [in_force] => lifted, needs [lift_reason];
        }
        fields {
            basis: Option<String> = Field::code("hold-basis").required().filtered();
            authority: Option<String> = Field::line(160).required();
            reference: Option<String> = Field::line(80);
            review_on: Option<Date> = Field::due().required();
            note: Option<String> = Field::narrative();
            lift_reason: Option<String> = Field::narrative();
        }
    }
}
