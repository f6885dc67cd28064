use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Id, Role};

crate::kind! {
    /// The case of one child (domain model, section 6.2). Siblings have cases of their own.
    pub struct Case {
        slug: "case", code: "case", table: "k_case", prefix: "KS", role: Role::Root; clock: 72;
        states "case-status" { identified: Open, open: Open, closed: Closed, transferred: Closed, duplicate: Closed }
        steps {
            contact: [identified] => open, needs [first_contact_on];
            close: [identified, open] => closed, needs [closure_reason, closure_date, last_contact_on],
                offers [closure_note];
            reopen: [closed] => open, needs [reopened_reason];
        }
        fields {
            registration_date: Option<Date> = Field::date().required().listed();
            risk_level: Option<String> = Field::code("risk-level").filtered();
            urgent_protection_concern: Option<bool> = Field::yes_no().filtered();
            protection_concerns: Codes = Field::codes("protection-concern").filtered();
            exploitation_forms: Codes = Field::codes("exploitation-form");
            region: Option<String> = Field::region().filtered();
            identification_source: Option<String> = Field::code("identification-source");
            protection_status: Option<String> = Field::code("protection-status");
            displacement_status: Option<String> = Field::code("displacement-status");
            media_prominence: Option<String> = Field::code("media-prominence");
            circumstances: Option<String> = Field::narrative().group(DataGroup::Incident);
            suspects: Option<String> = Field::narrative().group(DataGroup::Suspect);
            household: Option<String> = Field::narrative().group(DataGroup::Family);
            first_contact_on: Option<Date> = Field::date();
            assessment_due_date: Option<Date> = Field::due();
            assessment_requested_on: Option<Date> = Field::date();
            case_plan_due_date: Option<Date> = Field::due();
            date_case_plan: Option<Date> = Field::date();
            child_wishes: Option<String> = Field::narrative().group(DataGroup::Services);
            /// Where the child comes from; `region` is where the child is.
            location_of_origin: Option<String> = Field::region();
            external_id: Option<String> = Field::line(60).group(DataGroup::Identity);
            /// Numbers under which other bodies know the child.
            unhcr_id_no: Option<String> = Field::line(60).group(DataGroup::Identity);
            un_no: Option<String> = Field::line(60).group(DataGroup::Identity);
            icrc_ref_no: Option<String> = Field::line(60).group(DataGroup::Identity);
            other_id_type: Option<String> = Field::line(80).group(DataGroup::Identity);
            other_id_no: Option<String> = Field::line(60).group(DataGroup::Identity);
            last_contact_on: Option<Date> = Field::date();
            closure_reason: Option<String> = Field::code("closure-reason").filtered();
            closure_date: Option<Date> = Field::date();
            closure_note: Option<String> = Field::narrative().group(DataGroup::Services);
            reopened_reason: Option<String> = Field::narrative().group(DataGroup::Services);
            /// Said by hand; it also follows from the people of the case.
            guardian_is_suspect: Option<bool> = Field::yes_no().group(DataGroup::Family);
            child: Option<Id> = Field::link("person").computed();
            /// Brothers and sisters have cases of their own, and one family.
            family: Option<Id> = Field::link("family").computed().group(DataGroup::Family);
            report: Option<Id> = Field::link("report").computed();
            workflow: Option<String> = Field::code("workflow").filtered().computed();
        }
    }
}
