//! From an error to an answer that says what to do next. The node's errors have no words; they are worded here.
//!
//! A handler gives back a [`Fault`]; the door ([`crate::door`]) knows the visitor's language and whether a person or a
//! program asked, and dresses it as a page or as an RFC 9457 problem document.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use node::Error;

use crate::i18n::Words;

/// Why a request was not answered as hoped.
#[derive(Debug)]
pub enum Fault {
    /// The node said no.
    Node(Error),
    /// More is asked at once than this process answers in time.
    Busy,
    /// The form is too old or came from elsewhere.
    Form,
    /// The body is over the limit.
    TooLarge,
    /// The body is of a type that this address does not read.
    MediaType,
    /// A list is over the limit of an import.
    TooLargeFile,
    /// A file was sent to the public form.
    NoFiles,
    /// What came carries a picture, a recording or a file.
    Carries,
    /// The body or address cannot be read.
    Unreadable,
    /// The address does not answer this method.
    Method,
    /// A page could not be drawn: a mistake in a template.
    Drawing,
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Node(error)
    }
}

impl From<askama::Error> for Fault {
    fn from(_: askama::Error) -> Self {
        Self::Drawing
    }
}

/// What a reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// In one line.
    pub title: String,
    /// What happened and what to do next.
    pub text: String,
}

impl Fault {
    /// The answer to an unknown address or to something that the visitor may not know of; never told apart.
    pub const NOT_FOUND: Self = Self::Node(Error::NotFound);

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Node(error) => match error {
                Error::NotFound => StatusCode::NOT_FOUND,
                Error::Denied(_) => StatusCode::FORBIDDEN,
                Error::NotSignedIn => StatusCode::UNAUTHORIZED,
                Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                // Another process of the same node takes it.
                Error::Refused("newer-schema") => StatusCode::SERVICE_UNAVAILABLE,
                Error::Refused(_) | Error::Conflict | Error::AlreadyDone => StatusCode::CONFLICT,
                Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
                Error::Storage(_) | Error::Transient => StatusCode::SERVICE_UNAVAILABLE,
                Error::Sealed | Error::UnknownSchema { .. } | Error::Setup(_) => {
                    StatusCode::INTERNAL_SERVER_ERROR
                }
            },
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Form => StatusCode::FORBIDDEN,
            Self::TooLarge | Self::TooLargeFile => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType | Self::NoFiles => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Carries => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Drawing => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The one name of this sort of fault: last part of its problem type, and of its words `error-<name>`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Node(error) => match error {
                Error::NotFound => "not-found",
                Error::Denied(_) => "denied",
                Error::NotSignedIn => "not-signed-in",
                Error::Invalid(_) => "invalid",
                Error::Refused(_) => "refused",
                Error::Conflict => "conflict",
                Error::AlreadyDone => "already-done",
                Error::TooMany(_) => "too-many",
                Error::Sealed => "sealed",
                Error::Storage(_) | Error::Transient => "storage",
                Error::UnknownSchema { .. } | Error::Setup(_) => "setup",
            },
            Self::Busy => "busy",
            Self::Form => "form",
            Self::TooLarge => "too-large",
            Self::MediaType => "media-type",
            Self::NoFiles => "no-files",
            Self::Carries => "carries",
            Self::TooLargeFile => "too-large-file",
            Self::Unreadable => "unreadable",
            Self::Method => "method",
            Self::Drawing => "drawing",
        }
    }

    /// Seconds after which the same request may be sent again, where waiting helps.
    pub fn wait(&self) -> Option<i64> {
        match self {
            Self::Node(Error::TooMany(seconds)) => Some(*seconds),
            Self::Busy => Some(2),
            Self::Node(Error::Refused("newer-schema")) => Some(1),
            Self::Node(Error::Storage(_) | Error::Transient) => Some(5),
            _ => None,
        }
    }

    /// The code of a refusal or denial.
    pub const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Node(Error::Refused(code) | Error::Denied(code)) => Some(code),
            _ => None,
        }
    }

    /// In the words of a language.
    pub fn told(&self, words: Words) -> Told {
        let name = self.name();
        let title = words.t(&format!("error-{name}")).into_owned();
        let general = || words.t(&format!("error-{name}.text")).into_owned();
        let text = match self {
            Self::Node(Error::Refused(code)) => {
                words.maybe(&format!("refused-{code}")).map_or_else(general, |text| text.into_owned())
            }
            Self::Node(Error::Denied(code)) => {
                words.maybe(&format!("denied-{code}")).map_or_else(general, |text| text.into_owned())
            }
            Self::Node(Error::TooMany(seconds)) => {
                words.count("error-too-many.text", (seconds + 59) / 60).into_owned()
            }
            _ => general(),
        };
        Told { title, text }
    }

    /// The fault behind a bare status, as the router's own extractors answer.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NOT_FOUND,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::MediaType,
            _ => Self::Unreadable,
        }
    }
}

impl IntoResponse for Fault {
    /// Bare; the door dresses it.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// What handlers answer.
pub type Answer = Result<Response, Fault>;
