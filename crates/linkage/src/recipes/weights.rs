//! What agreement and disagreement are worth.

use super::evidence::FEATURES;

/// Score from which a person is shown for review, in 1/1024 bit.
pub const THRESHOLD: i32 = 0;

/// Weight of each feature of [`super::Evidence::features`], in 1/1024 bit for each eighth.
pub(super) const WEIGHTS: [i32; FEATURES] = [0; FEATURES];
