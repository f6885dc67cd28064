//! The intake desk drawn by hand: calls and visits on one screen, the triage board, duplicates side by side, the sealed identity
//! of a reporter, time limits, and the duty roster.

pub(crate) mod board;
pub(crate) mod call;
pub(crate) mod clocks;
pub(crate) mod compare;
pub(crate) mod reporter;
pub(crate) mod roster;

use node::Error;

use crate::error::Fault;
use crate::frame::Frame;

/// What a form can show beside itself: the text of a refusal, or nothing; anything else is a page of its own.
fn refusal(f: &Frame, error: Option<Error>) -> Result<Option<String>, Fault> {
    match error {
        None | Some(Error::Invalid(_)) => Ok(None),
        Some(Error::Refused(code)) => Ok(Some(Fault::from(Error::Refused(code)).told(f.words).text)),
        Some(other) => Err(other.into()),
    }
}
