use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// How a child fares at one moment, so that before and after can be compared (domain model, section 11.2). The child says
    /// the score; the worker judges how hard the child is hit.
    pub struct Measure {
        slug: "measure", code: "measure", table: "k_measure", prefix: "UK", role: Role::Part("case");
        due: "planned_for";
        states "measure-state" { planned: Open, taken: Closed, dropped: Closed }
        steps {
            take: [planned] => taken, needs [measured_on, severity], offers [wellbeing, measured_with, note];
            drop: [planned] => dropped, needs [note];
        }
        fields {
            moment: Option<String> = Field::code("measure-moment").required().filtered();
            planned_for: Option<Date> = Field::due().required().listed();
            measured_on: Option<Date> = Field::date().listed();
            wellbeing: Option<i64> = Field::number(0, 10, "unit-score-ten").group(DataGroup::Health).listed();
            severity: Option<String> = Field::code("severity").group(DataGroup::Health).listed();
            measured_with: Option<String> = Field::code("feedback-giver");
            note: Option<String> = Field::narrative().group(DataGroup::Health);
        }
    }
}

/// What was measured at two moments of one child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// First and latest wellbeing score, where both are known.
    pub wellbeing: Option<(i64, i64)>,
    /// First and latest rank of severity, where both are known; 0 is not affected.
    pub severity: Option<(usize, usize)>,
}

impl Change {
    /// Points by which wellbeing must have risen to count as improved (domain model, section 11.2).
    pub const IMPROVED_BY: i64 = 3;

    /// From measures in the order in which they were taken: first and last of what is known of each sort. One alone is no
    /// comparison.
    #[must_use]
    pub fn of(wellbeing: &[i64], severity: &[&str]) -> Self {
        let ranks: Vec<usize> = severity.iter().filter_map(|code| rank(code)).collect();
        Self { wellbeing: ends(wellbeing), severity: ends(&ranks) }
    }

    /// Whether wellbeing improved; unknown without both scores.
    #[must_use]
    pub fn improved_wellbeing(&self) -> Option<bool> {
        self.wellbeing.map(|(first, last)| last - first >= Self::IMPROVED_BY)
    }

    /// Whether the child is less impacted than at first; unknown without both.
    #[must_use]
    pub fn less_impacted(&self) -> Option<bool> {
        self.severity.map(|(first, last)| last < first)
    }
}

fn ends<T: Copy>(all: &[T]) -> Option<(T, T)> {
    match all {
        [first, .., last] => Some((*first, *last)),
        _ => None,
    }
}

fn rank(code: &str) -> Option<usize> {
    crate::codes::list("severity")?.codes.iter().position(|one| one.code == code)
}
