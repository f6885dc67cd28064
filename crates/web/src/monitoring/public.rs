//! `/publik/indikator`: public indicators, one by one, and as files. No cookie, no account, no trace.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::Uri;
use model::{Id, regions};

use super::words::{COUNTRY, Card, Told, area, areas, card, told};
use crate::casework::OnePath;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::draw;
use crate::public::Around;
use crate::session::Anyone;
use crate::state::WebState;
use crate::visitor::query;

#[derive(Template)]
#[template(path = "monitoring/public.html")]
struct ListPage {
    a: Around,
    place: String,
    chooser: Control,
    cards: Vec<Card>,
}

#[derive(Template)]
#[template(path = "monitoring/public_one.html")]
struct OnePage {
    a: Around,
    t: Told,
    here: String,
    chooser: Control,
    files: Vec<(&'static str, String)>,
}

fn wanted(uri: &Uri) -> String {
    let asked = query(uri, "area").unwrap_or_default();
    let province = regions::get(&asked).filter(|region| region.parent.is_none());
    province.map_or(COUNTRY, |region| region.code).to_owned()
}

pub(crate) async fn list(State(state): State<WebState>, Anyone(visitor): Anyone, uri: Uri) -> Answer {
    let a = Around::new(&state, &visitor).await?;
    let (w, place) = (a.f.words, wanted(&uri));
    let found = state.node.public_indicators(w.lang, &place).await?;
    let cards = found
        .iter()
        .map(|row| card(w, row, format!("{}&area={place}", a.here(&format!("/publik/indikator/{}", row.id)))))
        .collect();
    let chooser = Control::new("area", w.t("mon-area"), Input::Select(areas(&place)));
    draw(&ListPage { place: area(&place), chooser, cards, a })
}

pub(crate) async fn one(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    OnePath(id): OnePath,
    uri: Uri,
) -> Answer {
    let place = wanted(&uri);
    let found = state.node.public_observations(id, Some(&place)).await?;
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let t = told(w, &found, &place);
    let files = [("CSV", "csv"), ("JSON", "json"), ("SDMX-CSV", "sdmx")]
        .map(|(name, form)| (name, a.f.url(&format!("/publik/indikator/{id}/{form}"))))
        .to_vec();
    let chooser = Control::new("area", w.t("mon-area"), Input::Select(areas(&t.area)));
    draw(&OnePage { here: a.f.url(&format!("/publik/indikator/{id}")), chooser, files, t, a })
}

pub(crate) async fn file(State(state): State<WebState>, Path((id, form)): Path<(String, String)>) -> Answer {
    let id: Id = id.parse().map_err(|_| Fault::NOT_FOUND)?;
    let found = state.node.public_observations(id, None).await?;
    super::indicator::file(&found, &form)
}
