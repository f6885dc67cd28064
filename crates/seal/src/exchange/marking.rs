//! Handling marks: what a receiver may do with what it was sent.
//!
//! Marks form an order, *at least as strict as*. What quotes a message carries marks at least as strict as the message's own
//! ([`Marking::within`]); [`Marking::derive`] is the widest that is allowed. No operation of this module widens a mark.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::member::MemberId;
use super::text::{Code, Line};

macro_rules! marks {
    ($(#[$doc:meta])* $name:ident, strictest $last:ident { $($(#[$one:meta])* $variant:ident = $code:literal),+ $(,)? } $(also $other:literal = $same:ident)*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name { $($(#[$one])* $variant),+ }

        impl $name {
            /// Every value, the widest first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl From<String> for $name {
            /// A mark that this program does not know is taken for the strictest.
            fn from(text: String) -> Self {
                match text.as_str() { $($code => Self::$variant,)+ $($other => Self::$same,)* _ => Self::$last }
            }
        }

        impl From<$name> for String {
            fn from(mark: $name) -> Self {
                mark.code().to_owned()
            }
        }
    };
}

marks! {
    /// Traffic Light Protocol 2.0 (FIRST), the widest first.
    Tlp, strictest Red {
        /// No limit.
        Clear = "clear",
        /// The community.
        Green = "green",
        /// The organisation and its clients, need to know.
        Amber = "amber",
        /// The receiving organisation only.
        AmberStrict = "amber+strict",
        /// Named individuals only.
        Red = "red",
    }
    also "white" = Clear
}

marks! {
    /// Permissible Actions Protocol (MISP taxonomies), the widest first.
    Pap, strictest Red {
        /// Free.
        Clear = "CLEAR",
        /// Active steps towards the target allowed.
        Green = "GREEN",
        /// Passive cross-check.
        Amber = "AMBER",
        /// Passive, undetectable use only.
        Red = "RED",
    }
    also "WHITE" = Clear
}

marks! {
    /// How far it may be spread, the widest first. A sharing group stands beside this order, see [`Marking::within`].
    Level, strictest Organisation {
        /// Everybody.
        All = "all",
        /// This network and networks connected with it.
        Connected = "connected",
        /// This network.
        Community = "community",
        /// The members of the group named in the envelope.
        Group = "group",
        /// The receiving organisation only.
        Organisation = "organisation",
    }
}

marks! {
    /// Whether a receiver may pass it on, the widest first.
    Onward, strictest None {
        /// Without asking, within the other marks.
        Free = "free",
        /// After the originators have said yes.
        Ask = "ask",
        /// Not at all.
        None = "none",
    }
}

impl Level {
    /// What is left of it in another network: one step narrower, and a group never crosses.
    #[must_use]
    pub const fn across_border(self) -> Self {
        match self {
            Self::All => Self::Connected,
            Self::Connected => Self::Community,
            Self::Community | Self::Group | Self::Organisation => Self::Organisation,
        }
    }
}

/// Purposes for which data may be used.
pub const PURPOSES: [&str; 8] = [
    "protect_child",
    "investigate",
    "prosecute",
    "trace_family",
    "provide_service",
    "remove_content",
    "follow_money",
    "statistics",
];

/// The marks of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marking {
    /// Who may read it.
    pub tlp: Tlp,
    /// What may be done towards a suspect.
    pub pap: Pap,
    /// Police handling codes; one that is not known binds like `H2`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub handling: BTreeSet<Code>,
    /// Restrictions in words (`H3`); all of them hold.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub restrictions: BTreeSet<Line>,
    /// If present only these, whatever else allows more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_to: Option<BTreeSet<MemberId>>,
    /// How far it may be spread.
    pub level: Level,
    /// The sharing group, `uuid@version`, when the level is `group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Code>,
    /// Purposes allowed, at least one.
    pub purpose: BTreeSet<Code>,
    /// Article or mandate on which it is shared.
    pub legal_basis: Line,
    /// When the receiver destroys the content (ms since 1970, UTC).
    pub retain_until: i64,
    /// Whether it may be passed on.
    pub onward: Onward,
    /// Members whose permission `ask`, `H1` and `H2` need; at least one.
    pub originators: BTreeSet<MemberId>,
}

