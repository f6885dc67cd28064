//! Proofs about the exchange between members.

mod directory;
mod envelope;
mod evidence;
mod marking;
mod logs;
mod media;
mod messages;
mod proven;
mod world;
