//! How a matter moves (domain model, section 7), and what it may rest on (section 8).

mod answer;
mod assign_cases;
mod bulk;
mod elsewhere;
mod give_consent;
mod list_moves;
mod list_receivers;
mod offering;
mod ownership;
mod refer_case;
mod refer_cases;
mod request_transfer;
mod review;
mod serving;
mod shown;
mod standing;
mod transfer_case;
mod view_consents;

pub(crate) use answer::{after, before};
pub use assign_cases::AssignCases;
pub use bulk::{BULK, BulkSummary, RowDone, RowSaid, run_bulk};
pub(crate) use elsewhere::{answered_elsewhere, long, marking};
pub use give_consent::{GiveConsent, Named};
pub use list_moves::{ListMoves, MatterName, MoveRow, Moves};
pub use list_receivers::{ListReceivers, Receiver};
pub(crate) use offering::assign;
pub use offering::{PastConsent, Sharing};
pub use refer_case::ReferCase;
pub use refer_cases::ReferCases;
pub use request_transfer::RequestTransfer;
pub use shown::{Delivery, OfferView};
pub(crate) use shown::{offer, ways};
pub(crate) use standing::{escalate, expire_consents, expiring, recheck, recheck_void, unanswered};
pub use transfer_case::TransferCase;
pub use view_consents::{ConsentRow, Consents, NamedOrganisation, ViewConsents};
