use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// What outreach found about a community, never about one child: what happens there, and what is done about it.
    pub struct OutreachFinding {
        slug: "outreach-finding", code: "outreach_finding", table: "k_outreach_finding", prefix: "TU",
        role: Role::Part("community");
        due: "act_by";
        states "outreach-finding-state" { open: Open, acted_on: Closed, no_concern: Closed }
        steps {
            act: [open] => acted_on, needs [action_taken];
            dismiss: [open] => no_concern, needs [dismiss_reason];
        }
        fields {
            found_on: Option<Date> = Field::date().required().listed();
            themes: crate::value::Codes = Field::codes("exploitation-form").filtered();
            finding: Option<String> = Field::narrative().required();
            act_by: Option<Date> = Field::due().listed();
            action_taken: Option<String> = Field::narrative();
            dismiss_reason: Option<String> = Field::narrative();
        }
    }
}
