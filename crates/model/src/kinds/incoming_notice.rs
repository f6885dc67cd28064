use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A notice that reached us: what we do about it is our answer, and the sender sees it as ours.
    pub struct IncomingNotice {
        slug: "incoming-notice", code: "incoming_notice", table: "k_incoming_notice", prefix: "NM", role: Role::Root;
        due: "act_by";
        states "incoming-notice-state" {
            received: Open, removed: Closed, unavailable: Closed, moved: Closed, disputed: Closed, appealed: Closed, withdrawn: Closed
        }
        steps {
            remove: [received] => removed, offers [answer_note];
            make_unavailable: [received] => unavailable, offers [answer_note];
            say_moved: [received] => moved, offers [answer_note];
            dispute: [received] => disputed, needs [answer_note];
            appeal: [removed, unavailable] => appealed, needs [appeal_note];
        }
        fields {
            from_member: Option<String> = Field::line(200).listed().computed();
            act_by: Option<Date> = Field::due().listed().computed();
            urgent: Option<bool> = Field::yes_no().filtered().computed();
            harm: Option<String> = Field::code("online-harm").filtered().computed();
            class_scheme: Option<String> = Field::code("content-class-scheme").computed();
            class_label: Option<String> = Field::line(60).computed();
            address: Option<String> = Field::line(2_000).group(DataGroup::Address).computed();
            account: Option<String> = Field::line(200).group(DataGroup::Suspect).computed();
            hashes: Option<String> = Field::narrative().computed();
            legal_basis: Option<String> = Field::code("outgoing-basis").computed();
            reminders: Option<i64> = Field::number(0, 10_000, "unit-times").computed();
            answer_note: Option<String> = Field::narrative();
            appeal_note: Option<String> = Field::narrative();
        }
    }
}
