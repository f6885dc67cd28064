use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A file that was made from one content report for one receiver who is no member. It counts as handed over once the receiver's own
    /// number for it is written down; the file itself is kept nowhere.
    pub struct HandedFile {
        slug: "handed-file", code: "handed_file", table: "k_handed_file", prefix: "BK", role: Role::Part("content-report");
        clock: 24;
        states "handed-file-state" { made: Open, handed_over: Closed, discarded: Closed }
        steps {
            hand_over: [made] => handed_over, needs [receiver_number, handed_on];
            discard: [made] => discarded, needs [discard_note];
        }
        fields {
            format: Option<String> = Field::code("file-format").required().filtered();
            receiver: Option<String> = Field::line(160).required().listed();
            receiver_class: Option<String> = Field::code("member-class").required();
            legal_basis: Option<String> = Field::code("outgoing-basis").required().filtered();
            with_address: Option<bool> = Field::yes_no();
            fingerprint: Option<String> = Field::line(64).computed();
            receiver_number: Option<String> = Field::line(120);
            handed_on: Option<Date> = Field::date().listed();
            discard_note: Option<String> = Field::narrative();
        }
    }
}
