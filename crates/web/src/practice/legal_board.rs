//! `/legal-board`: every open legal track by stage and region, how long nothing moved, and whether the public looks on.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use model::{codes, regions};
use node::acts::legal::{BoardRow, GapRow, LegalBoard, ListLegalBoard, RegionRow};

use crate::error::Answer;
use crate::forms::Choice;
use crate::frame::{Frame, draw};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "practice/legal_board.html")]
struct BoardPage {
    f: Frame,
    stages: Vec<Choice>,
    provinces: Vec<Choice>,
    rows: Vec<TrackView>,
    shown: String,
    more: bool,
    regions: Vec<RegionView>,
    gap: Vec<GapView>,
    steps: Option<(String, String)>,
    limits: Vec<LimitView>,
    laws: Vec<LawView>,
}

/// After how many days a stage counts as standing still, and why.
struct LimitView {
    stage: String,
    days: String,
    basis: &'static str,
    confirmed: bool,
}

/// A law that the program names.
struct LawView {
    number: &'static str,
    title: &'static str,
    source: &'static str,
    confirmed: bool,
}

struct TrackView {
    href: String,
    code: String,
    stage: String,
    region: String,
    days: String,
    late: bool,
    limit: Option<String>,
    prominence: String,
    public: bool,
    withdrawn: bool,
    next: Option<String>,
}

struct RegionView {
    name: String,
    href: String,
    open: i64,
    stalled: i64,
    withdrawn: i64,
    oldest: String,
}

struct GapView {
    stage: String,
    quiet: String,
    public: String,
    /// Whether those out of sight wait longer.
    gap: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let asked = |name: &str| query(&uri, name).filter(|text| !text.is_empty());
    let (province, stage) = (asked("province"), asked("stage"));
    let list = ListLegalBoard { province: province.clone(), stage: stage.clone() };
    let board = state.node.perform(&who.session.actor, list).await?;
    let f = Frame::of(&state, &who);
    let on = |chosen: &Option<String>, code: &str| chosen.as_deref() == Some(code);
    let stages = codes::list("legal-stage").into_iter().flat_map(|list| list.offered());
    let provinces = regions::provinces();
    let page = BoardPage {
        stages: stages
            .map(|code| Choice::new(code.code, code.label(f.words.lang), on(&stage, code.code)))
            .collect(),
        provinces: provinces.map(|one| Choice::new(one.code, one.name, on(&province, one.code))).collect(),
        shown: f.words.count("board-tracks", board.total).into_owned(),
        more: board.total > i64::try_from(LegalBoard::MOST).unwrap_or(i64::MAX),
        rows: board.rows.iter().map(|row| track(&f, row)).collect(),
        regions: board.regions.iter().map(|row| region(&f, row)).collect(),
        gap: board.gap.iter().map(|row| gap(&f, row)).collect(),
        steps: steps(&f, board.steps),
        limits: limits(&f),
        laws: laws(&f),
        f,
    };
    draw(&page)
}

/// The limits that are valid today.
fn limits(f: &Frame) -> Vec<LimitView> {
    let today = f.now.date(model::time::Zone::default());
    let valid = model::stage_limits::all().iter().filter(|one| one.from <= today);
    let valid = valid.filter(|one| one.to.is_none_or(|to| today <= to));
    let view = |one: &model::stage_limits::StageLimit| LimitView {
        stage: f.words.code("legal-stage", one.stage).to_owned(),
        days: f.words.count("board-days", one.days).into_owned(),
        basis: one.basis,
        confirmed: one.confirmed,
    };
    valid.map(view).collect()
}

fn laws(f: &Frame) -> Vec<LawView> {
    let view = |law: &model::laws::Law| LawView {
        number: law.number,
        title: law.title(f.words.lang),
        source: law.source,
        confirmed: law.confirmed,
    };
    model::laws::all().iter().map(view).collect()
}

fn track(f: &Frame, row: &BoardRow) -> TrackView {
    let words = f.words;
    let prominence = row.prominence.as_deref();
    TrackView {
        href: f.url(&format!("/legal-process/{}", row.id)),
        code: row.code.clone(),
        stage: words.code("legal-stage", &row.stage).to_owned(),
        region: row.region.as_deref().map_or_else(|| f.t("board-no-region").into_owned(), say::region),
        days: words.count("board-days", row.days).into_owned(),
        late: row.stalled(),
        limit: row.limit.filter(|_| row.stalled()).map(|days| words.count("board-limit", days).into_owned()),
        prominence: prominence.map_or_else(
            || f.t("board-attention-unknown").into_owned(),
            |code| words.code("media-prominence", code).to_owned(),
        ),
        public: row.in_public(),
        withdrawn: row.withdrawn,
        next: row.next.as_deref().and_then(|day| day.parse().ok()).map(|day| say::date(words, day)),
    }
}

fn region(f: &Frame, row: &RegionRow) -> RegionView {
    let code = row.province.as_deref().unwrap_or_default();
    let name = regions::get(code).map(|region| region.name.to_owned());
    RegionView {
        name: name.unwrap_or_else(|| f.t("board-no-region").into_owned()),
        href: f.url(&format!("/legal-board?province={code}")),
        open: row.open,
        stalled: row.stalled,
        withdrawn: row.withdrawn,
        oldest: f.words.count("board-days", row.oldest).into_owned(),
    }
}

fn gap(f: &Frame, row: &GapRow) -> GapView {
    let said = |(n, median): (usize, Option<i64>)| match median {
        Some(days) => {
            let (days, n) = (f.words.count("board-days", days).into_owned(), n.to_string());
            f.words.with("board-median", &[("days", &days), ("n", &n)]).into_owned()
        }
        None => f.t("board-no-data").into_owned(),
    };
    GapView {
        stage: f.words.code("legal-stage", row.stage).to_owned(),
        quiet: said(row.quiet),
        public: said(row.public),
        gap: matches!((row.quiet.1, row.public.1), (Some(quiet), Some(public)) if quiet > public),
    }
}

/// Steps for each track and month, with two decimals.
fn steps(f: &Frame, (quiet, public): (Option<i64>, Option<i64>)) -> Option<(String, String)> {
    let comma = if f.words.lang == model::Lang::Id { ',' } else { '.' };
    let said = |hundredths: Option<i64>| match hundredths {
        Some(n) => format!("{}{comma}{:02}", n / 100, n % 100),
        None => f.t("board-no-data").into_owned(),
    };
    (quiet.is_some() || public.is_some()).then(|| (said(quiet), said(public)))
}
