//! Hand-over (domain model, section 4): a tenure ends, and everything under it is offered, accepted or decided by the post
//! above; nothing is left without somebody who must answer.

mod accept_handover;
mod brief;
mod contest_handover;
mod decide_handover;
mod hand_over;
mod items;
mod mandate_transfer;
mod raise_handover;
pub(crate) mod record;
mod review_handover;
pub(crate) mod settle;

pub use accept_handover::{AcceptHandover, Accepted};
pub use brief::{EndingAccess, MatterBrief, Told, UnsentWork};
pub use contest_handover::ContestHandover;
pub use decide_handover::DecideHandover;
pub use hand_over::{HandOver, Share};
pub use mandate_transfer::MandateTransfer;
pub use raise_handover::{PostFacts, RaiseHandover};
pub use review_handover::{HandoverItem, HandoverView, PartLine, ReviewHandover};

use model::KindMeta;

/// The declaration of a hand-over.
const META: &KindMeta = <model::kinds::Handover as model::Kind>::META;
