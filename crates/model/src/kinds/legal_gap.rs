use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// How one article of an instrument stands in one country (domain model, section 10.3): whether the law exists, whether it conforms, what
    /// practice does and what comes of it are four answers, kept apart. A second reader looks before anything is published.
    pub struct LegalGap {
        slug: "legal-gap", code: "legal_gap", table: "k_legal_gap", prefix: "GH", role: Role::Root; due: "review_by";
        states "gap-state" { draft: Open, peer_reviewed: Waiting, published: Closed, superseded: Closed }
        steps {
            review: [draft] => peer_reviewed, offers [review_note];
            publish: [peer_reviewed] => published;
            supersede: [published] => superseded, offers [review_note];
        }
        fields {
            country: Option<String> = Field::code("country").required().filtered();
            article: Option<String> = Field::code("instrument-article").required().filtered();
            class: Option<String> = Field::code("indicator-class").required();
            law_exists: Option<String> = Field::code("law-exists").required().filtered();
            conforms: Option<String> = Field::code("law-conforms").required().filtered();
            practice: Option<String> = Field::code("finding-level").required().filtered();
            outcome: Option<String> = Field::code("finding-level").required().filtered();
            age_value: Option<i64> = Field::number(0, 25, "unit-years");
            citations: Option<String> = Field::narrative().required();
            statement: Option<String> = Field::narrative().required();
            practice_finding: Option<String> = Field::narrative();
            outcome_finding: Option<String> = Field::narrative();
            severity: Option<String> = Field::code("gap-severity").required().filtered();
            assessor: Option<String> = Field::line(160).required();
            method: Option<String> = Field::narrative().required();
            assessed_on: Option<Date> = Field::date().required().listed();
            review_by: Option<Date> = Field::due();
            legal_review: Option<bool> = Field::yes_no();
            review_note: Option<String> = Field::narrative();
            source_uri: Option<String> = Field::line(300);
            source_on: Option<Date> = Field::date();
            confidence: Option<String> = Field::code("confidence");
        }
    }
}
