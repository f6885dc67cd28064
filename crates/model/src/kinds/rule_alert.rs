use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Id, Role};

crate::kind! {
    /// A rule answered (domain model, section 10.10). One is open for each rule, area and stratum; later answers belong to it. What it says
    /// follows from numbers that are shown, and from nothing else.
    pub struct RuleAlert {
        slug: "rule-alert", code: "rule_alert", table: "k_rule_alert", prefix: "GA", role: Role::Root; clock: 72;
        states "rule-alert-state" { open: Open, acknowledged: Open, investigating: Open, action_taken: Waiting, closed: Closed, false_positive: Closed }
        steps {
            acknowledge: [open] => acknowledged, offers [note];
            investigate: [open, acknowledged] => investigating;
            act: [acknowledged, investigating] => action_taken, needs [action];
            close: [acknowledged, investigating, action_taken] => closed, needs [conclusion];
            dismiss: [open, acknowledged, investigating] => false_positive, needs [conclusion];
        }
        fields {
            rule: Option<Id> = Field::link("alert-rule").required();
            indicator: Option<Id> = Field::link("indicator");
            title: Option<String> = Field::line(300).required();
            importance: Option<String> = Field::code("alert-importance").required().filtered();
            region: Option<String> = Field::region().filtered();
            first_seen: Option<String> = Field::line(20);
            last_seen: Option<String> = Field::line(20);
            reopens: Option<Id> = Field::link("rule-alert");
            note: Option<String> = Field::narrative();
            action: Option<String> = Field::narrative();
            commitment: Option<Id> = Field::link("commitment");
            conclusion: Option<String> = Field::narrative();
        }
    }
}
