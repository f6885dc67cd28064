//! Families: brothers and sisters have cases of their own, linked through the family they share.

mod close_family;
mod edit_family;
mod give_family_consent;
mod join_family;
mod leave_family;
mod open_family;
pub(crate) mod sibling;
mod view_family;

pub use crate::store::FamilyFacts;
pub use close_family::CloseFamily;
pub use edit_family::EditFamily;
pub use give_family_consent::GiveFamilyConsent;
pub use join_family::{JoinFamily, JoinFamilyFacts};
pub use leave_family::LeaveFamily;
pub use open_family::OpenFamily;
pub use view_family::{FamilyView, SiblingCase, ViewFamily};

use crate::access::{self, Actor, Decision, Rule};

/// Whether a right on families reaches one through the case of any of its children. When several reach it, the rule that shows
/// most acts. To whoever may not know of a child's family there is none.
pub(crate) fn by_family(actor: &Actor, verb: &str, facts: &FamilyFacts) -> Decision {
    let mut best: Option<Rule> = None;
    let mut no = Decision::Hide("out-of-scope");
    for case in &facts.cases {
        match through(actor, verb, case) {
            Decision::Allow(rule) => {
                let more = best
                    .as_ref()
                    .is_none_or(|best| rule.groups.to_text().len() > best.groups.to_text().len());
                best = if more { Some(rule) } else { best };
            }
            Decision::Deny(reason) => no = Decision::Deny(reason),
            Decision::Hide(_) => {}
        }
    }
    best.map_or(no, Decision::Allow)
}

/// Whether a right on families reaches that of one case.
pub(crate) fn through(actor: &Actor, verb: &str, case: &access::MatterFacts) -> Decision {
    match access::by_scope(actor, verb, "family", case) {
        Decision::Allow(rule) if !rule.groups.has(model::DataGroup::Family) => Decision::Hide("out-of-scope"),
        decision => decision,
    }
}
