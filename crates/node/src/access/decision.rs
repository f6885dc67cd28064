//! The answer of a policy, with the rule that gave it.

use model::Id;
use model::field::Groups;

/// What a policy answers. It is pure: the same actor and facts give the same decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Go on.
    Allow(Rule),
    /// No, and the actor may know that the thing exists.
    Deny(&'static str),
    /// No, and the actor learns nothing, not even whether it exists.
    Hide(&'static str),
}

/// Why an act is allowed, and how much of what it reads may be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Which rule decided: a scope, `public`, `system`, `self`.
    pub name: &'static str,
    /// The post for which the actor acts.
    pub post: Option<Id>,
    /// Data groups that may be revealed.
    pub groups: Groups,
}

impl Decision {
    /// Allowed by a rule that concerns no record of a person.
    pub const fn allow(name: &'static str) -> Self {
        Self::Allow(Rule { name, post: None, groups: Groups::NONE })
    }

    /// Whether the act goes on.
    pub const fn allows(&self) -> bool {
        matches!(self, Self::Allow(_))
    }

    /// The name of the rule, for journal and matrix.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Allow(rule) => rule.name,
            Self::Deny(reason) | Self::Hide(reason) => reason,
        }
    }

    /// The post for which the actor acts.
    pub const fn post(&self) -> Option<Id> {
        match self {
            Self::Allow(rule) => rule.post,
            Self::Deny(_) | Self::Hide(_) => None,
        }
    }
}
