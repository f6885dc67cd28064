use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// Another post or organisation is asked to do something; custody stays (domain model, section 7). Who asks whom, until
    /// when, which data groups and on what basis stands in the move's own row.
    pub struct Referral {
        slug: "referral", code: "referral", table: "k_referral", prefix: "RJ", role: Role::Part("case");
        states "transition-status" {
            in_progress: Open, accepted: Open, done: Closed, rejected: Closed, revoked: Closed, redirected: Closed,
            expired: Closed
        }
        steps {
            accept: [in_progress] => accepted, needs [first_contact_by], offers [answer_note];
            reject: [in_progress] => rejected, needs [rejected_reason], offers [answer_note];
            redirect: [in_progress] => redirected, needs [redirect_to], offers [answer_note];
            finish: [accepted] => done, needs [outcome], offers [outcome_on, services_given, remaining_needs, outcome_note];
            revoke: [in_progress, accepted] => revoked, needs [revoked_reason];
        }
        fields {
            service_types: Codes = Field::codes("service-type").required().listed();
            urgent: Option<bool> = Field::yes_no().filtered();
            reason: Option<String> = Field::narrative().required();
            first_contact_by: Option<Date> = Field::due().listed();
            answer_note: Option<String> = Field::narrative();
            rejected_reason: Option<String> = Field::code("refusal-reason").listed();
            redirect_to: Option<String> = Field::line(160);
            outcome: Option<String> = Field::code("referral-outcome").filtered();
            outcome_on: Option<Date> = Field::date();
            services_given: Codes = Field::codes("service-type");
            remaining_needs: Option<String> = Field::narrative();
            outcome_note: Option<String> = Field::narrative();
            revoked_reason: Option<String> = Field::narrative();
        }
    }
}
