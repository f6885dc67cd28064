//! Members on two nodes: what is sent arrives once, is answered, and what does not arrive is seen.

mod alert;
mod circle;
mod evidence;
mod faults;
mod net;
mod referral;
mod rfi;
mod transfer;
pub(crate) mod simulation;
mod witness;
