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
            triage: [received, acknowledged] => triaged, needs [triage_outcome], offers [screening_reason, referred_to, triage_note];
            close: [triaged] => closed;
        }
        fields {
            channel: Option<String> = Field::code("report-channel").required().filtered();
            reporter_kind: Option<String> = Field::code("reporter-kind");
            reporter_mode: Option<String> = Field::code("reporter-mode").required();
            call_type: Option<String> = Field::code("call-type").filtered();
            called_before: Option<String> = Field::code("yes-no-unknown");
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
            online_harm: Option<String> = Field::code("online-harm").filtered();
            reporter_name: Option<String> = Field::line(120).group(DataGroup::Reporter);
            reporter_contact: Option<String> = Field::line(200).group(DataGroup::Reporter);
            reporter_safe_contact: Option<bool> = Field::yes_no();
            triage_outcome: Option<String> = Field::code("triage-outcome").filtered();
            screening_reason: Option<String> = Field::code("screening-reason");
            referred_to: Option<String> = Field::line(160);
            triage_note: Option<String> = Field::narrative().group(DataGroup::Incident);
            joined_case: Option<Id> = Field::link("case").computed();
        }
    }
}

impl Report {
    /// Highest [`quality`](Self::quality).
    pub const BEST_QUALITY: u8 = 4;

    /// How many of the four things are there that let somebody act on a report: a locator for the offender, a locator for the
    /// victim, a time, and a statement about imminence (domain model, section 6.1). It helps triage and never blocks a report.
    #[must_use]
    pub fn quality(record: &crate::Record) -> u8 {
        let text = |name| record.get(<Self as crate::Kind>::META, name).and_then(crate::Value::text);
        let there = |name| text(name).is_some_and(|text| !text.trim().is_empty());
        let imminence = matches!(text("imminent_danger"), Some("true" | "false")) || there("imminent_reason");
        [there("suspects"), there("children") || there("places"), there("incident_date"), imminence]
            .into_iter()
            .map(u8::from)
            .sum()
    }

    /// Fields that [`quality`](Self::quality) looks at; who may not see one of them cannot be shown the score.
    pub const QUALITY_FIELDS: [&'static str; 6] =
        ["suspects", "children", "places", "incident_date", "imminent_danger", "imminent_reason"];
}
