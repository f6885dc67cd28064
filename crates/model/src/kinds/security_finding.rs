use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// What a security self-check or a drill found lacking, and by when it is mended. Somebody looks again before it is closed.
    pub struct SecurityFinding {
        slug: "security-finding", code: "security_finding", table: "k_security_finding", prefix: "TW", role: Role::Part("security-check"); due: "mend_by";
        states "security-finding-state" { found: Open, mended: Waiting, confirmed: Closed, accepted: Closed }
        steps {
            mend: [found] => mended, needs [mended_on, mended_how];
            confirm: [mended] => confirmed, needs [confirmed_how];
            reopen: [mended] => found, needs [still_lacking];
            accept: [found] => accepted, needs [accept_reason];
        }
        fields {
            topic: Option<String> = Field::code("security-topic").required().filtered();
            severity: Option<String> = Field::code("risk-level").required().filtered();
            mend_by: Option<Date> = Field::due().required().listed();
            finding: Option<String> = Field::narrative().required();
            mended_on: Option<Date> = Field::date();
            mended_how: Option<String> = Field::narrative();
            confirmed_how: Option<String> = Field::narrative();
            still_lacking: Option<String> = Field::narrative();
            accept_reason: Option<String> = Field::narrative();
        }
    }
}
