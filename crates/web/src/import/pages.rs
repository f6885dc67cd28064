//! The pages of an import: choose a file, match its columns, see what would happen, take it in.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::IntoResponse;
use formats::{CsvOptions, column_letters, write_csv};
use model::Id;
use node::Error;
use node::access::holds_right;
use node::import::{ColumnMap, ColumnProblem, Ended, Summary};

use super::run::{open, start};
use super::store::{Held, Run};
use super::upload::Upload;
use super::words;
use crate::door::go;
use crate::error::{Answer, Fault};
use crate::forms::Choice;
use crate::frame::{Frame, draw, draw_with};
use crate::i18n::Words;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;
use crate::visitor::query;

/// Notes shown on the page; all of them are in the file.
const SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "import/file.html")]
struct FilePage {
    f: Frame,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "import/columns.html")]
struct ColumnsPage {
    f: Frame,
    id: Id,
    columns: Vec<Column>,
    rows_from: i64,
    problems: Vec<String>,
}

/// A column of the table and what may become of it.
struct Column {
    index: usize,
    letters: String,
    heading: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "import/run.html")]
struct RunPage {
    f: Frame,
    id: Id,
    dry: bool,
    rows: i64,
}

#[derive(Template)]
#[template(path = "import/done.html")]
struct DonePage {
    f: Frame,
    id: Id,
    dry: bool,
    title: String,
    ended: Option<String>,
    counts: Vec<(String, String)>,
    notes: Vec<NoteLine>,
    more: i64,
    likely: bool,
    can_go: bool,
}

struct NoteLine {
    row: u32,
    place: String,
    what: String,
    remedy: String,
}

fn allowed(state: &WebState, who: &SignedIn) -> Result<(), Fault> {
    let may = holds_right(&who.session.actor, "import", "case", state.node.now()).allows();
    if may { Ok(()) } else { Err(Error::Denied("no-right").into()) }
}

fn owner(who: &SignedIn) -> &str {
    &who.session.form_token
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    allowed(&state, &who)?;
    draw(&FilePage { f: Frame::of(&state, &who), problem: None })
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, upload: Upload) -> Answer {
    allowed(&state, &who)?;
    let refuse = |problem: String| {
        draw_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &FilePage { f: Frame::of(&state, &who), problem: Some(problem) },
        )
    };
    if upload.bytes.is_empty() {
        return refuse(who.words().t("import-file-none").into_owned());
    }
    let ending = upload.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let plain = ending.len() <= 8 && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    let ending = if plain { ending } else { String::new() };
    let bytes = Arc::new(upload.bytes);
    let (read, end) = (bytes.clone(), ending.clone());
    let opened = tokio::task::spawn_blocking(move || open(&read, &end).map(|_| ())).await;
    if let Ok(Err(error)) = opened {
        return refuse(words::file(who.words(), &error));
    }
    let id = state.node.new_id();
    let bytes = Arc::unwrap_or_clone(bytes);
    match state.imports.keep(id, owner(&who), state.node.now(), bytes, ending) {
        Some(()) => Ok(go(&state.settings.url(&format!("/import/{id}")))),
        None => refuse(who.words().t("import-file-no-room").into_owned()),
    }
}

/// The file of this session, or a page that says that it is gone.
fn held(state: &WebState, who: &SignedIn, id: Id) -> Result<Held, Box<Answer>> {
    let found = state.imports.with(id, owner(who), state.node.now(), |held| held.clone());
    found.ok_or_else(|| {
        let f = Frame::of(state, who);
        let problem = Some(f.t("import-file-gone").into_owned());
        Box::new(draw_with(StatusCode::GONE, &FilePage { f, problem }))
    })
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    Path(id): Path<Id>,
    uri: Uri,
) -> Answer {
    allowed(&state, &who)?;
    let held = match held(&state, &who, id) {
        Ok(held) => held,
        Err(answer) => return *answer,
    };
    let again = query(&uri, "columns").is_some();
    match held.run.as_ref().map(|run| (run, run.look())) {
        Some((run, (rows, None))) => {
            let rows = i64::try_from(rows).unwrap_or(i64::MAX);
            draw(&RunPage { f: Frame::of(&state, &who), id, dry: run.dry, rows })
        }
        Some((run, (_, Some(summary)))) if !again || !run.dry => done(&state, &who, id, run, &summary),
        _ => columns(&state, &who, id, &held, Vec::new()),
    }
}

