//! Members on two nodes: what is sent arrives once, is answered, and what does not arrive is seen.

mod alert;
mod carriers;
mod circle;
mod evidence;
mod faults;
mod hashes;
mod lists;
mod matching;
mod money;
pub(crate) mod net;
mod notices;
mod operators;
mod referral;
mod rfi;
mod security;
mod services;
pub(crate) mod simulation;
mod transfer;
mod unreached;
mod witness;
