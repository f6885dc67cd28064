use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// The report that a member of The Code owes every year. Once it is given the next one is due a year later, by itself.
    pub struct CompanyReport {
        slug: "company-report", code: "company_report", table: "k_company_report", prefix: "LU", role: Role::Part("company"); due: "due_on";
        states "company-report-state" { due: Open, given: Closed, missed: Closed }
        steps {
            give: [due] => given, needs [given_on, summary], offers [trained, contracts];
            miss: [due] => missed, needs [reason];
        }
        fields {
            year: Option<i64> = Field::number(2000, 2200, "unit-year").required().listed();
            due_on: Option<Date> = Field::due().required().listed();
            given_on: Option<Date> = Field::date().listed();
            trained: Option<i64> = Field::number(0, 1_000_000, "unit-people").listed();
            contracts: Option<i64> = Field::number(0, 1_000_000, "unit-contracts").listed();
            summary: Option<String> = Field::narrative();
            reason: Option<String> = Field::narrative();
        }
    }
}
