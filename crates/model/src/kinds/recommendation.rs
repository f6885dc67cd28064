use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::value::Codes;
use crate::{Date, Id, Role};

crate::kind! {
    /// A recommendation of a treaty body, a review, an inquiry (domain model, section 10.5). What became of it is computed from the
    /// commitments that answer it; one that repeats another knows since when it has been said.
    pub struct Recommendation {
        slug: "recommendation", code: "recommendation", table: "k_recommendation", prefix: "RE", role: Role::Root; due: "answer_by";
        states "recommendation-state" { unreviewed: Open, reviewed: Open, answered: Waiting, closed: Closed }
        steps {
            review: [unreviewed] => reviewed;
            answer: [reviewed, answered] => answered, needs [support], offers [response];
            close: [reviewed, answered] => closed, needs [close_reason];
        }
        fields {
            reference: Option<String> = Field::line(60).required();
            text: Option<String> = Field::narrative().required();
            translation: Option<String> = Field::narrative();
            source_body: Option<String> = Field::code("recommendation-source").required().filtered();
            document_symbol: Option<String> = Field::line(80);
            cycle: Option<String> = Field::line(40);
            issued_on: Option<Date> = Field::date().required().listed();
            recommending_state: Option<String> = Field::code("country");
            addressee: Option<String> = Field::line(160);
            themes: Codes = Field::codes("exploitation-form").filtered();
            sdg: Codes = Field::codes("sdg-indicator");
            support: Option<String> = Field::code("support-position").filtered();
            response: Option<String> = Field::narrative();
            answer_by: Option<Date> = Field::due().listed();
            repeats: Option<Id> = Field::link("recommendation");
            first_year: Option<i64> = Field::number(1900, 2200, "unit-year").listed().computed();
            progress: Option<String> = Field::code("recommendation-progress").filtered().computed();
            close_reason: Option<String> = Field::narrative();
            source_uri: Option<String> = Field::line(300);
            source_on: Option<Date> = Field::date();
            confidence: Option<String> = Field::code("confidence");
        }
    }
}

impl Recommendation {
    /// What became of a recommendation, from the states of the commitments that answer it. It is as far as its commitments that
    /// still stand are together: verified only when all of them are, stalled when one of them is.
    #[must_use]
    pub fn progress_of(states: &[&str]) -> &'static str {
        let standing: Vec<&str> =
            states.iter().copied().filter(|state| !["withdrawn", "lapsed"].contains(state)).collect();
        let any = |wanted: &[&str]| standing.iter().any(|state| wanted.contains(state));
        let all = |wanted: &[&str]| standing.iter().all(|state| wanted.contains(state));
        match standing.is_empty() {
            true if states.is_empty() => "no_commitment",
            true => "lapsed",
            false if all(&["verified"]) => "verified",
            false if all(&["verified", "completed"]) => "completed",
            false if any(&["stalled"]) => "stalled",
            false if any(&["in_progress", "completed", "verified"]) => "in_progress",
            false => "planned",
        }
    }
}
