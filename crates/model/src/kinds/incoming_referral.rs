use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A member on another node asks us to do something for a child. It came as a sealed message and is answered by one. What
    /// finds the child follows only after a yes.
    pub struct IncomingReferral {
        slug: "incoming-referral", code: "incoming_referral", table: "k_incoming_referral", prefix: "RM", role: Role::Root;
        due: "respond_by";
        states "transition-status" {
            in_progress: Open, accepted: Open, done: Closed, rejected: Closed, revoked: Closed, redirected: Closed,
            expired: Closed
        }
        steps {
            accept: [in_progress] => accepted, needs [first_contact_by], offers [answer_note];
            reject: [in_progress] => rejected, needs [rejected_reason], offers [answer_note];
            redirect: [in_progress] => redirected, needs [redirect_to], offers [answer_note];
            finish: [accepted] => done, needs [outcome], offers [outcome_on, services_given, remaining_needs, outcome_note];
        }
        fields {
            from_member: Option<String> = Field::line(200).listed();
            service_types: Codes = Field::codes("service-type").listed();
            urgent: Option<bool> = Field::yes_no().filtered();
            respond_by: Option<Date> = Field::due().listed();
            reason: Option<String> = Field::narrative();
            child_ref: Option<String> = Field::line(64);
            age_band: Option<String> = Field::code("age-band");
            sex: Option<String> = Field::code("sex");
            region: Option<String> = Field::region().filtered();
            risk_level: Option<String> = Field::code("risk-level").filtered();
            consent_basis: Option<String> = Field::code("share-basis");
            consent_until: Option<Date> = Field::due();
            child_name: Option<String> = Field::line(120).group(DataGroup::Identity);
            child_aliases: Option<String> = Field::line(240).group(DataGroup::Identity);
            birth_year: Option<String> = Field::line(4).group(DataGroup::Identity);
            birth_day: Option<String> = Field::line(5).group(DataGroup::Identity);
            nik: Option<String> = Field::line(20).group(DataGroup::Identity);
            other_documents: Option<String> = Field::line(240).group(DataGroup::Identity);
            unhcr_id_no: Option<String> = Field::line(60).group(DataGroup::Identity);
            un_no: Option<String> = Field::line(60).group(DataGroup::Identity);
            icrc_ref_no: Option<String> = Field::line(60).group(DataGroup::Identity);
            other_id_type: Option<String> = Field::line(80).group(DataGroup::Identity);
            other_id_no: Option<String> = Field::line(60).group(DataGroup::Identity);
            address: Option<String> = Field::line(240).group(DataGroup::Contact);
            phone: Option<String> = Field::line(40).group(DataGroup::Contact);
            marital_status: Option<String> = Field::code("marital-status").sealed().group(DataGroup::Family);
            household: Option<String> = Field::narrative().group(DataGroup::Family);
            circumstances: Option<String> = Field::narrative().group(DataGroup::Incident);
            suspects: Option<String> = Field::narrative().group(DataGroup::Suspect);
            child_wishes: Option<String> = Field::narrative().group(DataGroup::Services);
            disability: Option<String> = Field::code("disability").sealed().group(DataGroup::Health);
            difficulty_seeing: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_hearing: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_walking: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_remembering: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_self_care: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            difficulty_communicating: Option<String> = Field::code("difficulty-level").sealed().group(DataGroup::Health);
            schooling: Option<String> = Field::line(120).group(DataGroup::Services);
            occupation: Option<String> = Field::line(120).group(DataGroup::Services);
            first_contact_by: Option<Date> = Field::due().listed();
            answer_note: Option<String> = Field::narrative();
            rejected_reason: Option<String> = Field::code("refusal-reason").listed();
            redirect_to: Option<String> = Field::line(160);
            outcome: Option<String> = Field::code("referral-outcome").filtered();
            outcome_on: Option<Date> = Field::date();
            services_given: Codes = Field::codes("service-type");
            remaining_needs: Option<String> = Field::narrative();
            outcome_note: Option<String> = Field::narrative();
        }
    }
}
