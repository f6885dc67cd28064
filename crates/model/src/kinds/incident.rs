use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// What happened, once for each event (domain model, section 6.4). The place is the incident's, not the office's.
    pub struct Incident {
        slug: "incident", code: "incident", table: "k_incident", prefix: "KJ", role: Role::Part("case");
        states "incident-status" { open: Open, closed: Closed, duplicate: Closed }
        steps {
            close: [open] => closed, offers [outcome_note];
            mark_duplicate: [open] => duplicate, needs [outcome_note];
        }
        fields {
            incident_date: Option<Date> = Field::date().listed();
            date_of_first_report: Option<Date> = Field::date().required();
            cp_incident_violence_type: Option<String> = Field::code("violence-type").filtered();
            exploitation_forms: Codes = Field::codes("exploitation-form");
            cp_incident_location_type: Option<String> = Field::code("incident-location").filtered();
            cp_incident_timeofday: Option<String> = Field::code("time-of-day");
            region: Option<String> = Field::region();
            online_part: Option<bool> = Field::yes_no();
            cp_incident_identification_violence: Option<String> = Field::code("incident-identification");
            earlier_incidents: Option<String> = Field::code("yes-no-unknown");
            crime_codes: Option<String> = Field::line(200).group(DataGroup::Legal);
            account: Option<String> = Field::narrative().group(DataGroup::Incident);
            recruitment_means: Option<String> = Field::narrative().group(DataGroup::Incident);
            control_means: Option<String> = Field::narrative().group(DataGroup::Incident);
            incident_location: Option<String> = Field::line(240).group(DataGroup::Contact);
            suspects: Option<String> = Field::narrative().group(DataGroup::Suspect);
            perpetrator_relationship: Option<String> = Field::code("perpetrator-relationship").group(DataGroup::Suspect);
            outcome_note: Option<String> = Field::narrative().group(DataGroup::Incident);
        }
    }
}
