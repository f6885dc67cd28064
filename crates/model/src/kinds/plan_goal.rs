use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A goal of the case plan (domain model, section 6.6). In progress is never counted as met.
    pub struct PlanGoal {
        slug: "plan-goal", code: "plan_goal", table: "k_plan_goal", prefix: "TJ", role: Role::Part("case");
        due: "due";
        states "goal-state" { not_started: Open, in_progress: Open, met: Closed, not_met: Closed, not_applicable: Closed }
        steps {
            start: [not_started] => in_progress;
            meet: [not_started, in_progress] => met, offers [success];
            miss: [not_started, in_progress] => not_met, needs [success];
            drop: [not_started, in_progress] => not_applicable, needs [success];
        }
        fields {
            domain: Option<String> = Field::code("goal-domain").required().filtered();
            goal: Option<String> = Field::narrative().required().group(DataGroup::Services);
            intervention: Option<String> = Field::narrative().group(DataGroup::Services);
            provider: Option<String> = Field::line(160).group(DataGroup::Services);
            agreed_with_child: Option<bool> = Field::yes_no().listed();
            due: Option<Date> = Field::due().required().listed();
            success: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}
