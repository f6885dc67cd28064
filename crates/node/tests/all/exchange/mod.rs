//! Members on two nodes: what is sent arrives once, is answered, and what does not arrive is seen.

mod alert;
mod evidence;
mod faults;
mod net;
mod referral;
mod rfi;
pub(crate) mod simulation;
