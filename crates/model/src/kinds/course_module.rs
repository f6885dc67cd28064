use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Waiting};

crate::kind! {
    /// One part of a course: what is learnt in it and how it is done.
    pub struct CourseModule {
        slug: "course-module", code: "course_module", table: "k_course_module", prefix: "MD", role: Role::Part("course");
        states "course-part-state" { in_use: Waiting, withdrawn: Closed }
        steps { withdraw: [in_use] => withdrawn; }
        fields {
            title: Option<String> = Field::line(200).required();
            outline: Option<String> = Field::narrative().required();
            method: Option<String> = Field::line(200);
            hours: Option<i64> = Field::number(1, 100, "unit-hours").listed();
        }
    }
}
