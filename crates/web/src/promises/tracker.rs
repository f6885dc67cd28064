//! `/janji` and `/janji/{id}`: commitments as the public follows them. No cookie, no account, no trace.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use model::{Kind, kinds};
use node::public::{Tracked, TrackedComment, TrackedMore, TrackerQuery};

use crate::casework::OnePath;
use crate::error::Answer;
use crate::forms::{Control, Input, of_list, of_regions};
use crate::frame::draw;
use crate::i18n::Words;
use crate::public::Around;
use crate::say::{self, Badge};
use crate::session::Anyone;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "promises/tracker.html")]
struct TrackerPage {
    a: Around,
    rows: Vec<Row>,
    states: Vec<(String, String)>,
    filters: Vec<Control>,
    narrowed: bool,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "promises/tracked.html")]
struct TrackedPage {
    a: Around,
    row: Row,
    facts: Vec<(String, String)>,
    recommendations: Vec<(String, String, String)>,
    comments: Vec<TrackedComment>,
    put_out: String,
}

/// A commitment in words.
struct Row {
    href: String,
    code: String,
    title: String,
    lead: String,
    state: Badge,
    due: String,
    own: String,
    independent: String,
}

fn status(w: Words, code: Option<&str>) -> String {
    match code.filter(|code| !code.is_empty()) {
        Some(code) => w.code("completion-status", code).to_owned(),
        None => w.t("tracker-no-status").into_owned(),
    }
}

fn row(a: &Around, one: &Tracked) -> Row {
    let w = a.f.words;
    let meta = kinds::Commitment::META;
    let phase = meta.lifecycle.state(&one.state).map_or("open", |state| state.phase.code());
    Row {
        href: a.here(&format!("/janji/{}", one.id)),
        code: one.code.clone(),
        title: one.title.clone(),
        lead: one.lead.clone(),
        state: say::state(w, meta, &one.state, phase),
        due: one.due_at.map(|due| say::due(w, due, a.f.now, phase).text).unwrap_or_default(),
        own: status(w, one.self_status.as_deref()),
        independent: status(w, one.independent_status.as_deref()),
    }
}

pub(crate) async fn list(State(state): State<WebState>, Anyone(visitor): Anyone, uri: Uri) -> Answer {
    let of = |name: &str| query(&uri, name).filter(|text| !text.is_empty());
    let wanted = TrackerQuery {
        state: of("state"),
        region: of("region"),
        form: of("form"),
        after: of("after").and_then(|text| text.parse().ok()),
    };
    let found = state.node.tracker(wanted.clone()).await?;
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let narrowed = wanted.state.is_some() || wanted.region.is_some() || wanted.form.is_some();
    let chosen = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = || w.t("dc-all").into_owned();
    let filters = vec![
        Control::new(
            "state",
            w.t("list-state"),
            Input::Select(of_list(w, "commitment-state", &chosen(&wanted.state))),
        )
        .nothing(all()),
        Control::new(
            "region",
            w.field("commitment", "region"),
            Input::Groups(of_regions(w, &chosen(&wanted.region))),
        )
        .nothing(all()),
        Control::new(
            "form",
            w.t("promises-form"),
            Input::Select(of_list(w, "exploitation-form", &chosen(&wanted.form))),
        )
        .nothing(all()),
    ];
    let next = found.next.map(|after| {
        let mut path = format!("{}&after={after}", a.here("/janji"));
        for (name, value) in [("state", &wanted.state), ("region", &wanted.region), ("form", &wanted.form)] {
            // Codes of our own lists only; anything else was found nowhere and has no next page.
            if let Some(value) = value {
                path.push_str(&format!("&{name}={value}"));
            }
        }
        path
    });
    let states = found
        .states
        .iter()
        .map(|(code, n)| (w.code("commitment-state", code).to_owned(), say::grouped(w, *n)))
        .collect();
    let rows = found.rows.iter().map(|one| row(&a, one)).collect();
    draw(&TrackerPage { rows, states, filters, narrowed, next, a })
}

pub(crate) async fn one(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    OnePath(id): OnePath,
) -> Answer {
    let found = state.node.tracked(id).await?;
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let recommendations = found.recommendations.iter().map(|one| {
        let words = if one.translation.is_empty() { &one.words } else { &one.translation };
        let since =
            one.first_year.map(|year| w.with("tracker-since", &[("year", &year.to_string())]).into_owned());
        let body = w.code("recommendation-source", &one.source_body);
        (format!("{body} {}", one.reference).trim().to_owned(), words.clone(), since.unwrap_or_default())
    });
    let page = TrackedPage {
        row: row(&a, &found.row),
        facts: facts(w, &found),
        recommendations: recommendations.collect(),
        put_out: say::date(w, found.put_out_at.date(Default::default())),
        comments: found.comments,
        a,
    };
    draw(&page)
}

fn facts(w: Words, found: &TrackedMore) -> Vec<(String, String)> {
    let label = |name: &str| w.field("commitment", name).into_owned();
    let day = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |day| say::date(w, day));
    let target = found.row.due_at.map(|due| say::date(w, due.date(Default::default()))).unwrap_or_default();
    let moved = found.row.first_target.parse::<model::Date>().ok().zip(found.row.due_at);
    let moved = moved.is_some_and(|(first, due)| first != due.date(Default::default()));
    let (done, all) = found.milestones;
    let steps = match all {
        0 => String::new(),
        _ => w
            .with("tracker-milestones", &[("done", &done.to_string()), ("all", &all.to_string())])
            .into_owned(),
    };
    let all = vec![
        (label("lead"), found.row.lead.clone()),
        (label("supporting"), found.supporting.clone()),
        (label("strategy"), found.strategy.clone()),
        (label("intervention"), found.intervention.clone()),
        (label("output"), found.output.clone()),
        (label("target_on"), target),
        (label("first_target"), if moved { day(&found.row.first_target) } else { String::new() }),
        (label("region"), found.row.region.as_deref().map(say::region).unwrap_or_default()),
        (label("moved_on"), day(&found.row.moved_on)),
        (w.t("kind-milestone.plural").into_owned(), steps),
        (label("source_uri"), found.source.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
