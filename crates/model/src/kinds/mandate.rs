use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Waiting};
use crate::value::Codes;
use crate::{Date, Role};

crate::kind! {
    /// Why an institution may and must act (domain model, section 3.2): which law gives it which task, where, for which forms of exploitation.
    pub struct Mandate {
        slug: "mandate", code: "mandate", table: "k_mandate", prefix: "MN", role: Role::Root; due: "until_on";
        states "mandate-state" { in_force: Waiting, ended: Closed }
        steps { end: [in_force] => ended, needs [until_on, reason]; }
        fields {
            institution: Option<String> = Field::line(200).required();
            /// Numbers by which registers know it: scheme and number, such as `ID-KHH`.
            identifiers: Option<String> = Field::line(300);
            legal_basis: Option<String> = Field::line(300).required();
            /// The text that gives it: its kind, number, day, who made it, where it was promulgated, and which of its articles.
            basis_kind: Option<String> = Field::code("legal-basis-kind").filtered();
            basis_number: Option<String> = Field::line(80);
            basis_date: Option<Date> = Field::date().listed();
            basis_body: Option<String> = Field::line(160);
            gazette: Option<String> = Field::line(160);
            articles: Option<String> = Field::line(160);
            function: Option<String> = Field::narrative().required();
            region: Option<String> = Field::region().filtered();
            nationwide: Option<bool> = Field::yes_no().listed();
            forms: Codes = Field::codes("exploitation-form").filtered();
            capabilities: Codes = Field::codes("mnr-capability").filtered();
            from_on: Option<Date> = Field::date().required().listed();
            until_on: Option<Date> = Field::due();
            source_uri: Option<String> = Field::line(300);
            reason: Option<String> = Field::narrative();
        }
    }
}
