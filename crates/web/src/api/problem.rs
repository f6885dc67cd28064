//! RFC 9457 problem documents.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use node::Error;
use serde_json::{Value, json};

use crate::error::Fault;
use crate::forms::{problem_name, problem_text};
use crate::i18n::Words;

/// A fault as a problem document, in the reader's language.
pub(crate) fn answer(fault: &Fault, words: Words) -> Response {
    let told = fault.told(words);
    let mut document = json!({
        "type": format!("urn:jejaring:problem:{}", fault.name()),
        "title": told.title,
        "status": fault.status().as_u16(),
        "detail": told.text,
    });
    if let (Some(code), Some(members)) = (fault.code(), document.as_object_mut()) {
        members.insert("code".into(), code.into());
    }
    if let (Fault::Node(Error::Invalid(problems)), Some(members)) = (fault, document.as_object_mut()) {
        let each = |problem: &model::Problem| {
            json!({
                "field": problem.field,
                "code": problem_name(problem.code),
                "detail": problem_text(words, problem.code, None),
            })
        };
        members.insert("problems".into(), Value::Array(problems.iter().map(each).collect()));
    }
    ([(CONTENT_TYPE, "application/problem+json")], document.to_string()).into_response()
}
