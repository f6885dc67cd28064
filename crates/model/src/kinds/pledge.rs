use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// Money that somebody announced (domain model, section 10.7). It is no commitment and no payment, and is never added to one.
    pub struct Pledge {
        slug: "pledge", code: "pledge", table: "k_pledge", prefix: "JN", role: Role::Part("programme"); due: "due_on";
        states "pledge-state" { announced: Open, confirmed: Open, partly_committed: Open, committed: Waiting, fulfilled: Closed, withdrawn: Closed }
        steps {
            confirm: [announced] => confirmed;
            commit_part: [announced, confirmed] => partly_committed, needs [note];
            commit: [announced, confirmed, partly_committed] => committed, needs [note];
            fulfil: [committed] => fulfilled, needs [note];
            withdraw: [announced, confirmed, partly_committed, committed] => withdrawn, needs [note];
        }
        fields {
            donor: Option<String> = Field::line(200).required();
            donor_ref: Option<String> = Field::line(120);
            amount: Option<String> = Field::line(30).required();
            currency: Option<String> = Field::code("currency").required().filtered();
            announced_on: Option<Date> = Field::date().required().listed();
            event: Option<String> = Field::line(200);
            due_on: Option<Date> = Field::due().required().listed();
            conditions: Option<String> = Field::narrative();
            earmark: Option<String> = Field::line(200);
            region: Option<String> = Field::region().filtered();
            source_uri: Option<String> = Field::line(300);
            note: Option<String> = Field::narrative();
        }
    }
}
