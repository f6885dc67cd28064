use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::Waiting;

crate::kind! {
    /// A paragraph of a brief, in both languages. `[[REFERENCE]]`, `[[REFERENCE 32]]` or `[[REFERENCE 32 2025]]` stands for the observation
    /// of an indicator, of an area and of a period.
    pub struct BriefParagraph {
        slug: "brief-paragraph", code: "brief_paragraph", table: "k_brief_paragraph", prefix: "RP", role: Role::Part("brief");
        states "brief-part-state" { written: Waiting }
        steps { }
        fields {
            place: Option<i64> = Field::number(1, 200, "unit-place").required().listed();
            heading: Option<String> = Field::line(160);
            heading_en: Option<String> = Field::line(160);
            body: Option<String> = Field::narrative().required();
            body_en: Option<String> = Field::narrative().required();
        }
    }
}
