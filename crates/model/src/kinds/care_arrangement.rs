use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Id, Role};

crate::kind! {
    /// Where a child lives and who cares for them (domain model, section 6.10). An arrangement that has begun is never written
    /// over: it is ended, and the next one begins.
    pub struct CareArrangement {
        slug: "care-arrangement", code: "care_arrangement", table: "k_care_arrangement", prefix: "PA",
        role: Role::Part("case"); due: "review_due";
        states "care-state" {
            proposed: Open, approved: Waiting, active: Open, under_review: Open, ended: Closed
        }
        steps {
            approve: [proposed] => approved, needs [vetting_done_on, vetting_result, child_view],
                offers [vetting_next_due, capacity_checked, review_due];
            begin: [approved] => active, needs [placed_on], offers [review_due];
            examine: [active] => under_review;
            confirm: [under_review] => active, needs [review_note, child_view, review_due],
                offers [vetting_done_on, vetting_result, vetting_next_due];
            finish: [proposed, approved, active, under_review] => ended, needs [ended_on, reason_change],
                offers [end_note];
        }
        fields {
            care_arrangements_type: Option<String> = Field::code("care-arrangements-type").required().filtered();
            /// Somebody who takes part in the case.
            caregiver: Option<Id> = Field::link("person").group(DataGroup::Family);
            name_caregiver: Option<String> = Field::line(120).group(DataGroup::Family);
            relationship_caregiver: Option<String> =
                Field::code("family-relationship").group(DataGroup::Family);
            caregiver_age: Option<i64> = Field::number(15, 120, "unit-years").group(DataGroup::Family);
            placed_on: Option<Date> = Field::date().listed();
            capacity_checked: Option<bool> = Field::yes_no();
            legal_basis: Option<String> = Field::line(240).group(DataGroup::Legal);
            vetting_done_on: Option<Date> = Field::date();
            vetting_result: Option<String> = Field::code("vetting-result");
            vetting_next_due: Option<Date> = Field::due();
            /// An institution always has one.
            review_due: Option<Date> = Field::due().listed();
            child_view: Option<String> = Field::narrative().group(DataGroup::Services);
            review_note: Option<String> = Field::narrative().group(DataGroup::Services);
            ended_on: Option<Date> = Field::date();
            reason_change: Option<String> = Field::code("caregiver-change-reason");
            end_note: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
