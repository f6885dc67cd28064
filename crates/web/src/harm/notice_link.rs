//! The link of a notice: issued at `/content-notice/{id}/link`, shown once; opened and answered at `/pemberitahuan`, without an account and without a
//! cookie. Number and code travel in forms alone, and what looks ahead at the link sees an empty form.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use model::Id;
use node::acts::harm::{AnswerNoticeLink, NoticeOpened, OpenNoticeLink, SendNoticeLink};
use node::acts::intake::Source;
use node::{Actor, Error, registry};

use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, draw_with};
use crate::i18n::Words;
use crate::public::Around;
use crate::public::link::{NOTICE, ask, in_fours, issued, refused, typed_at};
use crate::say;
use crate::session::{Anyone, Open, Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "harm/notice_open.html")]
struct OpenPage {
    a: Around,
    number: String,
    shown_number: String,
    code: String,
    new: bool,
    notice: String,
    from: String,
    lines: Vec<(String, String)>,
    address: Option<String>,
    answered: Option<String>,
    controls: Vec<Control>,
    sent: bool,
    refused: Option<String>,
    act: Id,
}

pub(crate) async fn issue_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show_issue(&state, &who, &path, None).await
}

pub(crate) async fn issue(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let act = SendNoticeLink { notice: path.0 };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(link) => {
            let f = Frame::of(&state, &who);
            let typed = typed_at(&state, &f, &NOTICE, &headers);
            issued(f, &NOTICE, typed, &link, &format!("/content-notice/{}", link.id))
        }
        Err(error) => show_issue(&state, &who, &path, Some(&shown(error)?)).await,
    }
}

async fn show_issue(state: &WebState, who: &SignedIn, path: &OnePath, error: Option<&Error>) -> Answer {
    let entry = registry::kind("content-notice").ok_or(Error::NotFound)?;
    let viewed = entry.view(&state.node, &who.session.actor, path.0).await?;
    let here = format!("/content-notice/{}", path.0);
    let f = Frame::of(state, who);
    let mut page = ActPage::new(f, "send-notice-link", &format!("{here}/link"), &here, Vec::new());
    page.about = viewed.envelope.code;
    page.lead = vec![page.f.t("send-notice-link-lead").into_owned()];
    page.refused(error).answer()
}

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    ask(&state, &visitor, &NOTICE, None, (None, StatusCode::OK)).await
}

/// The address of the link. It is not even looked up: programs that look ahead at links spend nothing.
pub(crate) async fn linked(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Path(number): Path<String>,
) -> Answer {
    ask(&state, &visitor, &NOTICE, Some(number), (None, StatusCode::OK)).await
}

/// What became of an answer.
#[derive(Default)]
struct Said {
    sent: bool,
    error: Option<Error>,
}

pub(crate) async fn send(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Open(posted): Open,
) -> Answer {
    let (number, code) = (posted.text("number").to_owned(), posted.text("code").to_owned());
    let (source, public) = (Some(Source(visitor.source.clone())), Actor::public(visitor.words.lang));
    let act = posted.text("act").parse().unwrap_or_else(|_| state.node.new_public_id());
    let mut said = Said::default();
    let answers = posted.has("do");
    if answers {
        let answer = AnswerNoticeLink {
            number: number.clone(),
            code: code.clone(),
            result: posted.text("result").to_owned(),
            note: posted.text("note").to_owned(),
            source: source.clone(),
        };
        match state.node.perform_as(act, &public, answer).await {
            Ok(()) => said.sent = true,
            Err(error @ (Error::Invalid(_) | Error::Refused("address-in-words" | "wrong-state"))) => {
                said.error = Some(error);
            }
            Err(error) => return refused(&state, &visitor, &NOTICE, &posted, error).await,
        }
    }
    let act = if answers { state.node.new_public_id() } else { act };
    match state.node.perform_as(act, &public, OpenNoticeLink { number, code, source }).await {
        Ok(opened) => show(&state, &visitor, &posted, opened, said).await,
        Err(error) => refused(&state, &visitor, &NOTICE, &posted, error).await,
    }
}

async fn show(
    state: &WebState,
    visitor: &Visitor,
    posted: &Posted,
    opened: NoticeOpened,
    said: Said,
) -> Answer {
    let a = Around::new(state, visitor).await?;
    let (words, view) = (a.f.words, &*opened.view);
    let refused = match &said.error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(words).text),
        _ => None,
    };
    let failed = said.error.is_some();
    let page = OpenPage {
        shown_number: in_fours(&opened.number),
        number: opened.number.clone(),
        code: posted.text("code").to_owned(),
        new: opened.new,
        notice: view.code.clone(),
        from: view.from.clone(),
        lines: lines(words, view),
        address: view.told.as_ref().and_then(|told| told.address.clone()),
        answered: view.answered.as_ref().map(|code| words.code("notice-answer", code).to_owned()),
        controls: controls(&a.f, posted, &view.answers, said.error.as_ref()),
        sent: said.sent,
        refused,
        act: state.node.new_public_id(),
        a,
    };
    draw_with(if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}

/// References and hashes, one a line.
fn lines(words: Words, view: &node::acts::harm::NoticeByLink) -> Vec<(String, String)> {
    let field = |name: &str| words.field("incoming-notice", name).into_owned();
    let mut lines = vec![(field("legal_basis"), words.code("outgoing-basis", &view.legal_basis).to_owned())];
    if let Some(sent) = view.sent_at {
        lines.insert(0, (words.t("content-notice-sent_on").into_owned(), say::time(words, sent)));
    }
    let Some(told) = &view.told else { return lines };
    lines.push((field("harm"), words.code("online-harm", &told.harm).to_owned()));
    if let Some((scheme, label)) = &told.class {
        lines.push((
            field("class_label"),
            format!("{label} ({})", words.code("content-class-scheme", scheme)),
        ));
    }
    lines.extend(told.account.iter().map(|account| (field("account"), account.clone())));
    lines.extend(told.hashes.iter().map(|hash| (field("hashes"), hash.clone())));
    lines
}

/// What may be answered now; nothing when nobody waits.
fn controls(f: &Frame, posted: &Posted, answers: &[&'static str], error: Option<&Error>) -> Vec<Control> {
    if answers.is_empty() {
        return Vec::new();
    }
    let chosen = posted.text("result");
    let choice = |code: &&'static str| {
        let label = f.words.code("notice-answer", code).to_owned();
        Choice::new(code, label, chosen == *code)
    };
    let results = answers.iter().map(choice).collect();
    let kept = |name: &str| if error.is_some() { posted.text(name) } else { "" };
    vec![
        Control::new("result", f.t("notice-link-result"), Input::Radios(results))
            .required()
            .problem(problem(f, error, "result")),
        Control::new("note", f.t("notice-link-note"), Input::Narrative(2_000))
            .hint(f.t("notice-link-note.hint"))
            .value(kept("note"))
            .problem(problem(f, error, "note")),
    ]
}