fn columns(state: &WebState, who: &SignedIn, id: Id, held: &Held, problems: Vec<String>) -> Answer {
    let f = Frame::of(state, who);
    let table = match open(&held.bytes, &held.ending) {
        Ok(table) => table,
        Err(error) => {
            let problem = Some(words::file(f.words, &error));
            return draw_with(StatusCode::UNPROCESSABLE_ENTITY, &FilePage { f, problem });
        }
    };
    let header = table.header();
    let mapping = ColumnMap::propose(&header.names);
    let mut told = problems;
    if held.columns.is_empty() {
        told.extend(mapping.missing.iter().map(|name| {
            f.words.with("import-missing", &[("field", &words::field(f.words, name))]).into_owned()
        }));
        told.extend(mapping.competing.iter().map(|competition| {
            let letters: Vec<_> = competition.columns.iter().map(|column| column_letters(*column)).collect();
            let texts =
                [("field", words::field(f.words, &competition.field)), ("columns", letters.join(", "))];
            let texts = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
            f.words.with("import-competing", &texts).into_owned()
        }));
    }
    let chosen = |index: usize| match held.columns.is_empty() {
        true => {
            mapping.columns.iter().find(|mapped| mapped.column == index).map(|mapped| mapped.field.clone())
        }
        false => held.columns.iter().find(|(column, _)| *column == index).map(|(_, field)| field.clone()),
    };
    let named = header.names.iter().enumerate().filter(|(_, name)| !name.is_empty());
    let columns = named
        .map(|(index, heading)| {
            let on = chosen(index).unwrap_or_default();
            let choice = |name| Choice::new(name, words::field(f.words, name), on == name);
            Column {
                index,
                letters: column_letters(index),
                heading: heading.clone(),
                choices: ColumnMap::fields().map(choice).collect(),
            }
        })
        .collect();
    let status = if told.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = ColumnsPage { id, columns, rows_from: i64::from(header.row) + 1, problems: told, f };
    draw_with(if held.columns.is_empty() { StatusCode::OK } else { status }, &page)
}

pub(crate) async fn step(
    State(state): State<WebState>,
    who: SignedIn,
    Path(id): Path<Id>,
    posted: Posted,
) -> Answer {
    allowed(&state, &who)?;
    let mut held = match held(&state, &who, id) {
        Ok(held) => held,
        Err(answer) => return *answer,
    };
    let back = state.settings.url(&format!("/import/{id}"));
    let running = held.run.as_ref().is_some_and(Run::goes_on);
    match posted.text("do") {
        "stop" => {
            if let Some(run) = &held.run {
                run.stop.store(true, Ordering::Relaxed);
            }
            return Ok(go(&back));
        }
        _ if running => return Ok(go(&back)),
        "forget" => {
            state.imports.forget(id, owner(&who));
            return Ok(go(&state.settings.url("/import")));
        }
        "check" => held.columns = chosen(&posted),
        "go" => {}
        _ => return Err(Fault::Unreadable),
    }
    if let Err(problem) = ColumnMap::by_column(&held.columns) {
        let problem = column_problem(who.words(), &problem);
        return columns(&state, &who, id, &held, vec![problem]);
    }
    let run = Run::new(posted.text("do") == "check", posted.text("take_likely") == "true");
    held.run = Some(run.clone());
    let (columns, kept) = (held.columns.clone(), run.clone());
    // Pressed twice, it still runs once: whoever finds a run that goes on leaves it alone.
    let mine = state.imports.with(id, owner(&who), state.node.now(), move |there| {
        let free = !there.run.as_ref().is_some_and(Run::goes_on) && !there.bytes.is_empty();
        if free {
            (there.columns, there.run) = (columns, Some(kept));
        }
        free
    });
    if mine == Some(true) {
        start(&state, &who.session.actor, owner(&who), id, &held, &run).await;
    }
    Ok(go(&back))
}

