use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// What a child does when danger comes, made with the child (domain model, section 6.8). It prints to a small neutral card
    /// that never carries a name.
    pub struct SafetyPlan {
        slug: "safety-plan", code: "safety_plan", table: "k_safety_plan", prefix: "RK", role: Role::Part("case");
        due: "review_date";
        states "safety-plan-state" { draft: Open, agreed: Open, reviewed: Open, ended: Closed }
        steps {
            agree: [draft] => agreed, needs [completion_date, review_date], offers [developed_with_child];
            review: [agreed, reviewed] => reviewed, needs [reviewed_on, review_date], offers [review_note];
            end: [draft, agreed, reviewed] => ended, needs [end_note];
        }
        fields {
            safety_plan_needed: Option<bool> = Field::yes_no().required();
            developed_with_child: Option<bool> = Field::yes_no().listed();
            review_date: Option<Date> = Field::due().listed();
            completion_date: Option<Date> = Field::date().listed();
            reviewed_on: Option<Date> = Field::date();
            main_danger: Option<String> = Field::narrative().group(DataGroup::Incident);
            warning_signs: Option<String> = Field::narrative().group(DataGroup::Services);
            steps_to_leave: Option<String> = Field::narrative().group(DataGroup::Services);
            things_packed: Option<String> = Field::narrative().group(DataGroup::Services);
            signal: Option<String> = Field::line(200).group(DataGroup::Services);
            safe_places: Option<String> = Field::narrative().group(DataGroup::Contact);
            where_children_go: Option<String> = Field::narrative().group(DataGroup::Contact);
            safe_people: Option<String> = Field::narrative().group(DataGroup::Contact);
            safe_contact: Option<String> = Field::narrative().group(DataGroup::Contact);
            not_to_be_told: Option<String> = Field::narrative().group(DataGroup::Family);
            resources: Codes = Field::codes("safety-resource");
            resources_note: Option<String> = Field::narrative().group(DataGroup::Services);
            review_note: Option<String> = Field::narrative().group(DataGroup::Services);
            end_note: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}

impl SafetyPlan {
    /// What the card shows, in its order. Who must not be told and what the danger is stay off a paper that may be found.
    pub const CARD: [&'static str; 8] = [
        "warning_signs",
        "signal",
        "steps_to_leave",
        "safe_places",
        "where_children_go",
        "safe_people",
        "safe_contact",
        "things_packed",
    ];
}
