//! `/triage`: everything that came in and waits for a decision, for whoever supervises the desk.

use askama::Template;
use axum::extract::State;
use node::acts::intake::{BoardCard, BoardColumn, ViewBoard};

use super::clocks;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "intake/board.html")]
struct BoardPage {
    f: Frame,
    columns: Vec<Column>,
}

struct Column {
    title: String,
    total: i64,
    cards: Vec<Card>,
    /// What to do when there is nothing.
    empty: String,
}

struct Card {
    href: String,
    code: String,
    about: String,
    custodian: String,
    danger: Option<Badge>,
    quality: Option<u8>,
    /// The time limit that is up first, or is over.
    clock: Option<(String, Badge)>,
    alike: Vec<(String, String, u8)>,
    merged: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let board = state.node.perform(&who.session.actor, ViewBoard).await?;
    let f = Frame::of(&state, &who);
    let columns = board.columns.iter().map(|column| drawn(&f, column)).collect();
    draw(&BoardPage { columns, f })
}

fn drawn(f: &Frame, column: &BoardColumn) -> Column {
    Column {
        title: f.words.code("report-state", column.state).to_owned(),
        total: column.total,
        cards: column.cards.iter().map(|card| drawn_card(f, card)).collect(),
        empty: f.t(&format!("board-empty-{}", column.state)).into_owned(),
    }
}

fn drawn_card(f: &Frame, card: &BoardCard) -> Card {
    let envelope = &card.envelope;
    let code = |list: &str, code: &str| (!code.is_empty()).then(|| f.words.code(list, code).to_owned());
    let about = [
        code("report-channel", &card.channel),
        code("call-type", &card.call_type),
        code("triage-outcome", &card.outcome),
        envelope.region.as_deref().map(say::region),
        Some(say::ago(f.words, envelope.opened_at, f.now)),
    ];
    let danger = match card.danger.as_str() {
        "true" => Some(Badge { text: f.t("board-danger").into_owned(), tone: "urgent" }),
        "unknown" => Some(Badge { text: f.t("board-danger-unknown").into_owned(), tone: "high" }),
        _ => None,
    };
    let open = card.clocks.iter().find(|clock| clock.is_open());
    let alike = card.alike.iter().map(|(id, code, score)| {
        (f.url(&format!("/report/{}/same?with={id}", envelope.id)), code.clone(), *score)
    });
    Card {
        href: f.url(&format!("/report/{}", envelope.id)),
        code: envelope.code.clone(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        custodian: card.custodian.clone(),
        danger,
        quality: card.quality,
        clock: open.map(|clock| (clocks::label(f.words, &clock.clock), clocks::badge(f.words, clock, f.now))),
        alike: alike.collect(),
        merged: (!card.merged.is_empty())
            .then(|| f.words.with("board-merged", &[("codes", &card.merged.join(", "))]).into_owned()),
    }
}
