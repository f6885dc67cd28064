//! `/promises/profile`: a country profile, a workbook with its mapping. First everything is only looked through; a workbook with one cell
//! that cannot be used changes nothing, and each such cell is named by sheet, row and column with what to do.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::ProblemCode;
use node::Error;
use node::acts::promises::{ImportProfile, ProfileDone, ProfileOutcome};
use node::import::mapping::{BadMapping, KINDS, Mapping};
use node::import::profile::{NoProfile, Profile, ProfileNote};

use super::may;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw_with};
use crate::i18n::Words;
use crate::import::{self, upload::Upload};
use crate::kinds::today;
use crate::session::SignedIn;
use crate::state::WebState;

/// A mapping to begin with, for an invented country profile.
const EXAMPLE: &str = "source = \"https://contoh.invalid/profil-2026\"
date = \"2026-01-31\"
confidence = \"medium\"
country = \"ID\"

[[sheet]]
name = \"Uraian\"
kind = \"country-statement\"
[sheet.columns]
\"Tema\" = \"theme\"
\"Pernyataan\" = \"statement\"
[sheet.codes.theme]
\"Hukum\" = \"law\"
";

#[derive(Template)]
#[template(path = "promises/profile.html")]
struct ProfilePage {
    f: Frame,
    mapping: Control,
    problem: Option<String>,
    result: Option<Looked>,
}

/// What came of a workbook.
struct Looked {
    created: String,
    unchanged: String,
    kept: bool,
    /// Place, field, what is wrong, what to do.
    notes: Vec<(String, String, String, String)>,
}

fn page(f: Frame, typed: &str, (problem, result): (Option<String>, Option<Looked>)) -> Answer {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mapping = Control::new("mapping", f.t("profile-mapping"), Input::Narrative(20_000))
        .required()
        .hint(f.t("profile-mapping.hint"))
        .value(typed);
    draw_with(status, &ProfilePage { mapping, problem, result, f })
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !may(&state, &who, "import", "country-statement") {
        return Err(Error::Denied("no-right").into());
    }
    page(Frame::of(&state, &who), EXAMPLE, (None, None))
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, sent: Upload) -> Answer {
    if !may(&state, &who, "import", "country-statement") {
        return Err(Error::Denied("no-right").into());
    }
    let (take, day, typed) = (sent.text("take") == "true", today(&state), sent.text("mapping").to_owned());
    let w = who.words();
    let again = |problem: String| page(Frame::of(&state, &who), &typed, (Some(problem), None));
    let mapping = match Mapping::read(&typed) {
        Ok(mapping) => mapping,
        Err(bad) => return again(bad_mapping(w, &bad)),
    };
    let read = tokio::task::spawn_blocking(move || {
        let ending = sent.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        Profile::read(&sent.bytes, &format!("profile.{ending}"), &mapping, day)
    });
    let profile = match read.await.map_err(|_| Fault::Drawing)? {
        Ok(profile) => profile,
        Err(why) => return again(no_profile(w, &why)),
    };
    // Nothing is half imported: with one cell that cannot be used the workbook is only looked through.
    let act = ImportProfile { rows: profile.rows, dry_run: !take || !profile.notes.is_empty() };
    let done = state.node.perform(&who.session.actor, act).await?;
    page(Frame::of(&state, &who), &typed, (None, Some(looked(w, &done, &profile.notes))))
}

fn bad_mapping(w: Words, bad: &BadMapping) -> String {
    let with = |key: &str, texts: &[(&'static str, &str)]| w.with(key, texts).into_owned();
    match bad {
        BadMapping::Unreadable(line) => with("mapping-unreadable", &[("line", &line.to_string())]),
        BadMapping::NoSheet => w.t("mapping-no-sheet").into_owned(),
        BadMapping::Twice(sheet) => with("mapping-twice", &[("sheet", sheet)]),
        BadMapping::Kind(sheet, kind) => {
            with("mapping-kind", &[("sheet", sheet), ("kind", kind), ("kinds", &KINDS.join(", "))])
        }
        BadMapping::Field(sheet, field) => with("mapping-field", &[("sheet", sheet), ("field", field)]),
        BadMapping::Lacks(sheet, fields) => {
            with("mapping-lacks", &[("sheet", sheet), ("fields", &fields.join(", "))])
        }
    }
}

fn no_profile(w: Words, why: &NoProfile) -> String {
    match why {
        NoProfile::Broken(sheet, error) => {
            let why = import::words::file(w, error);
            w.with("profile-broken", &[("sheet", sheet), ("why", &why)]).into_owned()
        }
        NoProfile::Columns(sheet, headings) => {
            let headings = headings.join(", ");
            w.with("profile-no-columns", &[("sheet", sheet), ("columns", &headings)]).into_owned()
        }
        NoProfile::TooLong => w.t("profile-too-long").into_owned(),
    }
}

const fn remedy(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::Missing => "profile-remedy-missing",
        ProblemCode::UnknownCode | ProblemCode::UnknownRegion => "profile-remedy-code",
        ProblemCode::NotADate | ProblemCode::InFuture | ProblemCode::DateOutOfRange => "profile-remedy-date",
        _ => "profile-remedy-other",
    }
}

fn looked(w: Words, done: &ProfileDone, notes: &[ProfileNote]) -> Looked {
    let place = |sheet: &str, row: u32, column: &str| {
        let row = row.to_string();
        match column {
            "" => w.with("profile-row", &[("sheet", sheet), ("row", &row)]).into_owned(),
            column => {
                w.with("profile-cell", &[("sheet", sheet), ("row", &row), ("column", column)]).into_owned()
            }
        }
    };
    let said = |kind: &str, field: &str, code: ProblemCode| {
        let known = model::kinds::by_slug(kind).and_then(|meta| meta.field(field)).map(|(_, field)| field);
        let what = crate::forms::problem_text(w, code, known);
        (w.field(kind, field).into_owned(), what, w.t(remedy(code)).into_owned())
    };
    let cells = notes
        .iter()
        .map(|note| (place(&note.sheet, note.row, &note.column), note.kind, &note.field, note.problem));
    let rows = done.lines.iter().filter_map(|line| match &line.outcome {
        ProfileOutcome::Refused(field, code) => {
            Some((place(&line.sheet, line.row, ""), line.kind, field, *code))
        }
        ProfileOutcome::Created | ProfileOutcome::Unchanged => None,
    });
    let told = cells.chain(rows).map(|(place, kind, field, code)| {
        let (field, what, todo) = said(kind, field, code);
        (place, field, what, todo)
    });
    let n = |what: fn(&ProfileOutcome) -> bool| i64::try_from(done.count(what)).unwrap_or(i64::MAX);
    let created = if done.kept { "profile-created" } else { "profile-would-create" };
    Looked {
        created: w.count(created, n(|outcome| *outcome == ProfileOutcome::Created)).into_owned(),
        unchanged: w
            .count("profile-unchanged", n(|outcome| *outcome == ProfileOutcome::Unchanged))
            .into_owned(),
        kept: done.kept,
        notes: told.collect(),
    }
}
