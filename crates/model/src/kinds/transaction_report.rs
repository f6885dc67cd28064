use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Id, Role};

crate::kind! {
    /// A suspicious-transaction report, to or from a financial-intelligence unit or an institution (domain model, section 6.14). Only posts with the
    /// financial duty know that it exists: whoever is concerned must not be warned.
    pub struct TransactionReport {
        slug: "transaction-report", code: "transaction_report", table: "k_transaction_report", prefix: "LT", role: Role::Root;
        clock: 72;
        states "transaction-report-state" {
            noticed: Open, reviewed: Open, reported: Waiting, acknowledged: Waiting, feedback_received: Open, feedback_sent: Waiting, feedback_failed: Open, feedback_given: Open, closed: Closed, dismissed: Closed
        }
        steps {
            review: [noticed] => reviewed, needs [grounds], offers [indicators];
            report: [reviewed, feedback_given] => reported, needs [reported_to, reported_on], offers [receiver_number];
            acknowledge: [reported] => acknowledged, needs [receiver_number];
            note_feedback: [reported, acknowledged] => feedback_received, needs [feedback];
            give_feedback: [noticed, reviewed, reported, acknowledged, feedback_received, feedback_failed] => feedback_given, needs [feedback_given, feedback_given_on], offers [institution_member, feedback_basis];
            close: [reviewed, acknowledged, feedback_received, feedback_failed, feedback_given] => closed, needs [closing_note];
            dismiss: [noticed, reviewed] => dismissed, needs [closing_note];
        }
        fields {
            direction: Option<String> = Field::code("transaction-direction").required().filtered();
            report_code: Option<String> = Field::code("transaction-report-code").required().filtered();
            institution: Option<String> = Field::line(160).required().listed();
            institution_member: Option<String> = Field::line(80);
            own_reference: Option<String> = Field::line(80);
            fiu_reference: Option<String> = Field::line(80);
            indicators: Codes = Field::codes("transaction-indicator").listed();
            parties: Option<String> = Field::narrative().group(DataGroup::Suspect);
            transactions: Option<String> = Field::narrative().group(DataGroup::Incident);
            grounds: Option<String> = Field::narrative().group(DataGroup::Incident);
            case_known: Option<Id> = Field::link("case");
            reported_to: Option<String> = Field::line(160);
            reported_on: Option<Date> = Field::date();
            receiver_number: Option<String> = Field::line(80);
            feedback: Option<String> = Field::narrative();
            feedback_given: Option<String> = Field::narrative();
            feedback_given_on: Option<Date> = Field::date();
            feedback_basis: Option<String> = Field::code("outgoing-basis");
            closing_note: Option<String> = Field::narrative();
        }
    }
}
