use crate::field::Field;
use crate::lifecycle::Phase::{Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// One duty of a platform under PP TUNAS (PP 17/2025; domain model, section 10.12). What the platform says of itself and what somebody
    /// else finds are kept apart; what was met is asked for again on its day.
    pub struct PlatformDuty {
        slug: "platform-duty", code: "platform_duty", table: "k_platform_duty", prefix: "WP", role: Role::Part("company"); due: "review_due";
        states "platform-duty-state" { due: Open, evidence_given: Open, assessed: Open, met: Waiting, not_met: Open, due_again: Open }
        steps {
            give_evidence: [due, due_again, not_met] => evidence_given, needs [evidence, evidence_on, self_status];
            assess: [evidence_given] => assessed, needs [assessor, assessed_on, independent_status, finding];
            meet: [assessed] => met, needs [review_due];
            fail: [assessed] => not_met, needs [review_due, reason];
            ask_again: [met] => due_again, needs [reason];
        }
        fields {
            duty: Option<String> = Field::code("platform-duty").required().filtered();
            evidence: Option<String> = Field::narrative();
            evidence_on: Option<Date> = Field::date().listed();
            self_status: Option<String> = Field::code("completion-status").filtered();
            assessor: Option<String> = Field::line(160);
            assessed_on: Option<Date> = Field::date().listed();
            independent_status: Option<String> = Field::code("completion-status").filtered();
            finding: Option<String> = Field::narrative();
            review_due: Option<Date> = Field::due().listed();
            reason: Option<String> = Field::narrative();
        }
    }
}
