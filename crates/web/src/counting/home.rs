//! `/data-centre`: what was delivered, what is missing, and the figure as it stands.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use node::Error;
use node::acts::counting::{DataCentre, ListRow, ViewDataCentre};

use super::{interval, may, period, whole};
use crate::casework::form_page::shown;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw_with};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "counting/home.html")]
struct HomePage {
    f: Frame,
    figure: Option<Figure>,
    exact: bool,
    stale: bool,
    may_link: bool,
    refused: Option<String>,
    lists: Vec<ListView>,
    may_deliver: bool,
    missing: Vec<String>,
    waiting: String,
    may_review: bool,
    releases: Vec<ReleaseView>,
    may_release: bool,
    may_requests: bool,
}

/// The figure in words.
struct Figure {
    count: String,
    interval: String,
    clusters: String,
    as_of: String,
    run: String,
}

/// A list in words.
struct ListView {
    href: String,
    agency: String,
    code: String,
    period: String,
    entity: String,
    state: Badge,
    rows: String,
    aside: String,
    received: String,
    troubles: Vec<String>,
}

/// A release in words.
struct ReleaseView {
    href: String,
    code: String,
    table: String,
    period: String,
    state: Badge,
    count: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, None).await
}

pub(crate) async fn link(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let relearn = posted.text("relearn") == "true";
    match state.node.link_lists(posted.act(&state), &who.session.actor, relearn).await {
        Ok(_) => Ok(done(&state, "/data-centre", "keep-linkage")),
        Err(error) => show(&state, &who, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, error: Option<&Error>) -> Answer {
    let centre = state.node.perform(&who.session.actor, ViewDataCentre).await?;
    let f = Frame::of(state, who);
    let now = f.now;
    let refused = match error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(f.words).text),
        _ => None,
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = HomePage {
        figure: figure(&f, &centre),
        exact: centre.exact,
        stale: centre.stale,
        may_link: centre.may_link,
        refused,
        lists: centre.lists.iter().map(|list| list_view(&f, list)).collect(),
        may_deliver: may(who, "deliver", "list-delivery", now),
        missing: missing(&f, &centre),
        waiting: f
            .words
            .with("dc-review-wait", &[("n", &say::grouped(f.words, centre.waiting))])
            .into_owned(),
        may_review: may(who, "list", "linkage-pair", now),
        releases: releases(&f, &centre),
        may_release: may(who, "lay-out", "publication", now),
        may_requests: may(who, "list", "data-request", now),
        f,
    };
    draw_with(status, &page)
}

fn figure(f: &Frame, centre: &DataCentre) -> Option<Figure> {
    let (run, (clusters, estimate)) = (centre.run.as_ref()?, centre.figure?);
    let w = f.words;
    let (n, time) = (run.ordinal.to_string(), say::time(w, run.at));
    Some(Figure {
        count: say::grouped(w, whole(estimate.count)),
        interval: interval(w, estimate.low, estimate.high),
        clusters: w.with("dc-clusters", &[("n", &say::grouped(w, clusters))]).into_owned(),
        as_of: w.with("dc-as-of", &[("n", &n), ("time", &time)]).into_owned(),
        run: f.url(&format!("/data-centre/run/{}", run.id)),
    })
}

pub(super) fn days(f: &Frame, from: &str, to: &str) -> String {
    let day = |text: &str| text.parse().map_or(text.to_owned(), |day| say::short_date(f.words, day));
    format!("{} – {}", day(from), day(to))
}

fn list_view(f: &Frame, list: &ListRow) -> ListView {
    let w = f.words;
    let meta = <model::kinds::ListDelivery as model::Kind>::META;
    let phase = meta.lifecycle.state(&list.state).map_or("open", |state| state.phase.code());
    let trouble = |(code, times, first): &(String, i64, i64)| {
        let row = if *first > 0 { format!(" ({} {first})", w.t("import-row")) } else { String::new() };
        format!("{}: {}{row}", w.t(&format!("trouble-{code}")), say::grouped(w, *times))
    };
    ListView {
        href: f.url(&format!("/list-delivery/{}", list.id)),
        agency: list.agency.clone(),
        code: list.code.clone(),
        period: days(f, &list.from, &list.to),
        entity: w.code("counted-entity", &list.entity).to_owned(),
        state: say::state(w, meta, &list.state, phase),
        rows: match list.encoded {
            true => format!("{} {}", say::grouped(w, list.rows), w.t("lists-encoded")),
            false => say::grouped(w, list.rows),
        },
        aside: say::grouped(w, list.aside),
        received: say::short_date(w, list.received_at.date(Default::default())),
        troubles: list.troubles.iter().map(trouble).collect(),
    }
}

fn missing(f: &Frame, centre: &DataCentre) -> Vec<String> {
    let line = |missing: &node::acts::counting::Missing| {
        let entity = f.words.code("counted-entity", &missing.entity).to_owned();
        format!("{} · {} · {entity}", missing.agency, days(f, &missing.from, &missing.to))
    };
    centre.missing.iter().map(line).collect()
}

fn releases(f: &Frame, centre: &DataCentre) -> Vec<ReleaseView> {
    let w = f.words;
    let meta = <model::kinds::Publication as model::Kind>::META;
    let view = |release: &node::acts::counting::Release| {
        let phase = meta.lifecycle.state(&release.state).map_or("open", |state| state.phase.code());
        ReleaseView {
            href: f.url(&format!("/data-centre/release/{}", release.id)),
            code: release.code.clone(),
            table: w.code("release-table", &release.table).to_owned(),
            period: period(w, &release.period),
            state: say::state(w, meta, &release.state, phase),
            count: say::grouped(w, release.estimate),
        }
    };
    centre.releases.iter().map(view).collect()
}
