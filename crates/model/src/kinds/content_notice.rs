use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Id, Role, Timestamp};

crate::kind! {
    /// A notice to one platform, host, registrar, owner of a site or police about one content report (domain model, section 6.13).
    /// Removed and unavailable are the words of the member addressed; of anybody else nothing better than "observed gone" is
    /// ever said. Whom it goes to is confirmed just before it goes, by somebody with the mandate to look: content changes its host.
    pub struct ContentNotice {
        slug: "content-notice", code: "content_notice", table: "k_content_notice", prefix: "PN", role: Role::Part("content-report");
        clock: 1;
        states "content-notice-state" {
            drafted: Open, held_for_police: Waiting, notified: Open, rechecking: Open,
            removed: Closed, unavailable: Closed, observed_gone: Closed, moved: Closed, not_illegal: Closed,
            appealed: Open, appeal_granted: Closed, appeal_rejected: Closed
        }
        steps {
            confirm_host: [drafted] => drafted, needs [host_finding, host_source], offers [host_found, host_note];
            hold: [drafted] => held_for_police, needs [hold_until], offers [hold_note];
            release: [held_for_police] => drafted, needs [release_note];
            send: [drafted] => notified, needs [sent_way], offers [receiver_number];
            remind: [notified, rechecking] => notified, offers [sent_way, receiver_number];
            escalate: [notified, rechecking] => notified, needs [escalated_to], offers [sent_way, receiver_number];
            check: [notified, rechecking] => rechecking, needs [check_result];
            confirm_host_again: [notified, rechecking] => rechecking, needs [host_finding, host_source], offers [host_found, host_note];
            relocate: [notified, rechecking] => moved, needs [new_address];
            dismiss: [drafted, held_for_police, notified, rechecking] => not_illegal, needs [not_illegal_reason];
            appeal: [removed, unavailable, observed_gone] => appealed, needs [appeal_note];
            grant_appeal: [appealed] => appeal_granted, needs [appeal_decision];
            reject_appeal: [appealed] => appeal_rejected, needs [appeal_decision];
        }
        fields {
            contact_kind: Option<String> = Field::code("notice-contact").required().filtered();
            addressee: Option<String> = Field::line(160).required().listed();
            member: Option<String> = Field::line(80);
            legal_basis: Option<String> = Field::code("outgoing-basis").required().filtered();
            police_first: Option<bool> = Field::yes_no().filtered();
            host_finding: Option<String> = Field::code("host-finding");
            host_source: Option<String> = Field::code("host-source");
            host_found: Option<String> = Field::line(160);
            host_note: Option<String> = Field::narrative();
            host_confirmed_at: Option<Timestamp> = Field::instant().computed();
            host_confirmed_by: Option<String> = Field::line(200).computed();
            host_confirmed_for: Option<String> = Field::line(300).computed();
            hold_until: Option<Date> = Field::due();
            hold_note: Option<String> = Field::narrative();
            release_note: Option<String> = Field::narrative();
            sent_way: Option<String> = Field::code("notice-way");
            receiver_number: Option<String> = Field::line(80);
            escalated_to: Option<String> = Field::line(160);
            check_result: Option<String> = Field::code("content-check-result").listed();
            new_address: Option<String> = Field::line(2_000).group(DataGroup::Address);
            not_illegal_reason: Option<String> = Field::code("not-illegal-reason");
            appeal_note: Option<String> = Field::narrative();
            appeal_decision: Option<String> = Field::narrative();
            addressee_is_member: Option<bool> = Field::yes_no().computed();
            sent_on: Option<Date> = Field::date().listed().computed();
            times_sent: Option<i64> = Field::number(0, 10_000, "unit-times").computed();
            escalations: Option<i64> = Field::number(0, 10_000, "unit-times").computed();
            times_gone: Option<i64> = Field::number(0, 10_000, "unit-times").computed();
            answer: Option<String> = Field::code("notice-answer").listed().computed();
            answered_on: Option<Date> = Field::date().computed();
            answer_note: Option<String> = Field::narrative().computed();
            moved_to: Option<Id> = Field::link("content-report").computed();
        }
    }
}
