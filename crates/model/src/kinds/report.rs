use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Id, Role};

crate::kind! {
    /// A report: what somebody told, kept apart from any case it leads to (domain model, section 6.1).
    pub struct Report {
        slug: "report", code: "report", table: "k_report", prefix: "LP", role: Role::Root; clock: 3;
        states "report-state" { received: Open, acknowledged: Open, triaged: Open, closed: Closed }
        steps {
            acknowledge: [received] => acknowledged;
            triage: [received, acknowledged] => triaged, needs [triage_outcome], offers [screening_reason, triage_note];
            close: [triaged] => closed;
        }
        fields {
            channel: Option<String> = Field::code("report-channel").required().filtered();
            reporter_mode: Option<String> = Field::code("reporter-mode").required();
            call_type: Option<String> = Field::code("call-type");
            language: Option<String> = Field::code("language");
            narrative: Option<String> = Field::narrative().required().group(DataGroup::Incident);
            imminent_danger: Option<String> = Field::code("yes-no-unknown").required().filtered();
            imminent_reason: Option<String> = Field::narrative().group(DataGroup::Incident);
            children: Option<String> = Field::narrative().group(DataGroup::Identity);
            suspects: Option<String> = Field::narrative().group(DataGroup::Suspect);
            places: Option<String> = Field::narrative().group(DataGroup::Contact);
            incident_date: Option<Date> = Field::date();
            region: Option<String> = Field::region().filtered();
            exploitation_forms: Codes = Field::codes("exploitation-form").listed();
            reporter_name: Option<String> = Field::line(120).group(DataGroup::Reporter);
            reporter_contact: Option<String> = Field::line(200).group(DataGroup::Reporter);
            reporter_safe_contact: Option<bool> = Field::yes_no();
            triage_outcome: Option<String> = Field::code("triage-outcome").filtered();
            screening_reason: Option<String> = Field::code("screening-reason");
            triage_note: Option<String> = Field::narrative().group(DataGroup::Incident);
            joined_case: Option<Id> = Field::link("case").computed();
        }
    }
}
