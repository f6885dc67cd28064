//! What a policy needs to know about a matter. Read inside the act's transaction, then never changed.

use model::field::Groups;
use model::{Id, KindMeta, Timestamp};

/// A grant of a matter to one post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The post, and no other: colleagues of its holder gain nothing.
    pub post: Id,
    /// Data groups opened.
    pub groups: Groups,
    /// Verbs allowed, `*` for all that the role allows; `edit:hearing` allows one on one kind of part.
    pub verbs: Vec<String>,
    /// Why the grant exists: `referral`, `break-glass`, …
    pub basis: String,
    /// The move that it came with and ends with.
    pub source: Option<Id>,
}

/// Who offered a move, and who answers it (domain model, section 7): only they may change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parties {
    /// Organisation of the post that offered it.
    pub from_organisation: Id,
    /// The post that answers.
    pub to: Id,
}

/// Facts about one matter.
#[derive(Debug, Clone)]
pub struct MatterFacts {
    /// The matter.
    pub id: Id,
    /// Its kind.
    pub kind: &'static KindMeta,
    /// Its readable number.
    pub code: String,
    /// Its root; itself when it is a root.
    pub root: Id,
    /// Owner organisation.
    pub organisation: Id,
    /// The custodian post, its own or its root's.
    pub custodian: Id,
    /// The custodian post's unit.
    pub unit: Option<Id>,
    /// The custodian post of the root; it has every part of it, also one that another post answers for.
    pub root_custodian: Id,
    /// The unit of the root's custodian post.
    pub root_unit: Option<Id>,
    /// Of a move: its parties.
    pub parties: Option<Parties>,
    /// State.
    pub state: String,
    /// State of the root.
    pub root_state: String,
    /// Key of the person or report it is about.
    pub key: Id,
    /// Changes so far.
    pub version: i64,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Live grants.
    pub grants: Vec<Grant>,
    /// Accounts that are kept out because of an interest of their own, whatever their role: of a conference and its decisions.
    pub barred: Vec<Id>,
    /// The instant of the transaction, for tenures that run out.
    pub now: Timestamp,
}

impl MatterFacts {
    /// Whether somebody must still answer for it.
    pub fn is_open(&self) -> bool {
        self.kind.lifecycle.state(&self.state).is_none_or(|state| state.phase != model::Phase::Closed)
    }
}
