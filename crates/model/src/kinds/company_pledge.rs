use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// What a company promised on its own account, by when. Kept is what has evidence.
    pub struct CompanyPledge {
        slug: "company-pledge", code: "company_pledge", table: "k_company_pledge", prefix: "JP", role: Role::Part("company"); due: "target_on";
        states "company-pledge-state" { promised: Open, kept: Closed, not_kept: Closed, dropped: Closed }
        steps {
            keep: [promised] => kept, needs [kept_on, evidence];
            miss: [promised] => not_kept, needs [reason];
            drop: [promised] => dropped, needs [reason];
        }
        fields {
            promise: Option<String> = Field::narrative().required();
            target_on: Option<Date> = Field::due().required().listed();
            kept_on: Option<Date> = Field::date().listed();
            evidence: Option<String> = Field::narrative();
            reason: Option<String> = Field::narrative();
            source_uri: Option<String> = Field::line(300);
        }
    }
}
