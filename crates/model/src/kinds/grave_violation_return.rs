use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A grave violation against children in armed conflict, as counts (domain model, section 6.16; list of the UN monitoring
    /// and reporting mechanism). It names no child and no informant. To whom it goes is the country's rule, to be confirmed.
    pub struct GraveViolationReturn {
        slug: "grave-violation-return", code: "grave_violation_return", table: "k_grave_violation_return", prefix: "PB",
        role: Role::Root; due: "report_due";
        states "grave-violation-state" {
            reported: Open, verifying: Open, verified: Open, not_verified: Open, returned: Closed, corrected: Closed
        }
        steps {
            verify: [reported] => verifying;
            confirm: [verifying] => verified, needs [verification, source_count];
            reject: [verifying] => not_verified, needs [verification], offers [account];
            send: [verified, not_verified] => returned, needs [returned_on];
            correct: [returned] => corrected, needs [correction_note],
                offers [girls_0_11, girls_12_17, boys_0_11, boys_12_17, not_known, verification];
        }
        fields {
            violation_type: Option<String> = Field::code("grave-violation").required().filtered();
            incident_date: Option<Date> = Field::date().required().listed();
            region: Option<String> = Field::region().required().filtered();
            party_type: Option<String> = Field::code("armed-force-group-type").required();
            period_from: Option<Date> = Field::date().required();
            period_to: Option<Date> = Field::due().required();
            report_due: Option<Date> = Field::due().listed();
            girls_0_11: Option<i64> = Field::number(0, 10_000, "unit-children");
            girls_12_17: Option<i64> = Field::number(0, 10_000, "unit-children");
            boys_0_11: Option<i64> = Field::number(0, 10_000, "unit-children");
            boys_12_17: Option<i64> = Field::number(0, 10_000, "unit-children");
            not_known: Option<i64> = Field::number(0, 10_000, "unit-children");
            source_count: Option<i64> = Field::number(0, 1_000, "unit-sources");
            verification: Option<String> = Field::code("verification-status").filtered();
            returned_on: Option<Date> = Field::date();
            account: Option<String> = Field::narrative().group(DataGroup::Incident);
            correction_note: Option<String> = Field::narrative().group(DataGroup::Incident);
        }
    }
}
