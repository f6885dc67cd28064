//! Records that researchers may hold: invented ones that keep what is common and leave out what is rare.
//!
//! [`synthesize`] makes records of which no combination of values, of whatever length, is one that fewer than `resolution`
//! true records have; [`Utility`] says what was kept and lost. It protects against being singled out and against rare
//! combinations being learned. It is **not** differential privacy: who knows all other records of a group can learn of the
//! last whether the group reaches the resolution.
//!
//! [`private`](private::private) makes records with differential privacy: noisy counts, and records that fit them.
//! [`Attacks`] tries on either kind what an attacker would.

mod attacks;
pub mod private;
mod synthesis;
mod table;
mod utility;

pub use attacks::{Attacks, Guessed, Rare, halves};
pub use synthesis::{Synthetic, synthesize};
pub use table::{Microdata, NOTHING};
pub use utility::{Band, Length, Utility};
