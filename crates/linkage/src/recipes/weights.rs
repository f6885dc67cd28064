//! What agreement and disagreement are worth.
//!
//! Learned by logistic regression from invented pairs (seeds below 1000; example `match_quality`, `tune`), so they know the errors that
//! `linkage::invented` makes. Whoever changes a recipe learns them anew and raises [`super::RECIPES_VERSION`].

use super::evidence::FEATURES;

/// Score from which a person is shown for review, in 1/1024 bit. Chosen on tuning seeds.
pub const THRESHOLD: i32 = 9_000;

/// People of the register for which the threshold was chosen.
const CHOSEN_FOR: u32 = 1_000_000;
/// In a smaller register than this the threshold falls no further.
const FEWEST: u32 = 100;

/// By how much the threshold falls when the register is half as large. Among half as many people half as many agree by chance, which is a
/// bit; and what is rare is counted in the same register, where it says less. Chosen on tuning seeds with registers of 1,000, 10,000 and
/// 100,000.
const FOR_HALF: f64 = 1_400.0;

/// Score from which a person of a register of so many people is shown.
#[must_use]
pub fn threshold(people: u32) -> i32 {
    let share = f64::from(CHOSEN_FOR) / f64::from(people.clamp(FEWEST, CHOSEN_FOR));
    // At most 14 halvings, so nothing is cut off.
    THRESHOLD - (share.log2() * FOR_HALF).round() as i32
}

/// Weight of each feature of [`super::Evidence::features`], in 1/1024 bit for each eighth.
#[rustfmt::skip]
pub(super) const WEIGHTS: [i32; FEATURES] = [
    // always; document agrees, differs; handle
    -3_455, 1_561, -670, 0,
    // last word, whole guardian
    330, 225,
    // sex differs
    -379,
    // nobody else has the rarest token that hit; its rarity, for each eighth of a bit
    264, 102,
    // rarity of the whole name, of what the child is called, for each eighth of a bit
    58, 42,
    // household
    -231, -177, 717, 714,
    // name
    26, 547, 157, 58,
    // birth
    -523, -484, -155, 45, 32,
    // region
    -349, 597, 439,
    // household (one differs) with name
    1, -52, 27, 11,
    // household (a guardian) with name
    154, 154, 436, 521,
    // household (a telephone) with name
    300, 209, 484, 310,
    // household (both) with name
    238, -12, 512, 484,
    // household (one differs) with birth
    24, -15, 3, 14, 26,
    // household (a guardian) with birth
    -6, 111, 141, 39, 334,
    // household (a telephone) with birth
    -50, -57, -19, 164, -21,
    // household (both) with birth
    -142, 109, -95, 83, -115,
    // name (one end) with birth
    -134, 0, 0, 0, 216,
    // name (both ends) with birth
    93, 0, 0, 0, 185,
    // name (call) with birth
    -148, -542, -343, -233, 326,
    // name (whole) with birth
    -530, 58, 187, 278, 572,
    // name (one end) with region
    0, 396, 0,
    // name (both ends) with region
    0, 325, 0,
    // name (call) with region
    -143, -9, 113,
    // name (whole) with region
    -206, -148, 326,
    // document with name
    102, 0, 491, 232,
];
