use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A company that answers for what it does about the exploitation of children: its way into The Code, its own promises, its venues; a
    /// platform also for its duties under PP TUNAS (vocabularies, sections 5.5 and 17). No child stands in it.
    pub struct Company {
        slug: "company", code: "company", table: "k_company", prefix: "BU", role: Role::Root;
        states "company-state" { recorded: Waiting, applied: Open, planned: Open, approved: Open, member: Waiting, lapsed: Open, left: Closed }
        steps {
            apply: [recorded] => applied, needs [applied_on];
            plan: [applied] => planned, needs [plan];
            approve: [planned] => approved;
            join: [approved] => member, needs [agreed_on];
            lapse: [member] => lapsed, needs [reason];
            renew: [lapsed] => member, needs [agreed_on];
            leave: [recorded, applied, planned, approved, member, lapsed] => left, needs [reason];
        }
        fields {
            name: Option<String> = Field::line(200).required();
            company_kind: Option<String> = Field::code("company-kind").required().filtered();
            region: Option<String> = Field::region().filtered();
            contact: Option<String> = Field::line(160);
            risks: Codes = Field::codes("platform-risk");
            applied_on: Option<Date> = Field::date().listed();
            plan: Option<String> = Field::narrative();
            agreed_on: Option<Date> = Field::date().listed();
            reason: Option<String> = Field::narrative();
            source_uri: Option<String> = Field::line(300);
        }
    }
}

impl Company {
    /// The six criteria of The Code, codes of list `code-criterion`.
    pub const CRITERIA: [&str; 6] =
        ["policy", "training", "contracts", "information", "support", "reporting"];
    /// The duties of PP 17/2025, codes of list `platform-duty`.
    pub const DUTIES: [&str; 5] = [
        "minimum_age_information",
        "age_verification",
        "reporting_mechanism",
        "risk_assessment",
        "no_profiling",
    ];
}
