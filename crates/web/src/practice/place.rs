//! `/service/{id}/place`: a place for the child of a service: what is free, what fits, the line, taking and giving back.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::Id;
use node::Error;
use node::acts::places::{LeavePlace, ListPlaces, TakePlace};

use super::places::{BandView, band};
use crate::casework::OnePath;
use crate::casework::form_page::shown;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw_with};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "practice/place.html")]
struct PlacePage {
    f: Frame,
    id: String,
    /// Where the child stands: what to say, and whether it is a wait.
    stay: Option<String>,
    rows: Vec<Offer>,
    refused: Option<String>,
}

struct Offer {
    name: String,
    band: BandView,
    fits: bool,
    /// What the button says, where there is one.
    button: Option<String>,
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    show(&state, &who, id, None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let (actor, act) = (&who.session.actor, posted.act(&state));
    let (done_slug, result) = match posted.text("band").parse::<Id>() {
        Ok(band) => {
            let take = TakePlace { service: id, band };
            ("take-place", state.node.perform_as(act, actor, take).await)
        }
        Err(_) => ("leave-place", state.node.perform_as(act, actor, LeavePlace { service: id }).await),
    };
    match result {
        Ok(_) => Ok(done(&state, &format!("/service/{id}/place"), done_slug)),
        Err(error) => show(&state, &who, id, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, id: Id, error: Option<&Error>) -> Answer {
    let places = state.node.perform(&who.session.actor, ListPlaces { service: Some(id) }).await?;
    let f = Frame::of(state, who);
    let (mut rows, mut stay) = (Vec::new(), None);
    for place in places.iter().filter(|place| place.active) {
        for one in &place.bands {
            let mine = one.stay.as_ref();
            if let Some(mine) = mine {
                let at = mine.position.to_string();
                let key = if mine.state == "waiting" { "place-waiting" } else { "place-taken" };
                stay = Some(f.words.with(key, &[("place", &place.name), ("position", &at)]).into_owned());
            }
            let turn = mine.is_some_and(|mine| mine.position == 1) && one.band.free() > 0;
            let free = one.band.free() > 0 && one.band.waiting == 0;
            let key = match (turn, free) {
                (true, _) | (_, true) => "place-take",
                _ => "place-wait",
            };
            rows.push((
                mine.is_some(),
                turn,
                Offer {
                    name: place.name.clone(),
                    band: band(&f, &one.band),
                    fits: one.fits.unwrap_or(false),
                    button: Some(f.t(key).into_owned()),
                },
            ));
        }
    }
    // Whoever has a place or waits for one asks for no other; only their own turn is offered.
    let asked = stay.is_some();
    let rows = rows.into_iter().map(|(_, turn, mut offer)| {
        if !offer.fits || (asked && !turn) {
            offer.button = None;
        }
        offer
    });
    let mut rows: Vec<Offer> = rows.collect();
    rows.sort_by_key(|offer| (offer.button.is_none(), !offer.fits));
    let refused = match error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(f.words).text),
        _ => None,
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    draw_with(status, &PlacePage { id: id.to_string(), stay, rows, refused, f })
}
