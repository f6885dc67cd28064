//! A page with one form that acts on one record: assign, emergency access, merge, erase, edit a person.

use askama::Template;
use axum::http::StatusCode;

use crate::error::{Answer, Fault};
use crate::forms::{Control, Form, Section};
use crate::frame::{Frame, draw_with};
use node::Error;

/// The page.
#[derive(Template)]
#[template(path = "casework/form.html")]
pub(crate) struct ActPage {
    pub(crate) f: Frame,
    pub(crate) title: String,
    /// What the form is about, above its title.
    pub(crate) about: String,
    /// What happens, one paragraph each.
    pub(crate) lead: Vec<String>,
    /// What to think of before, in a warning.
    pub(crate) warning: Vec<String>,
    pub(crate) form: Form,
    pub(crate) hidden: Vec<(String, String)>,
    pub(crate) submit: String,
    pub(crate) action: String,
    pub(crate) back: String,
    pub(crate) refused: Option<String>,
    /// Not to be done in passing: its button follows the whole form and looks different.
    pub(crate) grave: bool,
}

impl ActPage {
    /// A page without problems.
    pub(crate) fn new(f: Frame, slug: &str, path: &str, back: &str, controls: Vec<Control>) -> Self {
        Self {
            title: f.t(slug).into_owned(),
            about: String::new(),
            lead: Vec::new(),
            warning: Vec::new(),
            form: Form { sections: vec![Section { title: String::new(), controls }], elsewhere: Vec::new() },
            hidden: vec![("act".to_owned(), f.act.to_string())],
            submit: f.t(slug).into_owned(),
            action: f.url(path),
            back: f.url(back),
            refused: None,
            grave: false,
            f,
        }
    }

    /// With why it was not done.
    pub(crate) fn refused(mut self, error: Option<&Error>) -> Self {
        if let Some(Error::Refused(code)) = error {
            self.refused = Some(Fault::from(Error::Refused(code)).told(self.f.words).text);
        }
        self
    }

    /// Drawn with the status that fits.
    pub(crate) fn answer(&self) -> Answer {
        let status = if self.refused.is_some() {
            StatusCode::CONFLICT
        } else if self.form.failed() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        draw_with(status, self)
    }
}

/// The problem of one field, worded, if this error names it.
pub(crate) fn problem(f: &Frame, error: Option<&Error>, field: &str) -> Option<String> {
    let Some(Error::Invalid(problems)) = error else { return None };
    let problem = problems.iter().find(|problem| problem.field == field)?;
    Some(match problem.code {
        model::ProblemCode::TooLong => f.words.t("casework-too-long").into_owned(),
        code => crate::forms::problem_text(f.words, code, None),
    })
}

/// What a form can show beside itself; anything else is a page of its own.
pub(crate) fn shown(error: Error) -> Result<Error, Fault> {
    match error {
        Error::Invalid(_) | Error::Refused(_) => Ok(error),
        other => Err(other.into()),
    }
}
