//! `/{kind}/{id}/notes`: notes about a record, for one post, for the team, or for everybody who may see it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::Id;
use node::Error;
use node::acts::desk::{ListNotes, NoteRow, WidenNote, WriteNote};

use crate::casework::form_page::{problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::kinds::RecordPath;
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/notes.html")]
struct NotesPage {
    f: Frame,
    path: String,
    back: String,
    kind: String,
    may_write: bool,
    controls: Vec<Control>,
    notes: Vec<Note>,
    refused: Option<String>,
}

/// One note.
struct Note {
    id: String,
    by: String,
    when: String,
    level: String,
    text: String,
    /// Wider levels, for whose post wrote it.
    wider: Vec<(String, String)>,
}

const LEVELS: [&str; 3] = ["post", "team", "shared"];

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    show(&state, &who, (entry.meta.slug, id), &Posted::default(), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
    posted: Posted,
) -> Answer {
    let (node, actor, act) = (&state.node, &who.session.actor, posted.act(&state));
    let (slug, sent) = match posted.text("note").parse::<Id>() {
        Ok(note) => {
            let visibility = posted.text("visibility").to_owned();
            let widen = WidenNote { note, visibility, reason: posted.text("reason").to_owned() };
            ("widen-note", node.perform_as(act, actor, widen).await)
        }
        Err(_) => {
            let visibility = posted.text("visibility").to_owned();
            let write = WriteNote { matter: id, visibility, text: posted.text("text").to_owned() };
            ("write-note", node.perform_as(act, actor, write).await)
        }
    };
    match sent {
        Ok(_) => Ok(done(&state, &format!("/{}/{id}/notes", entry.meta.slug), slug)),
        Err(error) => show(&state, &who, (entry.meta.slug, id), &posted, Some(shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    (kind, id): (&str, Id),
    posted: &Posted,
    error: Option<Error>,
) -> Answer {
    let notes = state.node.perform(&who.session.actor, ListNotes { matter: id }).await?;
    let f = Frame::of(state, who);
    let words = f.words;
    let typed = !posted.has("note");
    let level = if typed && posted.has("visibility") { posted.text("visibility") } else { "team" };
    let label = |code: &str| words.code("note-visibility", code).to_owned();
    let levels = LEVELS.map(|code| Choice::new(code, label(code), code == level)).to_vec();
    let about = error.as_ref().filter(|_| typed);
    let controls = vec![
        Control::new("visibility", f.t("note-visibility"), Input::Radios(levels))
            .hint(f.t("note-visibility.hint"))
            .required()
            .problem(problem(&f, about, "visibility")),
        Control::new("text", f.t("note-text"), Input::Narrative(4_000))
            .required()
            .value(if typed { posted.text("text") } else { "" })
            .problem(problem(&f, about, "text")),
    ];
    let refused = match &error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(words).text),
        Some(Error::Invalid(_)) if !typed => Some(f.t("note-widen-why").into_owned()),
        _ => None,
    };
    let note = |note: &node::Seen<NoteRow>| {
        let level = note.visibility.code();
        let from = LEVELS.iter().position(|one| *one == level).unwrap_or(LEVELS.len());
        let wider = LEVELS.iter().skip(from + 1).filter(|_| note.own);
        Note {
            id: note.id.to_string(),
            by: note.by.clone(),
            when: say::time(words, note.at),
            level: label(level),
            text: note.text.clone().unwrap_or_else(|| words.t("value-hidden").into_owned()),
            wider: wider.map(|code| ((*code).to_owned(), label(code))).collect(),
        }
    };
    let page = NotesPage {
        path: f.url(&format!("/{kind}/{id}/notes")),
        back: f.url(&format!("/{kind}/{id}")),
        kind: f.t(&format!("kind-{kind}")).into_owned(),
        may_write: node::access::holds_right(&who.session.actor, "note", kind, f.now).allows(),
        controls,
        notes: notes.iter().map(note).collect(),
        refused,
        f,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw_with(status, &page)
}
