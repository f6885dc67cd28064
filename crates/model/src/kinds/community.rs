use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A community or public place that outreach goes to (domain model, section 10.12): a village, a market, a harbour. It holds no
    /// child and no home; it is due when its next visit is.
    pub struct Community {
        slug: "community", code: "community", table: "k_community", prefix: "KO", role: Role::Root;
        due: "next_visit_on";
        states "community-state" { visited: Open, left: Closed }
        steps {
            leave: [visited] => left, needs [left_reason];
            resume: [left] => visited;
        }
        fields {
            name: Option<String> = Field::line(120).required().listed();
            community_kind: Option<String> = Field::code("community-kind").required().filtered();
            region: Option<String> = Field::region().required().filtered();
            visit_every: Option<i64> = Field::number(1, 36, "unit-months").required();
            next_visit_on: Option<Date> = Field::due().listed();
            last_visited_on: Option<Date> = Field::date().listed().computed();
            whom_to_meet: Option<String> = Field::narrative();
            safety_notes: Option<String> = Field::narrative();
            left_reason: Option<String> = Field::narrative();
        }
    }
}
