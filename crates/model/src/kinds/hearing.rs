use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A hearing or another day at an authority (domain model, section 6.11). No field of it that a calendar shows can hold
    /// who the child is.
    pub struct Hearing {
        slug: "hearing", code: "hearing", table: "k_hearing", prefix: "SD", role: Role::Part("case");
        due: "hearing_date";
        states "hearing-state" { scheduled: Open, held: Closed, postponed: Closed, cancelled: Closed }
        steps {
            record: [scheduled] => held, needs [outcome], offers [next_date, support];
            postpone: [scheduled] => postponed, offers [next_date, outcome];
            cancel: [scheduled] => cancelled, needs [outcome];
        }
        fields {
            hearing_date: Option<Date> = Field::due().required().listed();
            hearing_kind: Option<String> = Field::code("hearing-kind").required().filtered();
            child_must_attend: Option<bool> = Field::yes_no().required().listed();
            support: Codes = Field::codes("support-in-court").listed();
            transport_needed: Option<bool> = Field::yes_no();
            room: Option<String> = Field::line(120).group(DataGroup::Legal);
            companion: Option<String> = Field::line(160).group(DataGroup::Legal);
            outcome: Option<String> = Field::narrative().group(DataGroup::Legal);
            next_date: Option<Date> = Field::due();
        }
    }
}
