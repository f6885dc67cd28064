//! Who acts.

use std::sync::Arc;

use model::field::{DataGroup, Groups};
use model::{Id, Lang, Timestamp};

use super::Role;

/// Where an act came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A page or the API, now.
    Online,
    /// Done without a network and sent later.
    Offline,
    /// A bulk import.
    Import,
    /// A timer of this node.
    Timer,
    /// The command line.
    Command,
    /// Another member, by a signed message.
    Peer,
}

impl Origin {
    const fn code(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Offline => "offline",
            Self::Import => "import",
            Self::Timer => "timer",
            Self::Command => "command",
            Self::Peer => "peer",
        }
    }
}

/// A post that the actor holds through a current tenure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The post.
    pub post: Id,
    /// Its unit, if it has one.
    pub unit: Option<Id>,
    /// Its organisation.
    pub organisation: Id,
    /// Class of its organisation (`HOT`, `NGO`, …), from the member id.
    pub class: String,
    /// The tenure through which it is held.
    pub tenure: Id,
    /// Whether the tenure is only an acting one.
    pub acting: bool,
    /// When the tenure ends, if that is known.
    pub until: Option<Timestamp>,
    /// The post's role.
    pub role: Arc<Role>,
}

impl Holding {
    /// Data groups that this post reads: those of its role, and addresses of reported content only in an organisation of a class that
    /// sees them (domain model, section 6.13).
    pub fn groups(&self) -> Groups {
        match self.class.as_str() {
            "HOT" | "LEA" | "NCB" | "PLT" => self.role.groups,
            _ => self.role.groups.without(DataGroup::Address),
        }
    }

    /// Whether what this post found out about an address, by its own means, counts (domain model, section 6.13).
    pub fn checks_content(&self) -> bool {
        matches!(self.class.as_str(), "HOT" | "LEA")
    }
}

/// Whoever asks for an act. Made by the node from a session, never by a page.
#[derive(Debug, Clone)]
pub struct Actor {
    who: Who,
    origin: Origin,
    lang: Lang,
}

#[derive(Debug, Clone)]
enum Who {
    Staff { account: Id, session: Option<Id>, holdings: Vec<Holding> },
    Public,
    System(&'static str),
    Peer(String),
}

impl Actor {
    /// A signed-in member of staff; only the node makes one.
    pub(crate) fn staff(
        account: Id,
        session: Option<Id>,
        holdings: Vec<Holding>,
        lang: Lang,
        origin: Origin,
    ) -> Self {
        Self { who: Who::Staff { account, session, holdings }, origin, lang }
    }

    /// Somebody who did not sign in: the public forms and the sign-in page.
    pub fn public(lang: Lang) -> Self {
        Self { who: Who::Public, origin: Origin::Online, lang }
    }

    /// The node itself, doing the named work.
    pub(crate) fn system(work: &'static str) -> Self {
        Self { who: Who::System(work), origin: Origin::Timer, lang: Lang::Id }
    }

    /// Another member, whose signature was checked; only the exchange makes one.
    pub(crate) fn peer(member: &str) -> Self {
        Self { who: Who::Peer(member.to_owned()), origin: Origin::Peer, lang: Lang::Id }
    }

    /// The same actor with one post alone: a device acts for the post that it was registered for.
    #[must_use]
    pub(crate) fn at_post(mut self, post: Id) -> Self {
        if let Who::Staff { holdings, .. } = &mut self.who {
            holdings.retain(|holding| holding.post == post);
        }
        self
    }

    /// The same actor, acting through another door.
    #[must_use]
    pub fn through(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// The same actor, reading another language than the account's own.
    #[must_use]
    pub fn speaking(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// The posts held, with what they allow.
    pub fn holdings(&self) -> &[Holding] {
        match &self.who {
            Who::Staff { holdings, .. } => holdings,
            Who::Public | Who::System(_) | Who::Peer(_) => &[],
        }
    }

    /// Posts held at an instant: a tenure that has ended holds nothing.
    pub fn holdings_at(&self, now: Timestamp) -> impl Iterator<Item = &Holding> {
        self.holdings().iter().filter(move |holding| holding.until.is_none_or(|until| now < until))
    }

    /// The holding of a post.
    pub fn holding(&self, post: Id) -> Option<&Holding> {
        self.holdings().iter().find(|holding| holding.post == post)
    }

    /// The account of a member of staff.
    pub fn account(&self) -> Option<Id> {
        match &self.who {
            Who::Staff { account, .. } => Some(*account),
            Who::Public | Who::System(_) | Who::Peer(_) => None,
        }
    }

    /// The session of a member of staff.
    pub fn session(&self) -> Option<Id> {
        match &self.who {
            Who::Staff { session, .. } => *session,
            Who::Public | Who::System(_) | Who::Peer(_) => None,
        }
    }

    /// Whether this is the node itself.
    pub fn is_system(&self) -> bool {
        matches!(self.who, Who::System(_))
    }

    /// The member that acts, if it is another member.
    pub fn member(&self) -> Option<&str> {
        match &self.who {
            Who::Peer(member) => Some(member),
            Who::Staff { .. } | Who::Public | Who::System(_) => None,
        }
    }

    /// Whether nobody signed in.
    pub fn is_public(&self) -> bool {
        matches!(self.who, Who::Public)
    }

    /// The language that the actor reads.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The organisation of a post held, or of the first post.
    pub(crate) fn organisation_of(&self, post: Option<Id>) -> Option<Id> {
        let held = post.and_then(|post| self.holding(post)).or_else(|| self.holdings().first());
        held.map(|holding| holding.organisation)
    }

    /// For the journal: `staff`, `public`, `peer`, or the system's work.
    pub(crate) fn who(&self) -> &'static str {
        match &self.who {
            Who::Staff { .. } => "staff",
            Who::Public => "public",
            Who::System(work) => work,
            Who::Peer(_) => "peer",
        }
    }

    /// For the journal.
    pub(crate) fn origin(&self) -> &'static str {
        self.origin.code()
    }
}
