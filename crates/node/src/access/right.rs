//! Rights: act × scope, kept as rows, so that a protection lead can change a role without a new program.

use model::field::Groups;

/// How far a right reaches (domain model, section 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Only what was granted to my post.
    Grants,
    /// My post has custody, or the matter is granted to my post.
    Own,
    /// The custodian post is in my unit, or it is my own.
    Unit,
    /// The owner organisation is mine.
    Organisation,
    /// Every matter on this node.
    All,
}

impl Scope {
    /// Every scope, narrowest first.
    pub const ALL: [Self; 5] = [Self::Grants, Self::Own, Self::Unit, Self::Organisation, Self::All];

    /// The code of list `scope`, as stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Grants => "grants",
            Self::Own => "own",
            Self::Unit => "unit",
            Self::Organisation => "organisation",
            Self::All => "all",
        }
    }

    /// The scope with this code; an unknown code reaches nothing.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }
}

/// Verbs that a right must name: what they do or show cannot be undone, or it is the office of few.
const NAMED_ONLY: [&str; 5] = ["erase", "break-glass", "override-consent", "unhide", "keep-track"];

/// One right of a role. `*` stands for every verb or every kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Right {
    /// `view`, `list`, `open`, `edit`, a step such as `close`, or `*`.
    pub verb: String,
    /// A kind's slug, `person`, `account`, …, or `*`.
    pub kind: String,
    /// How far.
    pub scope: Scope,
}

impl Right {
    /// Whether this right speaks of a verb on a kind. `*` never means what cannot be undone.
    pub fn covers(&self, verb: &str, kind: &str) -> bool {
        ((self.verb == "*" && !NAMED_ONLY.contains(&verb)) || self.verb == verb)
            && (self.kind == "*" || self.kind == kind)
    }
}

/// A role: rights, and the data groups that its holders may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// `case-worker`
    pub slug: String,
    /// Rights.
    pub rights: Vec<Right>,
    /// Readable groups.
    pub groups: Groups,
}

impl Role {
    /// The widest scope that this role has for a verb on a kind.
    pub fn reach(&self, verb: &str, kind: &str) -> Option<Scope> {
        self.rights.iter().filter(|right| right.covers(verb, kind)).map(|right| right.scope).max()
    }
}
