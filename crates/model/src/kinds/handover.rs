use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// The passing of a caseload from one holder to the next (domain model, section 4). Which matters and which posts it is
    /// about stands beside it; its states are reached by acts of their own, never by typing.
    pub struct Handover {
        slug: "handover", code: "handover", table: "k_handover", prefix: "ST", role: Role::Root; clock: 72;
        states "custody-state" {
            handover_due: Open, offered: Open, contested: Open, vacant: Open, escalated: Open, accepted: Closed, assigned: Closed
        }
        steps {}
        fields {
            reason: Option<String> = Field::code("handover-reason").filtered();
            legal_act: Option<String> = Field::line(200);
            promises: Option<String> = Field::narrative();
            contacts: Option<String> = Field::narrative();
            risks: Option<String> = Field::narrative();
            practice: Option<String> = Field::narrative();
            contest_reason: Option<String> = Field::narrative().computed();
        }
    }
}