impl Marking {
    /// Marks for what one organisation tells another about one child: the receiving organisation only, nothing passed on without
    /// asking.
    #[must_use]
    pub fn about_a_child(originator: MemberId, purpose: &str, legal_basis: Line, retain_until: i64) -> Self {
        Self {
            tlp: Tlp::AmberStrict,
            pap: Pap::Red,
            handling: BTreeSet::new(),
            restrictions: BTreeSet::new(),
            release_to: None,
            level: Level::Organisation,
            group: None,
            purpose: Code::try_from(purpose).into_iter().collect(),
            legal_basis,
            retain_until,
            onward: Onward::Ask,
            originators: BTreeSet::from([originator]),
        }
    }

    /// Whether the marks can be honoured at all: they name a purpose that is known, an originator, a group if they speak of one,
    /// and are few enough to be read by people.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.purpose.iter().any(|purpose| PURPOSES.contains(&&**purpose))
            && self.purpose.len() <= 16
            && (1..=8).contains(&self.originators.len())
            && self.handling.len() <= 8
            && self.restrictions.len() <= 8
            && self.release_to.as_ref().is_none_or(|list| list.len() <= 500)
            && (self.level == Level::Group) == self.group.is_some()
    }

    /// Whether it may be addressed to this member at all.
    #[must_use]
    pub fn releases_to(&self, member: &MemberId) -> bool {
        self.release_to
            .as_ref()
            .is_none_or(|list| list.contains(member) || list.contains(&member.organisation()))
    }

    /// Whether passing it on needs the originators' permission.
    #[must_use]
    pub fn asks_originators(&self) -> bool {
        self.onward == Onward::Ask || self.handling.iter().any(|code| !matches!(&**code, "H0" | "H3"))
    }

    /// Whether these marks are at least as strict as `source`'s in every respect, so that what carries them may quote it.
    #[must_use]
    pub fn within(&self, source: &Self) -> bool {
        let released = match (&self.release_to, &source.release_to) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(mine), Some(theirs)) => mine.is_subset(theirs),
        };
        self.tlp >= source.tlp
            && self.pap >= source.pap
            && self.handling.is_superset(&source.handling)
            && self.restrictions.is_superset(&source.restrictions)
            && released
            && self.level >= source.level
            && (self.level != Level::Group || source.level != Level::Group || self.group == source.group)
            && self.purpose.is_subset(&source.purpose)
            && self.retain_until <= source.retain_until
            && self.onward >= source.onward
            && self.originators.is_superset(&source.originators)
    }

    /// The widest marks that are within both. Legal bases are kept in words. The purposes may have nothing in common; then the
    /// result is not [sound](Self::is_sound) and nothing may be sent under it.
    #[must_use]
    pub fn derive(&self, other: &Self) -> Self {
        let both = |a: &BTreeSet<Code>, b: &BTreeSet<Code>| a.union(b).cloned().collect();
        let groups_differ =
            self.level == Level::Group && other.level == Level::Group && self.group != other.group;
        let level = if groups_differ { Level::Organisation } else { self.level.max(other.level) };
        let group =
            [self, other].into_iter().find(|one| one.level == Level::Group).and_then(|one| one.group.clone());
        Self {
            tlp: self.tlp.max(other.tlp),
            pap: self.pap.max(other.pap),
            handling: both(&self.handling, &other.handling),
            restrictions: self.restrictions.union(&other.restrictions).cloned().collect(),
            release_to: match (&self.release_to, &other.release_to) {
                (None, one) | (one, None) => one.clone(),
                (Some(one), Some(two)) => Some(one.intersection(two).cloned().collect()),
            },
            level,
            group: group.filter(|_| level == Level::Group),
            purpose: self.purpose.intersection(&other.purpose).cloned().collect(),
            legal_basis: self.legal_basis.clone(),
            retain_until: self.retain_until.min(other.retain_until),
            onward: self.onward.max(other.onward),
            originators: self.originators.union(&other.originators).cloned().collect(),
        }
    }

    /// The marks as they arrive in another network.
    #[must_use]
    pub fn across_border(&self) -> Self {
        let level = self.level.across_border();
        Self { level, group: self.group.clone().filter(|_| level == Level::Group), ..self.clone() }
    }
}