fn chosen(posted: &Posted) -> Vec<(usize, String)> {
    let most = formats::Limits::default().columns as usize;
    let field = |index: usize| (index, posted.text(&format!("column-{index}")).to_owned());
    (0..most).map(field).filter(|(_, field)| !field.is_empty()).collect()
}

fn column_problem(words: Words, problem: &ColumnProblem) -> String {
    let field = |name: &str| words::field(words, name);
    match problem {
        ColumnProblem::Twice(name) => words.with("import-twice", &[("field", &field(name))]).into_owned(),
        ColumnProblem::Missing(name)
        | ColumnProblem::UnknownField(name)
        | ColumnProblem::UnknownColumn(name) => {
            words.with("import-missing", &[("field", &field(name))]).into_owned()
        }
    }
}

fn done(state: &WebState, who: &SignedIn, id: Id, run: &Run, summary: &Summary) -> Answer {
    let f = Frame::of(state, who);
    let w = f.words;
    let ended = match &summary.ended {
        Ended::Whole | Ended::NotYet => None,
        Ended::Stopped => Some(w.t("import-stopped").into_owned()),
        Ended::Broken(error) => Some(words::file(w, error)),
        Ended::Failed(Error::Denied(_) | Error::NotFound) => Some(w.t("import-right-lost").into_owned()),
        Ended::Failed(_) => Some(w.t("import-failed").into_owned()),
    };
    let mut counts = vec![("import-rows", summary.rows)];
    counts.push((if run.dry { "import-would-create" } else { "import-created" }, summary.created));
    counts.push((if run.dry { "import-would-update" } else { "import-updated" }, summary.updated));
    counts.extend([
        ("import-unchanged", summary.unchanged),
        ("import-likely", summary.likely),
        ("import-left-alone", summary.left_alone),
        ("import-invalid", summary.invalid),
    ]);
    let number = |n: u64| crate::say::grouped(w, i64::try_from(n).unwrap_or(i64::MAX));
    let more = summary.notes.len().saturating_sub(SHOWN);
    let page = DonePage {
        id,
        dry: run.dry,
        title: w.t(if run.dry { "import-checked" } else { "import-done" }).into_owned(),
        counts: counts.into_iter().map(|(key, n)| (w.t(key).into_owned(), number(n))).collect(),
        notes: summary.notes.iter().take(SHOWN).map(|note| line(w, note)).collect(),
        more: i64::try_from(more).unwrap_or(i64::MAX),
        likely: summary.likely > 0,
        can_go: run.dry && ended.is_none() && summary.created + summary.updated + summary.likely > 0,
        ended,
        f,
    };
    draw(&page)
}

fn line(w: Words, note: &node::import::RowNote) -> NoteLine {
    let (what, remedy) = words::note(w, note);
    let column = note.column.as_ref().map(|column| format!("{} {column}", w.t("import-column")));
    let field = note.field.as_ref().map(|name| words::field(w, name));
    NoteLine {
        row: note.row,
        place: [column, field].into_iter().flatten().collect::<Vec<_>>().join(", "),
        what,
        remedy,
    }
}

/// Every note as a file: row, column, field, problem, remedy. Nothing that stood in a cell is in it.
pub(crate) async fn problems(State(state): State<WebState>, who: SignedIn, Path(id): Path<Id>) -> Answer {
    allowed(&state, &who)?;
    let held = match held(&state, &who, id) {
        Ok(held) => held,
        Err(answer) => return *answer,
    };
    let summary = held.run.and_then(|run| run.look().1).ok_or(Fault::NOT_FOUND)?;
    let w = who.words();
    let rows = summary.notes.iter().map(|note| {
        let (what, remedy) = words::note(w, note);
        let field = note.field.as_ref().map(|name| words::field(w, name)).unwrap_or_default();
        vec![note.row.to_string(), note.column.clone().unwrap_or_default(), field, what, remedy]
    });
    let header = ["import-row", "import-column", "import-field", "import-problem", "import-remedy"];
    let header = header.map(|key| w.t(key).into_owned());
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut out = Vec::new();
    write_csv(&mut out, &header, rows, CsvOptions { mark: true, ..CsvOptions::default() })
        .map_err(|_| Fault::Drawing)?;
    let name = "attachment; filename=\"import.csv\"";
    Ok(([(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, name)], out).into_response())
}
