//! Somebody who takes part in a case, in a few lines.

use model::{Id, ParticipantRole};
use node::ShownParticipant;

use crate::casework::hit;
use crate::frame::Frame;

/// One participation on a page.
pub(crate) struct PersonRow {
    pub(crate) participation: Id,
    pub(crate) person: Id,
    pub(crate) name: String,
    /// Role and relation.
    pub(crate) role: String,
    /// What else is said: caregiver, no longer alive, contact.
    pub(crate) facts: Vec<String>,
    pub(crate) note: Option<String>,
    /// Whether the role says that they are said to have harmed the child.
    pub(crate) accused: bool,
    /// A guardian who is a suspect.
    pub(crate) withheld: bool,
    /// How to reach them, where that may be shown.
    pub(crate) phone: Option<String>,
}

/// Everybody, in the order of roles.
pub(crate) fn all(f: &Frame, people: &[ShownParticipant]) -> Vec<PersonRow> {
    people.iter().map(|one| row(f, one)).collect()
}

/// One of them.
pub(crate) fn row(f: &Frame, one: &ShownParticipant) -> PersonRow {
    let words = f.words;
    let relation = one.said.relation.as_deref().and_then(|code| {
        let list = one.role.relations()?;
        Some(words.code(list, code).to_owned())
    });
    let role = words.code("participation-role", one.role.code());
    let mut facts = Vec::new();
    if one.said.is_caregiver == Some(true) && one.role != ParticipantRole::Caregiver {
        facts.push(f.t("people-cares").into_owned());
    }
    if one.said.is_alive == Some(false) {
        facts.push(f.t("people-not-alive").into_owned());
    }
    let phone = one.record.text("phone");
    PersonRow {
        participation: one.id,
        person: one.person,
        name: hit::name(words, &one.record),
        role: match relation {
            Some(relation) => format!("{role} · {relation}"),
            None => role.to_owned(),
        },
        facts,
        note: one.said.note.clone().filter(|note| !note.is_empty()),
        accused: one.role.accused(),
        withheld: one.withheld,
        phone: (!phone.is_empty()).then_some(phone),
    }
}
