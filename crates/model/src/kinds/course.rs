use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};

crate::kind! {
    /// What the staff of a network must learn, for how long it holds, and who approved it (domain model, section 10.8).
    pub struct Course {
        slug: "course", code: "course", table: "k_course", prefix: "BL", role: Role::Root;
        states "course-state" { draft: Open, approved: Waiting, retired: Closed }
        steps {
            approve: [draft] => approved;
            retire: [approved] => retired;
        }
        fields {
            title: Option<String> = Field::line(200).required();
            course_kind: Option<String> = Field::code("course-kind").required().filtered();
            competencies: Option<String> = Field::narrative().required();
            audience: Option<String> = Field::line(200);
            hours: Option<i64> = Field::number(1, 400, "unit-hours").required().listed();
            pass_mark: Option<i64> = Field::number(0, 100, "unit-percent");
            validity_months: Option<i64> = Field::number(1, 120, "unit-months").listed();
            curriculum: Option<String> = Field::line(300);
            capability: Option<String> = Field::code("mnr-capability");
        }
    }
}
