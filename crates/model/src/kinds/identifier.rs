use crate::Role;
use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// Something outside that a case names: a number, an account, a vehicle, a vessel, a place, an employer, a recruiter. What several
    /// cases share is looked at by somebody; nobody is told by it what stands in another case.
    pub struct Identifier {
        slug: "identifier", code: "identifier", table: "k_identifier", prefix: "PG", role: Role::Part("case");
        states "identifier-state" { noted: Open, wrong: Closed }
        steps {
            mark_wrong: [noted] => wrong, needs [wrong_note];
        }
        fields {
            kind: Option<String> = Field::code("identifier-kind").required().filtered().group(DataGroup::Suspect);
            value: Option<String> = Field::line(200).required().group(DataGroup::Suspect);
            holder: Option<String> = Field::line(120).group(DataGroup::Suspect);
            part_played: Option<String> = Field::narrative().group(DataGroup::Incident);
            wrong_note: Option<String> = Field::narrative();
        }
    }
}
