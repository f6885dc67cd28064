//! Members on two nodes: what is sent arrives once, is answered, and what does not arrive is seen.

mod alert;
mod circle;
mod evidence;
mod faults;
mod lists;
pub(crate) mod net;
mod referral;
mod rfi;
pub(crate) mod simulation;
mod transfer;
mod witness;
