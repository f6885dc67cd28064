//! `/first-days`: for whoever is new in a post.

use axum::extract::State;
use node::acts::learning::{FirstDays, HeldKind, NewPost};

use super::cards::{Card, CardsPage, Line};
use super::need_line;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let posts = state.node.perform(&who.session.actor, FirstDays).await?;
    let f = Frame::of(&state, &who);
    let t = |key: &str| f.t(key).into_owned();
    let page = CardsPage {
        title: t("first-days"),
        lead: t("days-lead"),
        back: Some((t("view-learning"), f.url("/learning"))),
        links: vec![
            (t("day"), f.url("/")),
            (t("calendar"), f.url("/calendar")),
            (t("days-how-we-speak"), f.url("/istilah")),
        ],
        cards: posts.iter().flat_map(|post| cards(&f, post)).collect(),
        f,
    };
    draw(&page)
}

fn cards(f: &Frame, post: &NewPost) -> Vec<Card> {
    let w = f.words;
    let t = |key: &str| f.t(key).into_owned();
    let since = say::date(w, post.since.date(Default::default()));
    let about = match &post.above {
        Some(above) => w.with("days-since-under", &[("when", &since), ("above", above)]),
        None => w.with("days-since", &[("when", &since)]),
    };
    let handover = post.handover.iter().map(|(id, state)| Line {
        href: Some(f.url(&format!("/handover/{id}"))),
        text: t("kind-handover"),
        badge: Some(Badge { text: w.code("custody-state", state).to_owned(), tone: "waiting" }),
        ..Line::default()
    });
    let practice = post.practice.iter().map(|(id, title)| Line {
        href: Some(f.url(&format!("/practice-note/{id}"))),
        text: title.clone(),
        ..Line::default()
    });
    vec![
        Card {
            title: post.title.clone(),
            about: about.into_owned(),
            empty: t("days-holds-nothing"),
            lines: post.held.iter().map(|held| held_line(f, held)).collect(),
        },
        Card {
            title: t("days-handover"),
            empty: t("days-no-handover"),
            lines: handover.collect(),
            ..Card::default()
        },
        Card {
            title: t("days-practice"),
            empty: t("days-no-practice"),
            lines: practice.collect(),
            ..Card::default()
        },
        Card {
            title: t("learning-needs"),
            empty: t("learning-needs-empty"),
            lines: post.needs.iter().map(|need| need_line(f, need)).collect(),
            ..Card::default()
        },
    ]
}

fn held_line(f: &Frame, held: &HeldKind) -> Line {
    let w = f.words;
    let badge = match (held.late, held.week) {
        (0, 0) => None,
        (0, week) => Some(Badge { text: w.count("days-week", week).into_owned(), tone: "waiting" }),
        (late, _) => Some(Badge { text: w.count("days-late", late).into_owned(), tone: "late" }),
    };
    Line {
        href: Some(f.url(&format!("/{}?phase=open", held.kind))),
        text: f.t(&format!("kind-{}.plural", held.kind)).into_owned(),
        about: w.count("list-total", held.count).into_owned(),
        badge,
        button: None,
    }
}
