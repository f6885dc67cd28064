//! Paper: letters and forms written from templates, the pages that are printed, documents that came in as text, the slip for a
//! reporter, and what a person gets about their own data. No title and no file name ever holds a child's name.

pub(crate) mod copy;
pub(crate) mod incoming;
pub(crate) mod letter;
pub(crate) mod print;
pub(crate) mod processing;
pub(crate) mod request;
pub(crate) mod slip;

use crate::i18n::{Lang, Words};
use crate::state::WebState;

/// The language of official letters: that of the country in which the member sits.
fn official(state: &WebState) -> Words {
    Words::new(if state.node.origin().starts_with("ID/") { Lang::Id } else { Lang::En })
}
