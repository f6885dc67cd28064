//! The checklist of closure on a case page: what is missing, and where to do it.

use node::acts::Viewed;

use super::CASE;
use crate::frame::Frame;
use crate::kinds::act_slug;
use crate::say;

/// What closing a case needs.
pub(super) struct Closure {
    pub(super) items: Vec<Line>,
    /// Closing, once nothing is missing and for who may.
    pub(super) close: Option<(String, String)>,
    /// Closures that were set aside.
    pub(super) before: Vec<Before>,
    /// How many lines have something missing.
    pub(super) missing: usize,
}

/// One line of the checklist.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) done: bool,
    /// Where to do what is missing.
    pub(super) href: Option<String>,
    /// What is missing, counted.
    pub(super) missing: String,
}

/// A closure that a reopening set aside.
pub(super) struct Before {
    pub(super) head: String,
    pub(super) texts: Vec<String>,
}

/// For an open case the checklist, for any case the closures before.
pub(super) fn of(f: &Frame, viewed: &Viewed, may_request: bool) -> Option<Closure> {
    let practice = viewed.practice.as_ref()?;
    let id = viewed.envelope.id;
    let open = viewed.envelope.phase != "closed";
    let may_ask = viewed.parts.iter().any(|part| part.meta.slug == "feedback" && part.may_open);
    let items: Vec<Line> = practice
        .checklist
        .iter()
        .filter(|_| open)
        .map(|item| Line {
            label: f.t(&format!("closure-{}", item.code)).into_owned(),
            done: item.missing == 0,
            href: match item.code {
                _ if item.missing == 0 => None,
                "feedback" => may_ask.then(|| f.url(&format!("/feedback/new?parent={id}"))),
                "approval" => may_request.then(|| f.url(&format!("/case/{id}/request-approval"))),
                _ => Some(format!("#{}", item.kind)),
            },
            missing: match item.code {
                "feedback" | "approval" => f.t("closure-not-yet").into_owned(),
                _ => f.words.count("closure-missing", item.missing).into_owned(),
            },
        })
        .collect();
    let may = viewed.steps.iter().any(|step| step.action == "close");
    let close = (may && practice.may_close())
        .then(|| (f.t(&act_slug("close", CASE.slug)).into_owned(), f.url(&format!("/case/{id}/close"))));
    let before: Vec<Before> = practice.reopenings.iter().map(|one| said(f, one)).collect();
    let missing = items.iter().filter(|line| !line.done).count();
    (!items.is_empty() || !before.is_empty()).then_some(Closure { items, close, before, missing })
}

fn said(f: &Frame, one: &node::acts::Reopening) -> Before {
    let reason = one.closure_reason.as_deref().unwrap_or_default();
    let date = |text: &Option<String>| {
        text.as_deref()
            .and_then(|text| text.parse().ok())
            .map(|day| say::date(f.words, day))
            .unwrap_or_default()
    };
    let label = f.words.code("closure-reason", reason);
    let reopened = say::time(f.words, one.at);
    let head = f.words.with(
        "closure-before",
        &[("date", &date(&one.closure_date)), ("reason", label), ("reopened", &reopened)],
    );
    let texts = [&one.closure_note, &one.reason].into_iter().flatten().cloned().collect();
    Before { head: head.into_owned(), texts }
}
