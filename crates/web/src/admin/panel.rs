//! One thing with what is known of it and what may be done to it: each act is a small form of its own.

use askama::Template;
use axum::http::StatusCode;
use model::{Id, Problem};
use node::Error;

use crate::error::{Answer, Fault};
use crate::forms::{Control, problem_text};
use crate::frame::{Frame, draw_with};
use crate::i18n::Words;
use crate::session::Posted;

/// A page about one thing.
#[derive(Template)]
#[template(path = "admin/thing.html")]
pub(crate) struct ThingPage {
    pub(crate) f: Frame,
    pub(crate) title: String,
    /// Where the list of its like is, and how that is called.
    pub(crate) back: (String, String),
    pub(crate) action: String,
    pub(crate) facts: Vec<(String, String)>,
    /// Shown once: what it is, the secret, what to do with it.
    pub(crate) secret: Option<(String, String, String)>,
    pub(crate) refused: Option<String>,
    pub(crate) panels: Vec<Panel>,
    pub(crate) act: Id,
}

/// One act that may be done.
pub(crate) struct Panel {
    /// What `do` says.
    pub(crate) name: &'static str,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) button: String,
    pub(crate) controls: Vec<Control>,
    /// Whether it is shown unfolded.
    pub(crate) open: bool,
}

/// What somebody tried, to be shown again.
#[derive(Default)]
pub(crate) struct Tried {
    posted: Posted,
    problems: Vec<Problem>,
    pub(crate) refused: Option<String>,
    status: Option<StatusCode>,
}

impl Tried {
    /// What can be mended on the page; everything else is an error of its own.
    pub(crate) fn failed(words: Words, posted: Posted, error: Error) -> Result<Self, Fault> {
        let mut tried = Self { posted, ..Self::default() };
        match error {
            Error::Invalid(problems) => {
                tried.problems = problems;
                tried.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
            }
            error @ (Error::Refused(_) | Error::Conflict | Error::AlreadyDone) => {
                let fault = Fault::from(error);
                tried.status = Some(fault.status());
                tried.refused = Some(fault.told(words).text);
            }
            error => return Err(error.into()),
        }
        Ok(tried)
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        self.posted.text("do") == name
    }

    /// Fills a control with what was typed, and says what is wrong with it. `field` is its name in the act.
    pub(crate) fn fill(&self, words: Words, panel: &str, field: &str, mut control: Control) -> Control {
        if !self.is(panel) {
            return control;
        }
        control.value = self.posted.text(&control.name).to_owned();
        choose(&mut control);
        let problem = self.problems.iter().find(|problem| problem.field == field);
        control.problem(problem.map(|problem| problem_text(words, problem.code, None)))
    }

    /// The status with which the page is drawn again, if something was tried.
    pub(crate) const fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Marks the boxes that were ticked.
    pub(crate) fn ticked(&self, mut control: Control, name: &str) -> Control {
        if let crate::forms::Input::Checks(choices) = &mut control.input {
            for choice in choices {
                choice.on = self.posted.all(name).any(|code| code == choice.code);
            }
        }
        control
    }

    pub(crate) fn draw(self, page: &ThingPage) -> Answer {
        draw_with(self.status.unwrap_or(StatusCode::OK), page)
    }
}

/// Marks the choice that the control's value names.
pub(crate) fn choose(control: &mut Control) {
    use crate::forms::Input::{Checks, Radios, Select};
    if let Select(choices) | Radios(choices) | Checks(choices) = &mut control.input {
        for choice in choices {
            choice.on = control.value.split_whitespace().any(|code| code == choice.code);
        }
    }
}

/// An id typed by a form; nothing for an empty choice.
pub(crate) fn id(posted: &Posted, name: &str) -> Option<Id> {
    posted.text(name).parse().ok()
}
