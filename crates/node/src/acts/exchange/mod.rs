//! Acts of the exchange between members. People ask and look; an operator sets up, peers send, timers dispatch.

mod adopt_directory;
mod ask_information;
mod ask_match;
mod cosign_checkpoint;
mod dispatch_outbox;
mod enrol_member;
mod export_directory_draft;
mod export_evidence;
mod export_log;
mod list_exchange;
mod list_network;
mod list_requests;
mod list_sent_lists;
mod list_shared_services;
mod make_guardian_key;
mod offer_checkpoint;
mod propose_directory;
mod receive_envelope;
mod send_list;
mod serve_mailbox;
mod serve_receipts;
mod set_anchor;
mod sign_directory;
mod take_cosignature;
mod take_receipt;
mod view_directory;
mod view_matching;
mod view_message;

pub use adopt_directory::{AdoptDirectory, Adopted};
pub use ask_information::AskInformation;
pub use ask_match::AskMatch;
pub use cosign_checkpoint::{CosignCheckpoint, Cosigned};
pub use dispatch_outbox::{DispatchOutbox, Dispatched};
pub use enrol_member::EnrolMember;
pub use export_directory_draft::ExportDirectoryDraft;
pub use export_evidence::ExportEvidence;
pub use export_log::ExportLog;
pub use list_exchange::{Exchanged, ListExchange, ReceivedRow, SentRow};
pub use list_network::{JournalRow, ListNetwork, MemberRow, Network, WitnessRow};
pub use list_requests::{ListRequests, RequestRow, Requests};
pub use list_sent_lists::{ListSentLists, SentListRow, SentLists};
pub use list_shared_services::{ListSharedServices, SharedService};
pub use make_guardian_key::MakeGuardianKey;
pub use offer_checkpoint::OfferCheckpoint;
pub use propose_directory::ProposeDirectory;
pub(crate) use receive_envelope::Seen;
pub use receive_envelope::{ReceiveEnvelope, Received};
pub use send_list::{SendList, Sent};
pub use serve_mailbox::ServeMailbox;
pub(crate) use serve_receipts::waiting as untold;
pub use serve_receipts::{ServeReceipts, Untold};
pub use set_anchor::SetAnchor;
pub use sign_directory::{DirectorySigned, SignDirectory};
pub use take_cosignature::TakeCosignature;
pub use take_receipt::TakeReceipt;
pub use view_directory::{ChangeShown, DirectoryShown, ListedShown, ViewDirectory};
pub use view_matching::{EpochShown, Matching, ViewMatching};
pub use view_message::{Message, Recipient, Statement, ViewMessage};

use crate::access::{Actor, Decision};

/// Only another member, whose signature or certificate was checked.
fn by_peer(actor: &Actor) -> Decision {
    if actor.member().is_some() { Decision::allow("peer") } else { Decision::Deny("peer-only") }
}
