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
                offers [not_seen_reason, comments, safe, in_school_or_work, living_with, wellbeing, next_followup];
            miss: [due] => missed, needs [not_seen_reason], offers [followup_date, seen_child];
            cancel: [due] => cancelled, needs [cancel_reason];
        }
        fields {
            followup_type: Option<String> = Field::code("followup-type").required().filtered();
            /// Which service is followed up, and which assessment: medical care, school, how a child fares.
            followup_service_type: Option<String> = Field::code("service-type").filtered();
            followup_assessment_type: Option<String> = Field::code("assessment-kind");
            needed_by: Option<Date> = Field::due().required().listed();
            after_closure: Option<bool> = Field::yes_no().listed();
            followup_date: Option<Date> = Field::date().listed();
            seen_child: Option<bool> = Field::yes_no();
            not_seen_reason: Option<String> = Field::narrative().group(DataGroup::Services);
            comments: Option<String> = Field::narrative().group(DataGroup::Services);
            safe: Option<String> = Field::code("yes-no-unknown");
            in_school_or_work: Option<String> = Field::code("yes-no-unknown");
            living_with: Option<String> = Field::code("care-arrangements-type");
            wellbeing: Option<i64> = Field::number(0, 10, "unit-score-ten");
            next_followup: Option<Date> = Field::due();
            cancel_reason: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}

impl FollowUp {
    /// A wellbeing score, of ten, at or below which somebody should think again.
    pub const LOW_WELLBEING: i64 = 3;

    /// Whether what a visit after closure found proposes to open the case again (domain model, section 6.12): the child is not
    /// safe, or fares badly by its own account.
    #[must_use]
    pub fn proposes_reopening(record: &crate::Record) -> bool {
        let meta = <Self as crate::Kind>::META;
        let after = record.get(meta, "after_closure") == Some(&crate::Value::Bool(Some(true)));
        let unsafe_now = record.get(meta, "safe").and_then(crate::Value::text) == Some("false");
        let low = matches!(record.get(meta, "wellbeing"), Some(crate::Value::Int(Some(score))) if *score <= Self::LOW_WELLBEING);
        after && (unsafe_now || low)
    }
}
