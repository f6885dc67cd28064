use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A follow-up, during the case or after its closure (domain model, sections 6.8 and 6.12).
    pub struct FollowUp {
        slug: "follow-up", code: "follow_up", table: "k_follow_up", prefix: "TL", role: Role::Part("case");
        due: "needed_by";
        states "followup-state" { due: Open, done: Closed, missed: Closed, cancelled: Closed }
        steps {
            record: [due] => done, needs [followup_date, seen_child],
                offers [not_seen_reason, comments, safe, in_school_or_work, wellbeing, next_followup];
            miss: [due] => missed, needs [not_seen_reason];
            cancel: [due] => cancelled, needs [cancel_reason];
        }
        fields {
            followup_type: Option<String> = Field::code("followup-type").required().filtered();
            needed_by: Option<Date> = Field::due().required().listed();
            after_closure: Option<bool> = Field::yes_no().listed();
            followup_date: Option<Date> = Field::date().listed();
            seen_child: Option<bool> = Field::yes_no();
            not_seen_reason: Option<String> = Field::narrative().group(DataGroup::Services);
            comments: Option<String> = Field::narrative().group(DataGroup::Services);
            safe: Option<String> = Field::code("yes-no-unknown");
            in_school_or_work: Option<String> = Field::code("yes-no-unknown");
            wellbeing: Option<i64> = Field::number(0, 10, "unit-score-ten");
            next_followup: Option<Date> = Field::due();
            cancel_reason: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
