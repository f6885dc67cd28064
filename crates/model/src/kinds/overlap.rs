use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};

crate::kind! {
    /// Two units work on the same thing without knowing it. Each supervisor gets one of these, about the own side alone: what the other
    /// unit knows is not told, and contact begins only when both supervisors want it.
    pub struct Overlap {
        slug: "overlap", code: "overlap", table: "k_overlap", prefix: "OL", role: Role::Root; clock: 72;
        states "overlap-state" { raised: Open, contact_asked: Waiting, contact_agreed: Open, settled: Closed }
        steps {
            ask_contact: [raised] => contact_asked, needs [contact_note];
            settle: [raised, contact_asked, contact_agreed] => settled, needs [settled_note];
        }
        fields {
            kind: Option<String> = Field::code("identifier-kind").filtered().computed();
            own_side: Option<String> = Field::narrative().computed();
            asked_here: Option<bool> = Field::yes_no().computed();
            contact_note: Option<String> = Field::narrative();
            other_side: Option<String> = Field::line(200).computed();
            other_note: Option<String> = Field::narrative().computed();
            settled_note: Option<String> = Field::narrative();
        }
    }
}
