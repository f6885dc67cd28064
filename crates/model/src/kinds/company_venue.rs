use crate::field::Field;
use crate::lifecycle::Phase::{Closed, Open, Waiting};
use crate::{Date, Role};

crate::kind! {
    /// A house of a company: a hotel, a terminal, a workshop. Somebody visits it and says when the next visit is due.
    pub struct CompanyVenue {
        slug: "company-venue", code: "company_venue", table: "k_company_venue", prefix: "TV", role: Role::Part("company"); due: "next_visit";
        states "venue-state" { to_visit: Open, visited: Waiting, closed: Closed }
        steps {
            visit: [to_visit, visited] => visited, needs [visited_on, staff, trained, finding, next_visit];
            close: [to_visit, visited] => closed, needs [reason];
        }
        fields {
            name: Option<String> = Field::line(200).required();
            venue_kind: Option<String> = Field::code("place-kind").required().filtered();
            region: Option<String> = Field::region().required().filtered();
            staff: Option<i64> = Field::number(0, 100_000, "unit-people").listed();
            trained: Option<i64> = Field::number(0, 100_000, "unit-people").listed();
            visited_on: Option<Date> = Field::date().listed();
            finding: Option<String> = Field::narrative();
            next_visit: Option<Date> = Field::due().listed();
            reason: Option<String> = Field::narrative();
        }
    }
}
