use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A case conference or best-interest determination with its minutes (domain model, section 6.8). Each decision is a record
    /// of its own with a post and a day. Who sits there, and whether they are enough, is said by seats, never typed.
    pub struct Conference {
        slug: "conference", code: "conference", table: "k_conference", prefix: "KF", role: Role::Part("case");
        due: "date";
        states "conference-state" { called: Open, held: Open, minuted: Waiting, approved: Closed, cancelled: Closed }
        steps {
            hold: [called] => held, offers [participants, conflicts_declared, current_situation, child_view];
            minute: [held] => minuted, needs [minutes, outcome],
                offers [options, dissent, recommendation, recommendation_date, date_submitted, agency_responsible,
                    proposed_support, proposed_support_accepted, why_support_refused, implementing_agency,
                    date_implementation];
            approve: [minuted] => approved;
            send_back: [minuted] => held, needs [return_note];
            cancel: [called, held, minuted] => cancelled, needs [return_note];
        }
        fields {
            conference_type: Option<String> = Field::code("conference-type").required().filtered();
            date: Option<Date> = Field::due().required().listed();
            reason: Option<String> = Field::narrative().required().group(DataGroup::Services);
            participants: Option<String> = Field::narrative().group(DataGroup::Services);
            conflicts_declared: Option<String> = Field::narrative().group(DataGroup::Services);
            quorum_met: Option<bool> = Field::yes_no().computed();
            current_situation: Option<String> = Field::narrative().group(DataGroup::Incident);
            child_view: Option<String> = Field::narrative().group(DataGroup::Services);
            options: Option<String> = Field::narrative().group(DataGroup::Services);
            minutes: Option<String> = Field::narrative().group(DataGroup::Services);
            dissent: Option<String> = Field::narrative().group(DataGroup::Services);
            outcome: Option<String> = Field::code("conference-outcome").listed();
            recommendation: Option<String> = Field::narrative().group(DataGroup::Services);
            recommendation_date: Option<Date> = Field::date();
            date_submitted: Option<Date> = Field::date();
            agency_responsible: Option<String> = Field::line(160).group(DataGroup::Services);
            proposed_support: Option<String> = Field::narrative().group(DataGroup::Services);
            proposed_support_accepted: Option<bool> = Field::yes_no();
            why_support_refused: Option<String> = Field::narrative().group(DataGroup::Services);
            implementing_agency: Option<String> = Field::line(160).group(DataGroup::Services);
            date_implementation: Option<Date> = Field::due();
            return_note: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
