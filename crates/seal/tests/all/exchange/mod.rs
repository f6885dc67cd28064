//! Proofs about the exchange between members.

mod directory;
mod envelope;
mod marking;
mod media;
mod messages;
mod world;
