//! `/monitoring`: open alerts first, then every indicator with its latest number, for the country or one province.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use model::{Kind, kinds};
use node::acts::monitoring::ViewMonitoring;

use super::may;
use super::words::{Card, area, areas, card};
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "monitoring/home.html")]
struct HomePage {
    f: Frame,
    place: String,
    chooser: Control,
    alerts: Vec<Alert>,
    cards: Vec<Card>,
    may_open: bool,
    may_import: bool,
    ways: Vec<(String, String)>,
}

/// An open alert in words.
struct Alert {
    href: String,
    title: String,
    code: String,
    state: Badge,
    importance: Badge,
    about: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let wanted = query(&uri, "area").filter(|code| !code.is_empty());
    let found = state.node.perform(&who.session.actor, ViewMonitoring { area: wanted }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let alerts = found.alerts.iter().map(|one| Alert {
        href: f.url(&format!("/rule-alert/{}", one.id)),
        title: one.title.clone(),
        code: one.code.clone(),
        state: say::state(w, kinds::RuleAlert::META, &one.state, &one.phase),
        importance: Badge {
            text: w.code("alert-importance", &one.importance).to_owned(),
            tone: if one.importance == "high" { "high" } else { "plain" },
        },
        about: format!("{} · {}", one.post, say::ago(w, one.since, f.now)),
    });
    let cards = found.indicators.iter().map(|row| {
        let href = f.url(&format!("/monitoring/indicator/{}?area={}", row.id, found.area));
        card(w, row, href)
    });
    let ways = [
        ("view-agency", "/monitoring/agency", "list", "indicator"),
        ("kind-indicator.plural", "/indicator", "list", "indicator"),
        ("kind-alert-rule.plural", "/alert-rule", "list", "alert-rule"),
        ("kind-rule-alert.plural", "/rule-alert", "list", "rule-alert"),
        ("kind-brief.plural", "/brief", "list", "brief"),
        ("view-funding", "/monitoring/funding", "list", "programme"),
        ("view-treaty-report", "/monitoring/treaty", "list", "recommendation"),
    ];
    let ways = ways
        .into_iter()
        .filter(|(_, _, verb, kind)| may(&state, &who, verb, kind))
        .map(|(label, path, ..)| (w.t(label).into_owned(), f.url(path)));
    let page = HomePage {
        place: area(&found.area),
        chooser: Control::new("area", w.t("mon-area"), Input::Select(areas(&found.area))),
        alerts: alerts.collect(),
        cards: cards.collect(),
        may_open: may(&state, &who, "open", "indicator"),
        may_import: may(&state, &who, "import", "indicator"),
        ways: ways.collect(),
        f,
    };
    draw(&page)
}
