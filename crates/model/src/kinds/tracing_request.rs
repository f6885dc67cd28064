use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Id, Role};

crate::kind! {
    /// The search for one member of a child's family, up to their reunion (domain model, section 6.9).
    pub struct TracingRequest {
        slug: "tracing-request", code: "tracing_request", table: "k_tracing_request", prefix: "TK",
        role: Role::Part("case"); due: "next_search_on";
        states "tracing-status" {
            open: Open, tracing_in_progress: Open, verified: Open, reunified: Open, closed: Closed
        }
        steps {
            trace: [open] => tracing_in_progress, needs [next_search_on], offers [search_note];
            verify: [tracing_in_progress] => verified, needs [verified_on, verification];
            reunify: [verified] => reunified,
                needs [reunified_on, child_wish_on, child_wants_reunion, child_wish, family_assessed_on, family_assessment];
            close: [open, tracing_in_progress, verified, reunified] => closed, needs [close_note];
        }
        fields {
            inquirer_name: Option<String> = Field::line(120).group(DataGroup::Family);
            inquirer_relation: Option<String> = Field::code("family-relationship").group(DataGroup::Family);
            inquirer_contact: Option<String> = Field::line(120).group(DataGroup::Family);
            sought_name: Option<String> = Field::line(120).required().group(DataGroup::Family);
            sought_sex: Option<String> = Field::code("sex").group(DataGroup::Family);
            sought_birth_year: Option<i64> = Field::number(1900, 2200, "unit-year").group(DataGroup::Family);
            sought_phone: Option<String> = Field::line(40).group(DataGroup::Family);
            relation: Option<String> = Field::code("family-relationship").required().filtered();
            separated_on: Option<Date> = Field::date();
            separation_cause: Option<String> = Field::code("separation-cause").filtered();
            place_separated: Option<String> = Field::line(240).group(DataGroup::Family);
            place_last: Option<String> = Field::line(240).group(DataGroup::Family);
            region: Option<String> = Field::region();
            next_search_on: Option<Date> = Field::due().listed();
            search_note: Option<String> = Field::narrative().group(DataGroup::Family);
            verified_on: Option<Date> = Field::date();
            verification: Option<String> = Field::narrative().group(DataGroup::Family);
            child_wish_on: Option<Date> = Field::date();
            child_wants_reunion: Option<bool> = Field::yes_no().group(DataGroup::Services);
            child_wish: Option<String> = Field::narrative().group(DataGroup::Services);
            family_assessed_on: Option<Date> = Field::date();
            family_assessment: Option<String> = Field::narrative().group(DataGroup::Family);
            reunified_on: Option<Date> = Field::date();
            close_note: Option<String> = Field::narrative().group(DataGroup::Family);
            /// Whom a person compared and found to be the one.
            matched: Option<Id> = Field::link("person").computed().group(DataGroup::Family);
        }
    }
}
