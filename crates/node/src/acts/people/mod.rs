//! People: found before they are made, seen and changed through the matters they take part in, erased for good.

mod add_participant;
mod decide_duplicate;
mod edit_participation;
mod edit_person;
mod end_participation;
mod erase_person;
pub(crate) mod guardian;
mod join_report;
mod merge_people;
mod open_case;
mod reapply_erasures;
mod search_people;
mod searched;
mod tell_report;
mod unhide_name;
mod unmerge_people;
mod view_person;

pub use add_participant::{AddParticipant, AddParticipantFacts, Whom};
pub use decide_duplicate::DecideDuplicate;
pub use edit_participation::{EditParticipation, ParticipationFacts};
pub use edit_person::EditPerson;
pub(crate) use edit_person::may_lift;
pub use end_participation::EndParticipation;
pub use erase_person::{ErasePerson, EraseReason, Erased};
pub use join_report::{JoinFacts, JoinReport};
pub(crate) use merge_people::reason;
pub use merge_people::{MergeFacts, MergePeople, Merged};
pub(crate) use open_case::{CaseOpening, NewChild, likely_same, open_case_in};
pub use open_case::{Child, NewCase, OpenCase, OpenCaseFacts};
pub use reapply_erasures::ReapplyErasures;
pub use search_people::{Found, KnownCase, PersonHit, SearchPeople};
pub use unhide_name::{Unhidden, UnhideName};
pub use unmerge_people::UnmergePeople;
pub(crate) use view_person::seen_matters;
pub use view_person::{MatterRef, PersonView, ViewPerson};

use crate::access::{self, Actor, Decision, Rule};
use crate::store::PersonFacts;

/// Whether a right on people reaches somebody through any matter in which they take part, and in a role that the actor may know
/// of. When several reach them, the rule that shows most acts.
pub(crate) fn by_person(actor: &Actor, verb: &str, facts: &PersonFacts) -> Decision {
    let mut best: Option<Rule> = None;
    let mut no = Decision::Hide("out-of-scope");
    for (matter, role) in &facts.roles {
        let Some(matter) = facts.matters.iter().find(|known| known.id == *matter) else { continue };
        match access::by_scope(actor, verb, "person", matter) {
            Decision::Allow(rule) => {
                // Somebody whose part in the matter may not be known does not exist.
                let Some(groups) = role.opens(rule.groups) else { continue };
                let rule = Rule { groups, ..rule };
                let more = best
                    .as_ref()
                    .is_none_or(|best| rule.groups.to_text().len() > best.groups.to_text().len());
                best = if more { Some(rule) } else { best };
            }
            // That only the verb is missing is told to whoever may know of the part.
            Decision::Deny(reason) => {
                let seen = access::by_scope(actor, "view", "person", matter);
                let known = matches!(&seen, Decision::Allow(rule) if role.opens(rule.groups).is_some());
                no = if known { Decision::Deny(reason) } else { no };
            }
            Decision::Hide(_) => {}
        }
    }
    best.map_or(no, Decision::Allow)
}
