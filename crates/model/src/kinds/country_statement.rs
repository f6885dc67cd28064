use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// One statement of a country's profile: what somebody says about a country, with where it stands, of what day, and how sure it is. It
    /// enters unreviewed and somebody else than who entered it reviews it.
    pub struct CountryStatement {
        slug: "country-statement", code: "country_statement", table: "k_country_statement", prefix: "SN", role: Role::Root; clock: 720;
        states "entry-review-state" { unreviewed: Open, reviewed: Closed, rejected: Closed }
        steps {
            review: [unreviewed] => reviewed, offers [review_note];
            reject: [unreviewed] => rejected, needs [review_note];
        }
        fields {
            country: Option<String> = Field::code("country").required().filtered();
            theme: Option<String> = Field::code("statement-theme").required().filtered();
            statement: Option<String> = Field::narrative().required();
            source_uri: Option<String> = Field::line(300).required();
            source_on: Option<Date> = Field::date().required().listed();
            confidence: Option<String> = Field::code("confidence").required().filtered();
            review_note: Option<String> = Field::narrative();
        }
    }
}
