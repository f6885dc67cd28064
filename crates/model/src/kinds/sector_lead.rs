use crate::Role;
use crate::field::{DataGroup, Field};
use crate::lifecycle::Phase::{Closed, Open};

crate::kind! {
    /// Several cases name the same place, employer, vessel, recruiter, number or account: a body of that sector is asked to look. It says
    /// how many cases, never which, and nothing of any child.
    pub struct SectorLead {
        slug: "sector-lead", code: "sector_lead", table: "k_sector_lead", prefix: "PP", role: Role::Root; clock: 168;
        states "sector-lead-state" { raised: Open, looked_into: Open, acted: Closed, nothing_found: Closed }
        steps {
            take_up: [raised] => looked_into, offers [plan_note];
            act: [raised, looked_into] => acted, needs [result_note];
            find_nothing: [raised, looked_into] => nothing_found, needs [result_note];
        }
        fields {
            sector: Option<String> = Field::code("lead-sector").filtered().computed();
            kind: Option<String> = Field::code("identifier-kind").filtered().computed();
            value: Option<String> = Field::line(200).group(DataGroup::Suspect).computed();
            cases: Option<i64> = Field::number(0, 10_000, "unit-cases").listed().computed();
            plan_note: Option<String> = Field::narrative();
            result_note: Option<String> = Field::narrative();
        }
    }
}
