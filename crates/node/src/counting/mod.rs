//! Counting every child once over lists of several agencies: what is linked, what people decided, what a figure is made of.
//!
//! All of it is pure and proved without a database; `store::counting` reads and writes, `acts::counting` asks who may.

mod change;
mod doubt;
mod drawn;
mod encoded;
mod fact;
mod hidden;
mod outcome;
mod overlapped;
mod partition;
mod reconcile;
mod release;
mod show;
mod strata;
mod taken;
mod telling;
mod work;

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests know their sizes")]
mod proofs;

pub use change::{Change, Part, Step};
pub(crate) use change::{Partition, Place};
pub use doubt::Estimate;
pub(crate) use doubt::{Doubt, Scale, bearing};
pub(crate) use drawn::{Clusterings, Drawn};
pub use encoded::{Encoding, NamedItems, NoEncoding, encoded_table, filter_text, knows_filters};
pub(crate) use encoded::{Form, items_of, taken as taken_encodings};
pub(crate) use fact::{AGES, Fact, UNKNOWN};
pub use fact::{Slice, age_band};
pub use hidden::{
    Else, GraphSays, Hidden, Leaning, ListIn, MadeWith, OfMethod, OfModel, Says, Stratum, ThinList,
};
pub(crate) use outcome::Outcome;
pub use overlapped::Overlapped;
pub(crate) use overlapped::overlapped;
pub(crate) use partition::Verdicts;
pub use reconcile::{Line, Overlap, Reconciled, SourceLine};
pub(crate) use reconcile::{Linked, breakdown, code, reconcile};
pub use release::{Laid, ReleaseTable};
pub(crate) use release::{Rows, beside, can_be_beside, count, kept, lay_out, perturbed};
pub(crate) use show::{Show, Tally};
pub use taken::{ListTable, Taken, TakenRow, Troubles, knows};
pub use work::Gathered;
pub(crate) use work::{Before, Decision, Given, work};
