use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// What the child or the carer thinks of the help, asked with faces instead of words (domain model, section 6.12). Offering it
    /// is ours; giving it is theirs, and they may decline.
    pub struct Feedback {
        slug: "feedback", code: "feedback", table: "k_feedback", prefix: "UB", role: Role::Part("case");
        states "feedback-state" { offered: Waiting, given: Closed, declined: Closed }
        steps {
            give: [offered] => given, needs [given_by],
                offers [listened, felt_safe, respected, helped, knew_rights, in_own_words];
            decline: [offered] => declined;
        }
        fields {
            offered_on: Option<Date> = Field::date().required().listed();
            given_by: Option<String> = Field::code("feedback-giver").listed();
            listened: Option<String> = Field::code("face-scale").group(DataGroup::Services);
            felt_safe: Option<String> = Field::code("face-scale").group(DataGroup::Services);
            respected: Option<String> = Field::code("face-scale").group(DataGroup::Services);
            helped: Option<String> = Field::code("face-scale").group(DataGroup::Services);
            knew_rights: Option<String> = Field::code("face-scale").group(DataGroup::Services);
            in_own_words: Option<String> = Field::narrative().group(DataGroup::Services);
        }
    }
}

/// What an answered form says on the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Satisfaction {
    /// At least half of the answers are on the happy side.
    Satisfied,
    /// Fewer are.
    Unsatisfied,
    /// Fewer than three questions were answered: it counts for neither side.
    Incomplete,
}

impl Feedback {
    /// The questions that are asked with faces.
    pub const QUESTIONS: [&'static str; 5] = ["listened", "felt_safe", "respected", "helped", "knew_rights"];

    /// The scoring rule, printed beside every figure made with it: of five questions at least three must be answered, and at
    /// least half of the answers must be the fourth or fifth face.
    #[must_use]
    pub fn satisfaction(record: &crate::Record) -> Satisfaction {
        let meta = <Self as crate::Kind>::META;
        Self::satisfaction_of(
            Self::QUESTIONS.iter().filter_map(|name| record.get(meta, name).and_then(crate::Value::text)),
        )
    }

    /// The same from the faces that were chosen, by code.
    #[must_use]
    pub fn satisfaction_of<'f>(chosen: impl Iterator<Item = &'f str>) -> Satisfaction {
        let faces = crate::codes::list("face-scale");
        let rank = |code: &str| -> Option<u8> { faces?.get(code)?.extra("rank")?.parse().ok() };
        let ranks: Vec<u8> = chosen.filter_map(rank).collect();
        let happy = ranks.iter().filter(|rank| **rank >= 4).count();
        match ranks.len() {
            0..=2 => Satisfaction::Incomplete,
            answered if happy * 2 >= answered => Satisfaction::Satisfied,
            _ => Satisfaction::Unsatisfied,
        }
    }
}
