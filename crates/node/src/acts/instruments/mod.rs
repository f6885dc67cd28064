//! Instruments and where states stand to them.

mod confirm_state_acts;
mod view_gaps;
mod view_instruments;

pub use confirm_state_acts::ConfirmStateActs;
pub use view_gaps::{GapCell, Gaps, ViewGaps};
pub use view_instruments::{Instruments, ViewInstruments};
