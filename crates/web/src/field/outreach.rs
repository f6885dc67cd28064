//! `/outreach`: communities by region, those without a visit for months, planned rounds. Never a child.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use node::acts::field::{CommunityRow, ViewCoverage};

use crate::error::Answer;
use crate::forms::Choice;
use crate::frame::{Frame, draw};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "field/outreach.html")]
struct OutreachPage {
    f: Frame,
    months: Vec<Choice>,
    regions: Vec<(String, String)>,
    waiting: Vec<Row>,
    planned: Vec<Row>,
    findings: i64,
    may_open: bool,
}

struct Row {
    href: String,
    name: String,
    region: String,
    about: String,
}

/// Months to choose from.
const MONTHS: [i64; 4] = [1, 3, 6, 12];

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let months = query(&uri, "months").and_then(|text| text.parse().ok());
    let months = months.filter(|months| MONTHS.contains(months)).unwrap_or(3);
    let coverage = state.node.perform(&who.session.actor, ViewCoverage { months }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let row = |row: &CommunityRow| {
        let visited = match row.visited_on {
            Some(day) => w.with("outreach-visited", &[("when", &say::date(w, day))]).into_owned(),
            None => w.t("outreach-never").into_owned(),
        };
        let planned =
            row.planned_on.map(|day| w.with("outreach-planned-on", &[("when", &say::date(w, day))]));
        Row {
            href: f.url(&format!("/community/{}", row.id)),
            name: row.name.clone(),
            region: say::region(&row.region),
            about: [Some(visited), planned.map(|text| text.into_owned())]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
        }
    };
    let share = |region: &node::acts::field::RegionCoverage| {
        let texts =
            [("visited", say::grouped(w, region.visited)), ("all", say::grouped(w, region.communities))];
        let texts = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
        (say::region(&region.region), w.with("outreach-share", &texts).into_owned())
    };
    let page = OutreachPage {
        months: MONTHS
            .iter()
            .map(|n| Choice::new(&n.to_string(), w.count("outreach-months", *n), *n == months))
            .collect(),
        regions: coverage.regions.iter().map(share).collect(),
        waiting: coverage.waiting.iter().map(row).collect(),
        planned: coverage.planned.iter().map(row).collect(),
        findings: coverage.open_findings,
        may_open: super::may(&state, &who, "open", "community"),
        f,
    };
    draw(&page)
}
