//! `/data-centre/release`: laying a release out, looking at it, taking it away as a file.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use model::{Id, ProblemCode};
use node::Error;
use node::acts::counting::{CountRelease, Released, ViewRelease};

use super::tables::{self, About, Table};
use super::{interval, may, period};
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Control, Input, of_list};
use crate::frame::{Frame, done, draw};
use crate::i18n::Words;
use crate::kinds::today;
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !may(&who, "lay-out", "publication", state.node.now()) {
        return Err(Error::Denied("no-right").into());
    }
    show_form(&state, &who, &Posted::default(), None)
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let wanted = match posted.text("minimum").trim().parse() {
        Ok(minimum) => Ok(CountRelease {
            table: posted.text("release_table").to_owned(),
            period: posted.text("period").trim().to_owned(),
            minimum,
        }),
        Err(_) => Err(Error::field("minimum", ProblemCode::NotANumber)),
    };
    let laid = match wanted {
        Ok(wanted) => state.node.lay_out_release(posted.act(&state), &who.session.actor, wanted).await,
        Err(error) => Err(error),
    };
    match laid {
        Ok(opened) => Ok(done(&state, &format!("/data-centre/release/{}", opened.id), "keep-release")),
        Err(error) => show_form(&state, &who, &posted, Some(&shown(error)?)),
    }
}

fn show_form(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let usual =
        |name: &str, usual: String| if posted.has(name) { posted.text(name).to_owned() } else { usual };
    let table = usual("release_table", "province_sex".to_owned());
    let year = (today(state).year() - 1).to_string();
    let controls = vec![
        Control::new(
            "release_table",
            f.t("publication-release_table"),
            Input::Radios(of_list(f.words, "release-table", &table)),
        )
        .required(),
        Control::new("period", f.t("release-period"), Input::Line(7))
            .required()
            .hint(f.t("release-period.hint"))
            .value(usual("period", year)),
        Control::new("minimum", f.t("release-minimum"), Input::Number(11, 1_000, String::new()))
            .required()
            .value(usual("minimum", "11".to_owned())),
    ];
    let controls = controls.into_iter().map(|control| {
        let wrong = problem(&f, error, &control.name);
        control.problem(wrong)
    });
    let controls = controls.collect();
    let mut page =
        ActPage::new(f, "keep-release", "/data-centre/release/new", "/data-centre", controls).refused(error);
    page.lead = vec![page.f.t("release-lead").into_owned()];
    page.answer()
}

#[derive(Template)]
#[template(path = "counting/release.html")]
struct ReleasePage {
    f: Frame,
    title: String,
    headline: String,
    interval: String,
    clusters: String,
    state: Badge,
    code: String,
    drawing: String,
    table: Table,
    notes: Vec<String>,
    source: String,
    compared: bool,
    matter: Option<String>,
    change: String,
    files: Vec<(&'static str, String)>,
}

fn title(w: Words, found: &Released) -> String {
    let table = w.code("release-table", &found.release.table);
    format!("{}: {table}, {}", w.t("dc-figure"), period(w, &found.release.period))
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, Path(id): Path<Id>) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewRelease { id }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let release = &found.release;
    let meta = <model::kinds::Publication as model::Kind>::META;
    let phase = meta.lifecycle.state(&release.state).map_or("open", |state| state.phase.code());
    let (title, source) = (title(w, &found), release.sources.join("; "));
    let about = About { title: &title, source: &source, period: &release.period };
    let (n, when) = (say::grouped(w, release.estimate), period(w, &release.period));
    let page = ReleasePage {
        headline: w.with("release-headline", &[("n", &n), ("period", &when)]).into_owned(),
        interval: interval(w, release.low as f64, release.high as f64),
        clusters: w.with("dc-clusters", &[("n", &say::grouped(w, release.clusters))]).into_owned(),
        state: say::state(w, meta, &release.state, phase),
        code: release.code.clone(),
        drawing: tables::drawing(w, &found.published, &about)?,
        table: tables::table(w, &found.published)?,
        notes: tables::notes(w, &found.published),
        compared: release.earlier.is_some(),
        matter: may(&who, "view", "publication", f.now).then(|| f.url(&format!("/publication/{id}"))),
        change: f.url(&format!("/data-centre/change?since={id}")),
        files: [("CSV", "csv"), ("XLSX", "xlsx"), ("HTML", "html"), ("SDMX-CSV", "sdmx")]
            .map(|(name, form)| (name, f.url(&format!("/data-centre/release/{id}/{form}"))))
            .to_vec(),
        title,
        source,
        f,
    };
    draw(&page)
}

pub(crate) async fn file(
    State(state): State<WebState>,
    who: SignedIn,
    Path((id, form)): Path<(Id, String)>,
) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewRelease { id }).await?;
    public_file(who.words(), &found, &form)
}

/// A release as a file to take away.
pub(crate) fn public_file(w: Words, found: &Released, form: &str) -> Answer {
    let (title, source) = (title(w, found), found.release.sources.join("; "));
    let about = About { title: &title, source: &source, period: &found.release.period };
    let (kind, bytes) = tables::file(w, &found.published, &about, form)?;
    let ending = match form {
        "sdmx" => "sdmx.csv",
        "xlsx" => "xlsx",
        "html" => "html",
        _ => "csv",
    };
    let name = format!("attachment; filename=\"{}.{ending}\"", found.release.code.to_lowercase());
    Ok(([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)], bytes).into_response())
}
