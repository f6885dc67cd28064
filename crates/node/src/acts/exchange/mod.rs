//! Acts of the exchange between members. People ask and look; an operator sets up, peers send, timers dispatch.

mod adopt_directory;
mod ask_information;
mod cosign_checkpoint;
mod dispatch_outbox;
mod enrol_member;
mod export_evidence;
mod export_log;
mod list_exchange;
mod list_network;
mod list_requests;
mod offer_checkpoint;
mod receive_envelope;
mod send_list;
mod serve_mailbox;
mod set_anchor;
mod take_cosignature;
mod take_receipt;
mod view_message;

pub use adopt_directory::{AdoptDirectory, Adopted};
pub use ask_information::AskInformation;
pub use cosign_checkpoint::{CosignCheckpoint, Cosigned};
pub use dispatch_outbox::{DispatchOutbox, Dispatched};
pub use enrol_member::EnrolMember;
pub use export_evidence::ExportEvidence;
pub use export_log::ExportLog;
pub use list_exchange::{Exchanged, ListExchange, ReceivedRow, SentRow};
pub use list_network::{JournalRow, ListNetwork, MemberRow, Network, WitnessRow};
pub use list_requests::{ListRequests, RequestRow, Requests};
pub use offer_checkpoint::OfferCheckpoint;
pub(crate) use receive_envelope::known;
pub use receive_envelope::{ReceiveEnvelope, Received};
pub use send_list::{SendList, Sent};
pub use serve_mailbox::ServeMailbox;
pub use set_anchor::SetAnchor;
pub use take_cosignature::TakeCosignature;
pub use take_receipt::TakeReceipt;
pub use view_message::{Message, Recipient, Statement, ViewMessage};

use crate::access::{Actor, Decision};

/// Only another member, whose signature or certificate was checked.
fn by_peer(actor: &Actor) -> Decision {
    if actor.member().is_some() { Decision::allow("peer") } else { Decision::Deny("peer-only") }
}
