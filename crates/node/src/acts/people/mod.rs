//! People: found before they are made, seen and changed through the matters they take part in, erased for good.

mod decide_duplicate;
mod edit_person;
mod erase_person;
mod join_report;
mod merge_people;
mod open_case;
mod reapply_erasures;
mod search_people;
mod tell_report;
mod unmerge_people;
mod view_person;

pub use decide_duplicate::DecideDuplicate;
pub use edit_person::EditPerson;
pub use erase_person::{ErasePerson, EraseReason, Erased};
pub use join_report::{JoinFacts, JoinReport};
pub use merge_people::{MergeFacts, MergePeople, Merged};
pub(crate) use open_case::{CaseOpening, NewChild, likely_same, open_case_in};
pub use open_case::{Child, NewCase, OpenCase, OpenCaseFacts};
pub use reapply_erasures::ReapplyErasures;
pub use search_people::{Found, KnownCase, PersonHit, SearchPeople};
pub use unmerge_people::UnmergePeople;
pub use view_person::{MatterRef, PersonView, ViewPerson};

use crate::access::{self, Actor, Decision, Rule};
use crate::store::PersonFacts;

/// Whether a right on people reaches somebody through any matter in which they take part. When several matters reach them,
/// the rule that shows most acts.
pub(crate) fn by_person(actor: &Actor, verb: &str, facts: &PersonFacts) -> Decision {
    let mut best: Option<Rule> = None;
    let mut no = Decision::Hide("out-of-scope");
    for matter in &facts.matters {
        match access::by_scope(actor, verb, "person", matter) {
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
