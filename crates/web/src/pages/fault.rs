//! What went wrong, in words, with a way on.

use askama::Template;
use axum::response::Response;

use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw_with};
use crate::state::WebState;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "pages/fault.html")]
struct FaultPage {
    f: Frame,
    title: String,
    text: String,
    /// A way on: the sign-in page for a stranger, the start page for everybody else.
    onward: String,
    onward_label: String,
    /// What was typed and not taken.
    typed: Vec<String>,
}

/// Draws a fault for a person.
pub(crate) fn fault_page(state: &WebState, visitor: &Visitor, fault: &Fault, typed: Vec<String>) -> Answer {
    let f = Frame::new(state, visitor);
    let told = fault.told(f.words);
    let signed_in = visitor.session.is_some();
    let (onward, key) = if matches!(fault, Fault::NoFiles) || (matches!(fault, Fault::Carries) && !signed_in)
    {
        ("/lapor", "public-report")
    } else if signed_in {
        ("/", "go-home")
    } else {
        ("/sign-in", "go-sign-in")
    };
    let page = FaultPage {
        title: told.title,
        text: told.text,
        onward: f.url(onward),
        onward_label: f.t(key).into_owned(),
        typed,
        f,
    };
    let response: Response = draw_with(fault.status(), &page)?;
    Ok(response)
}
