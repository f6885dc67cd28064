use crate::Role;
use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::value::Codes;

crate::kind! {
    /// What was tried, where, with what evidence, and whom to ask (domain model, section 10.12). Whoever takes a post over finds those that
    /// bear on its matters.
    pub struct PracticeNote {
        slug: "practice-note", code: "practice_note", table: "k_practice_note", prefix: "CP", role: Role::Root; clock: 720;
        states "practice-state" { draft: Open, reviewed: Open, published: Closed, superseded: Closed }
        steps {
            review: [draft] => reviewed;
            publish: [reviewed] => published;
            supersede: [published] => superseded;
        }
        fields {
            title: Option<String> = Field::line(200).required();
            tried: Option<String> = Field::narrative().required();
            region: Option<String> = Field::region().filtered();
            with_whom: Option<String> = Field::narrative();
            evidence: Option<String> = Field::narrative().required();
            strength: Option<String> = Field::code("evidence-strength").required().filtered();
            cost: Option<String> = Field::line(160);
            failed: Option<String> = Field::narrative();
            ask: Option<String> = Field::line(160).required();
            themes: Codes = Field::codes("exploitation-form").filtered();
            capabilities: Codes = Field::codes("mnr-capability");
        }
    }
}
