use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// A policy in the making (domain model, section 10.12): its text, whom it was put to, what they said and what was answered.
    pub struct PolicyDraft {
        slug: "policy-draft", code: "policy_draft", table: "k_policy_draft", prefix: "RB", role: Role::Root; due: "review_on";
        states "policy-state" {
            drafting: Open, in_consultation: Waiting, answered: Open, adopted: Waiting, dropped: Closed, due_for_review: Open
        }
        steps {
            consult: [drafting, due_for_review, answered] => in_consultation;
            answer: [in_consultation] => answered;
            adopt: [answered] => adopted, needs [adopted_by, adopted_on, review_on];
            revisit: [adopted] => due_for_review;
            drop: [drafting, in_consultation, answered, due_for_review] => dropped, needs [drop_reason];
        }
        fields {
            title: Option<String> = Field::line(200).required();
            lead: Option<String> = Field::line(160).required();
            template: Option<String> = Field::code("framework-template").filtered();
            text: Option<String> = Field::text(20_000).required();
            summary: Option<String> = Field::narrative();
            forms: Codes = Field::codes("exploitation-form").filtered();
            adopted_by: Option<String> = Field::line(160);
            adopted_on: Option<Date> = Field::date().listed();
            review_on: Option<Date> = Field::due().listed();
            drop_reason: Option<String> = Field::narrative();
        }
    }
}
