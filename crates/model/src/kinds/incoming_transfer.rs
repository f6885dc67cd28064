use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// A member on another node offers us a case for good. What finds the child comes with the case itself, after a yes; from its
    /// arrival on we answer for the child.
    pub struct IncomingTransfer {
        slug: "incoming-transfer", code: "incoming_transfer", table: "k_incoming_transfer", prefix: "AM", role: Role::Root;
        due: "respond_by";
        states "transition-status" {
            in_progress: Open, accepted: Open, done: Closed, rejected: Closed, revoked: Closed, expired: Closed
        }
        steps {
            accept: [in_progress] => accepted, offers [answer_note];
            reject: [in_progress] => rejected, needs [rejected_reason], offers [answer_note];
        }
        fields {
            from_member: Option<String> = Field::line(200).listed();
            respond_by: Option<Date> = Field::due().listed();
            reason: Option<String> = Field::narrative();
            child_ref: Option<String> = Field::line(64);
            age_band: Option<String> = Field::code("age-band");
            sex: Option<String> = Field::code("sex");
            region: Option<String> = Field::region().filtered();
            risk_level: Option<String> = Field::code("risk-level").filtered();
            consent_basis: Option<String> = Field::code("share-basis");
            consent_until: Option<Date> = Field::due();
            parts: Option<String> = Field::line(400);
            answer_note: Option<String> = Field::narrative();
            rejected_reason: Option<String> = Field::code("refusal-reason").listed();
            left_out: Option<i64> = Field::number(0, 10_000, "unit-parts").computed();
            child_case: Option<Id> = Field::link("case").computed().group(DataGroup::Identity);
        }
    }
}
