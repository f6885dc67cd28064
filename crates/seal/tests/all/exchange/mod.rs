//! Proofs about the exchange between members.

mod chain;
mod directory;
mod envelope;
mod evidence;
mod logs;
mod marking;
mod media;
mod messages;
mod proven;
mod seeds;
mod world;
