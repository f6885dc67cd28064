use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};
use crate::{Date, Role};

crate::kind! {
    /// A failure to protect personal data. The persons and the authority are told within three times 24 hours (Law 27 of 2022, article 46).
    pub struct Breach {
        slug: "breach", code: "breach", table: "k_breach", prefix: "GP", role: Role::Root; clock: 72;
        states "duty-state" { received: Open, verified: Open, decided: Open, carried_out: Open, closed: Closed }
        steps {
            verify: [received] => verified, needs [what_data], offers [affected];
            decide: [verified] => decided, needs [containment], offers [tell_authority];
            carry_out: [decided] => carried_out, needs [subjects_told_on], offers [authority_told_on];
            close: [received, verified, decided, carried_out] => closed, needs [lessons];
        }
        fields {
            discovered_on: Option<Date> = Field::date().required().listed();
            severity: Option<String> = Field::code("risk-level").filtered();
            what_happened: Option<String> = Field::narrative().required().group(DataGroup::Incident);
            what_data: Option<String> = Field::narrative().group(DataGroup::Incident);
            affected: Option<i64> = Field::number(0, 100_000_000, "unit-people");
            containment: Option<String> = Field::narrative().group(DataGroup::Incident);
            tell_authority: Option<bool> = Field::yes_no();
            subjects_told_on: Option<Date> = Field::date();
            authority_told_on: Option<Date> = Field::date();
            lessons: Option<String> = Field::narrative().group(DataGroup::Incident);
        }
    }
}
