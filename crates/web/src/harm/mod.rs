//! Pages about online harm, platforms and money that no kind's own pages give: shared hashes, overlapping work, files for receivers outside, a form
//! for children, and what the public may know.

pub(crate) mod child;
pub(crate) mod content_file;
pub(crate) mod files;
pub(crate) mod flaggers;
pub(crate) mod goaml;
pub(crate) mod htcds;
pub(crate) mod links;
pub(crate) mod lists;
pub(crate) mod matching;
pub(crate) mod notice_link;
pub(crate) mod overlaps;
pub(crate) mod public;
pub(crate) mod sharing;
pub(crate) mod transactions;

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use node::Error;

use crate::casework::form_page::problem;
use crate::forms::{Control, Input};
use crate::frame::Frame;
use crate::session::Posted;

/// A control with the words of its key, what was typed and what is wrong with it.
fn asked(
    f: &Frame,
    posted: &Posted,
    error: Option<&Error>,
    (name, key): (&str, &str),
    input: Input,
) -> Control {
    let mut control =
        Control::new(name, f.t(key), input).value(posted.text(name)).problem(problem(f, error, name));
    if let Some(hint) = f.words.maybe(&format!("{key}.hint")) {
        control = control.hint(hint);
    }
    control
}

/// A document that is given out once.
fn handed(name: &str, kind: &'static str, text: String) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, name),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, text).into_response()
}
