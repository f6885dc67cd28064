//! Recipes of private matching: what of a person two organisations compare without telling it to each other.
//!
//! A [`Subject`] becomes at most [`MOST_TOKENS`] short texts, its [`Token`]s. Each joins normalised properties that seldom err
//! together, so that records of one child that are misspelled, shortened, in another order or with day and month swapped still
//! have tokens in common. The texts never leave the machine: `seal::matching` turns them into keyed tokens with the help of two
//! guardians. The holder's machine then sees which recipes hit ([`Evidence`]) and nothing else of the asker's person, and
//! [`Evidence::score`] says whether that is enough to be shown to a person for review.
//!
//! Tokens are compared whole, so recipes carry all tolerance there is. A telephone or a guardian is shared by brothers, sisters
//! and twins: neither is strong without a part of the child's own name or birth.

mod evidence;
mod parts;
mod recipe;
mod subject;
mod weights;

pub use evidence::{Evidence, FEATURES, NAME_SHARE_UNKNOWN};
pub use recipe::{RECIPES, Recipe, Recipes};
pub use subject::{MOST_TOKENS, Subject, Token};
pub use weights::{THRESHOLD, threshold};

/// Version of the recipes and of their weights. It rises with every change; tokens of different versions never meet, because it is
/// part of each token's text together with the version of the rules of normalisation.
pub const RECIPES_VERSION: u16 = 1;
