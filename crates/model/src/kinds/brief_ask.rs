use crate::field::Field;
use crate::lifecycle::Phase::Waiting;
use crate::{Id, Role};

crate::kind! {
    /// What a brief asks of whom: from a gap to a ministry, to its budget line, to one sentence (domain model, section 10.11).
    pub struct BriefAsk {
        slug: "brief-ask", code: "brief_ask", table: "k_brief_ask", prefix: "RA", role: Role::Part("brief");
        states "brief-part-state" { written: Waiting }
        steps { }
        fields {
            place: Option<i64> = Field::number(1, 200, "unit-place").required().listed();
            gap: Option<Id> = Field::link("legal-gap");
            ministry: Option<String> = Field::line(200).required();
            budget_line: Option<String> = Field::line(160).required();
            sentence: Option<String> = Field::line(600).required();
            sentence_en: Option<String> = Field::line(600).required();
        }
    }
}
