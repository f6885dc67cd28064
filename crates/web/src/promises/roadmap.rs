//! `/promises/import`: the matrix of a road map becomes commitments. First everything is only looked through; a table with one cell
//! that cannot be read changes nothing, and each such cell is named with what to do.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use formats::{Claim, ReadOptions, open_table_with};
use node::Error;
use node::acts::promises::{ImportRoadmap, RoadmapDone, RoadmapOutcome};
use node::import::roadmap::{NoRoadmap, Roadmap, RoadmapNote, knows};

use super::may;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw_with};
use crate::i18n::Words;
use crate::import::{self, upload::Upload};
use crate::kinds::today;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "promises/roadmap.html")]
struct RoadmapPage {
    f: Frame,
    problem: Option<String>,
    result: Option<Looked>,
}

/// What came of a table.
struct Looked {
    created: String,
    unchanged: String,
    kept: bool,
    /// Place, field, what is wrong and what to do.
    notes: Vec<(String, String, String)>,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !may(&state, &who, "import", "commitment") {
        return Err(Error::Denied("no-right").into());
    }
    draw_with(StatusCode::OK, &RoadmapPage { f: Frame::of(&state, &who), problem: None, result: None })
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, sent: Upload) -> Answer {
    if !may(&state, &who, "import", "commitment") {
        return Err(Error::Denied("no-right").into());
    }
    let (take, day) = (sent.text("take") == "true", today(&state));
    let read = tokio::task::spawn_blocking(move || read(&sent.bytes, &sent.name, day))
        .await
        .map_err(|_| Fault::Drawing)?;
    let w = who.words();
    let roadmap = match read {
        Ok(roadmap) => roadmap,
        Err(why) => {
            let problem = Some(no_roadmap(w, &why));
            let page = RoadmapPage { f: Frame::of(&state, &who), problem, result: None };
            return draw_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    // Nothing is half imported: with one cell that cannot be read the table is only looked through.
    let act = ImportRoadmap { rows: roadmap.rows, dry_run: !take || !roadmap.notes.is_empty() };
    let done = state.node.perform(&who.session.actor, act).await?;
    let page = RoadmapPage {
        f: Frame::of(&state, &who),
        problem: None,
        result: Some(looked(w, &done, &roadmap.notes)),
    };
    draw_with(StatusCode::OK, &page)
}

fn read(bytes: &[u8], name: &str, day: model::Date) -> Result<Roadmap, NoRoadmap> {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let options = ReadOptions { known_name: Some(&knows), ..ReadOptions::default() };
    let table = open_table_with(bytes, &Claim::named(&format!("matrix.{ending}")), &options);
    Roadmap::read(table.map_err(NoRoadmap::Broken)?, day)
}

fn no_roadmap(w: Words, why: &NoRoadmap) -> String {
    match why {
        NoRoadmap::Columns(missing) => {
            let names: Vec<_> = missing.iter().map(|field| w.field("commitment", field)).collect();
            w.with("roadmap-no-columns", &[("columns", &names.join(", "))]).into_owned()
        }
        NoRoadmap::TooLong => w.t("roadmap-too-long").into_owned(),
        NoRoadmap::Broken(error) => import::words::file(w, error),
    }
}

fn looked(w: Words, done: &RoadmapDone, notes: &[RoadmapNote]) -> Looked {
    let place = |row: u32, column: &str| match column {
        "" => w.with("roadmap-row", &[("row", &row.to_string())]).into_owned(),
        column => w.with("roadmap-cell", &[("row", &row.to_string()), ("column", column)]).into_owned(),
    };
    let field = |name: &str| w.field("commitment", name).into_owned();
    let mut said: Vec<_> = notes
        .iter()
        .map(|note| {
            let what = w.t(&format!("roadmap-problem-{}", note.problem.code())).into_owned();
            (place(note.row, &note.column), field(note.field), what)
        })
        .collect();
    said.extend(done.rows.iter().filter_map(|(row, outcome)| match outcome {
        RoadmapOutcome::Refused(name, code) => {
            Some((place(*row, ""), field(name), crate::forms::problem_text(w, *code, None)))
        }
        RoadmapOutcome::Created | RoadmapOutcome::Unchanged => None,
    }));
    let n = |what: fn(&RoadmapOutcome) -> bool| i64::try_from(done.count(what)).unwrap_or(i64::MAX);
    let created = if done.kept { "roadmap-created" } else { "roadmap-would-create" };
    Looked {
        created: w.count(created, n(|outcome| *outcome == RoadmapOutcome::Created)).into_owned(),
        unchanged: w
            .count("roadmap-unchanged", n(|outcome| *outcome == RoadmapOutcome::Unchanged))
            .into_owned(),
        kept: done.kept,
        notes: said,
    }
}
