use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Waiting};

crate::kind! {
    /// A question of the test before and after a course. Only who trains sees the right answer; whoever sits the test sees question and
    /// choices.
    pub struct CourseQuestion {
        slug: "course-question", code: "course_question", table: "k_course_question", prefix: "SO", role: Role::Part("course");
        states "course-part-state" { in_use: Waiting, withdrawn: Closed }
        steps { withdraw: [in_use] => withdrawn; }
        fields {
            question: Option<String> = Field::line(400).required();
            /// One choice a line.
            choices: Option<String> = Field::text(2_000).required();
            /// Which line is right, counted from one.
            answer_line: Option<i64> = Field::number(1, 8, "unit-line").required();
        }
    }
}

impl CourseQuestion {
    /// The choices of a question, as its text has them: one a line, empty lines left out.
    pub fn choices(text: &str) -> impl Iterator<Item = &str> {
        text.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}
