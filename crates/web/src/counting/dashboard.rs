//! `/data-centre/dashboard`: the children of a period by province, form and age, each number with the noise of its cell.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use node::acts::counting::ViewDashboard;

use super::tables::{self, About, Table};
use super::{chooser, named, slice};
use crate::error::{Answer, Fault};
use crate::forms::Control;
use crate::frame::{Frame, draw};
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "counting/dashboard.html")]
struct DashboardPage {
    f: Frame,
    name: String,
    time: String,
    chooser: Vec<Control>,
    tables: Vec<(Table, String)>,
    notes: Vec<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, uri: Uri) -> Answer {
    let wanted = slice(&uri);
    let found = state.node.perform(&who.session.actor, ViewDashboard { slice: wanted.clone() }).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let (title, source) = (w.t("dc-figure").into_owned(), f.organisation.clone());
    let about =
        About { title: &title, source: &source, period: wanted.period.as_deref().unwrap_or_default() };
    let tables = found.tables.iter().map(|published| {
        let drawing = tables::drawing(w, published, &about)?;
        Ok::<_, Fault>((tables::table(w, published)?, drawing))
    });
    let page = DashboardPage {
        name: named(w, &wanted),
        time: say::time(w, found.at),
        // Provinces and forms stand in the tables.
        chooser: chooser(&f, &wanted, &found.years, &[]).into_iter().take(1).collect(),
        tables: tables.collect::<Result<_, _>>()?,
        notes: found.tables.first().map(|published| tables::notes(w, published)).unwrap_or_default(),
        f,
    };
    draw(&page)
}
