//! The role in which a person takes part in a matter (domain model, section 6.3). Roles sit on participations, never on persons:
//! a child may be victim in one case and in conflict with the law in another.

use crate::field::{DataGroup, Groups};

/// A role, of list `participation-role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ParticipantRole {
    /// The child concerned; exactly one in a case.
    Child,
    /// A child who saw it.
    ChildWitness,
    /// A brother or sister, who may have a case of their own.
    Sibling,
    /// Who has parental authority.
    Guardian,
    /// Who cares for the child day by day.
    Caregiver,
    /// Anybody else of the family.
    FamilyMember,
    /// Who is said to have done it.
    Suspect,
    /// Who was found guilty of it.
    Convicted,
    /// Who reported it.
    Reporter,
    /// Somebody at the child's side.
    Supporter,
    /// Somebody who works with the child.
    Professional,
    /// Who interprets for the child.
    Interpreter,
}

impl ParticipantRole {
    /// Every role, in the order in which pages show them.
    pub const ALL: [Self; 12] = [
        Self::Child,
        Self::Guardian,
        Self::Caregiver,
        Self::Sibling,
        Self::FamilyMember,
        Self::ChildWitness,
        Self::Suspect,
        Self::Convicted,
        Self::Supporter,
        Self::Professional,
        Self::Interpreter,
        Self::Reporter,
    ];

    /// The code of list `participation-role`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::ChildWitness => "child_witness",
            Self::Sibling => "sibling",
            Self::Guardian => "guardian",
            Self::Caregiver => "caregiver",
            Self::FamilyMember => "family_member",
            Self::Suspect => "suspect",
            Self::Convicted => "convicted",
            Self::Reporter => "reporter",
            Self::Supporter => "supporter",
            Self::Professional => "professional",
            Self::Interpreter => "interpreter",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The data group that somebody must be allowed to see to learn that a person takes part in this role at all; `None` for
    /// the child, about whom the matter is.
    pub const fn group(self) -> Option<DataGroup> {
        match self {
            Self::Child => None,
            Self::Guardian | Self::Caregiver | Self::Sibling | Self::FamilyMember => Some(DataGroup::Family),
            Self::ChildWitness => Some(DataGroup::Incident),
            Self::Suspect | Self::Convicted => Some(DataGroup::Suspect),
            Self::Reporter => Some(DataGroup::Reporter),
            Self::Supporter | Self::Professional | Self::Interpreter => Some(DataGroup::Services),
        }
    }

    /// What of a person in this role may be seen by somebody who may see these groups of the matter; `None`: not even that they
    /// take part. Whoever may see the role's group may see who it is and how to reach them; nothing else opens by it.
    pub fn opens(self, groups: Groups) -> Option<Groups> {
        match self.group() {
            None => Some(groups),
            Some(group) if groups.has(group) => {
                Some(groups.with(DataGroup::Identity).with(DataGroup::Contact))
            }
            Some(_) => None,
        }
    }

    /// The list that says how such a person stands to the child, if one does.
    pub const fn relations(self) -> Option<&'static str> {
        match self {
            Self::Guardian | Self::Caregiver | Self::Sibling | Self::FamilyMember => {
                Some("family-relationship")
            }
            Self::Suspect | Self::Convicted => Some("perpetrator-relationship"),
            _ => None,
        }
    }

    /// Whether such a person speaks for the child or cares for them.
    pub const fn cares(self) -> bool {
        matches!(self, Self::Guardian | Self::Caregiver)
    }

    /// Whether such a person is of the household that brothers and sisters share.
    pub const fn of_family(self) -> bool {
        matches!(self, Self::Guardian | Self::Caregiver | Self::FamilyMember | Self::Sibling)
    }

    /// Whether such a person is said to have harmed the child, or was found to have.
    pub const fn accused(self) -> bool {
        matches!(self, Self::Suspect | Self::Convicted)
    }
}

/// What is said of a person's part in a matter besides the role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Participant {
    /// How they stand to the child, of the list that [`ParticipantRole::relations`] names.
    pub relation: Option<String>,
    /// Whether they care for the child now.
    pub is_caregiver: Option<bool>,
    /// Whether they are alive.
    pub is_alive: Option<bool>,
    /// What else should be known.
    pub note: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_list_and_back() {
        let list = crate::codes::list("participation-role").map(|list| list.offered().count());
        assert_eq!(list, Some(ParticipantRole::ALL.len()));
        for role in ParticipantRole::ALL {
            assert_eq!(ParticipantRole::from_code(role.code()), Some(role));
            assert!(role.relations().is_none_or(|list| crate::codes::list(list).is_some()));
        }
    }

    #[test]
    fn a_role_opens_nothing_without_its_group() {
        for role in ParticipantRole::ALL {
            let Some(group) = role.group() else { continue };
            let others = DataGroup::ALL.into_iter().filter(|other| *other != group);
            let all_but = others.fold(Groups::NONE, Groups::with);
            assert_eq!(role.opens(all_but), None, "{}", role.code());
            let only = Groups::NONE.with(group);
            assert_eq!(role.opens(only), Some(only.with(DataGroup::Identity).with(DataGroup::Contact)));
        }
    }
}
