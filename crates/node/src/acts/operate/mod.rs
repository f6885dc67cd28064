//! Acts about the node itself, done by an operator at the command line.

mod move_node;
mod restore_node;
mod rotate_key;

pub use move_node::MoveNode;
pub use restore_node::RestoreNode;
pub use rotate_key::RotateKey;

use crate::access::{Actor, Decision};

/// Only the node itself: whoever runs a command already holds the machine.
pub(super) fn by_system(actor: &Actor) -> Decision {
    if actor.is_system() { Decision::allow("system") } else { Decision::Deny("system-only") }
}
