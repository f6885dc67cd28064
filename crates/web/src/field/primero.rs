//! `/field/forms/primero`: the forms of a Primero configuration as XLSForms to take away, with what became of every field. Nothing of the
//! file is kept.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use forms::Severity;
use forms::primero::{Imported, NoteCode, import};
use node::Error;

use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw, draw_with};
use crate::import::upload::Upload;
use crate::session::SignedIn;
use crate::state::WebState;

/// What a workbook is called on the way.
const XLSX: &str = "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,";

/// Every outcome, those that ask for a person first.
const OUTCOMES: [(NoteCode, &str); 7] = [
    (NoteCode::Attachment, "primero-attachment"),
    (NoteCode::UnknownSort, "primero-unknown-sort"),
    (NoteCode::SectionMissing, "primero-section-missing"),
    (NoteCode::AsText, "primero-as-text"),
    (NoteCode::SwitchedOff, "primero-switched-off"),
    (NoteCode::Separator, "primero-separator"),
    (NoteCode::Mapped, "primero-mapped"),
];

#[derive(Template)]
#[template(path = "field/primero.html")]
struct PrimeroPage {
    f: Frame,
    unread: bool,
    made: Option<Made>,
}

/// What came of a configuration.
struct Made {
    forms: Vec<FormLine>,
    outcomes: Vec<Became>,
}

struct FormLine {
    id: String,
    title: String,
    /// The workbook, within the address: it is made anew each time and kept nowhere.
    href: String,
    /// What still stands in the way of publishing it.
    problems: Vec<String>,
}

/// Fields that became the same.
struct Became {
    what: String,
    fields: Vec<String>,
    count: usize,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    allowed(&state, &who)?;
    draw(&PrimeroPage { f: Frame::of(&state, &who), unread: false, made: None })
}

fn allowed(state: &WebState, who: &SignedIn) -> Result<(), Fault> {
    if super::may(state, who, "publish", "form") { Ok(()) } else { Err(Error::Denied("no-right").into()) }
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, sent: Upload) -> Answer {
    allowed(&state, &who)?;
    let f = Frame::of(&state, &who);
    let version = crate::kinds::today(&state).to_string().replace('-', "");
    let read = tokio::task::spawn_blocking(move || {
        let text = String::from_utf8(sent.bytes).ok()?;
        import(&text, &format!("{version}01")).ok()
    });
    let Some(imported) = read.await.map_err(|_| Fault::Drawing)? else {
        let page = PrimeroPage { f, unread: true, made: None };
        return draw_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let made = Some(made(&f, &imported)?);
    draw(&PrimeroPage { f, unread: false, made })
}

fn made(f: &Frame, imported: &Imported) -> Result<Made, Fault> {
    let mut forms = Vec::with_capacity(imported.forms.len());
    for (id, sheets) in &imported.forms {
        let reading = forms::read(sheets, id);
        let wrong = reading.problems.iter().filter(|problem| problem.severity() == Severity::Error);
        let problems = wrong.map(|p| format!("{}: {}", p.place.words(f.words.lang), p.message(f.words.lang)));
        let bytes = sheets.to_xlsx().map_err(|_| Fault::Drawing)?;
        forms.push(FormLine {
            title: reading.form.as_ref().map_or_else(|| id.clone(), |form| form.settings.title.clone()),
            href: format!("{XLSX}{}", node::field::base64(&bytes)),
            problems: problems.collect(),
            id: id.clone(),
        });
    }
    let outcomes = OUTCOMES.into_iter().filter_map(|(code, key)| {
        let of = imported.notes.iter().filter(|note| note.code == code);
        let fields: Vec<String> =
            of.map(|note| format!("{} · {} ({})", note.form, note.field, note.sort)).collect();
        let what = f.t(key).into_owned();
        (!fields.is_empty()).then_some(Became { what, count: fields.len(), fields })
    });
    Ok(Made { forms, outcomes: outcomes.collect() })
}
