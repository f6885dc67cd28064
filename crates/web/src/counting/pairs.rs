//! `/data-centre/pairs`: the review queue, and one pair side by side.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::Id;
use node::Error;
use node::acts::counting::{DecidePair, ListPairs, PairRow, UndoDecision, ViewPair};

use super::reconcile::cells;
use super::{may, weights};
use crate::casework::form_page::shown;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw, draw_with};
use crate::i18n::Words;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "counting/pairs.html")]
struct PairsPage {
    f: Frame,
    may_decide: bool,
    waiting: Vec<PairView>,
    decided: Vec<PairView>,
}

/// A pair in words.
struct PairView {
    href: String,
    agencies: String,
    chance: String,
    why: String,
    verdict: Option<String>,
}

/// Pairs listed at once; the queue is worked off from its top.
const SHOWN: usize = 50;

fn chance(w: Words, score: i64) -> String {
    let share = 100.0 / (1.0 + (-(score as f64) / 1024.0).exp2());
    let text = match share {
        share if share < 1.0 => "< 1 %".to_owned(),
        share if share > 99.0 => "> 99 %".to_owned(),
        share => format!("{share:.0} %"),
    };
    if w.lang == model::Lang::Id { text } else { text.replace(" %", "%") }
}

fn view(f: &Frame, pair: &PairRow) -> PairView {
    let w = f.words;
    let verdict = |verdict: &String| match verdict.as_str() {
        "same" => w.t("pair-one-child").into_owned(),
        "different" => w.t("pair-two-children").into_owned(),
        _ => w.t("pairs-unsure").into_owned(),
    };
    PairView {
        href: f.url(&format!("/data-centre/pairs/{}", pair.id)),
        agencies: format!("{} ↔ {}", pair.agencies.0, pair.agencies.1),
        chance: chance(w, pair.score),
        why: w.t(&format!("why-{}", pair.why)).into_owned(),
        verdict: pair.verdict.as_ref().map(verdict),
    }
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let queue = state.node.perform(&who.session.actor, ListPairs).await?;
    let f = Frame::of(&state, &who);
    let page = PairsPage {
        may_decide: may(&who, "decide", "linkage-pair", f.now),
        waiting: queue.waiting.iter().take(SHOWN).map(|pair| view(&f, pair)).collect(),
        decided: queue.decided.iter().take(SHOWN).map(|pair| view(&f, pair)).collect(),
        f,
    };
    draw(&page)
}

#[derive(Template)]
#[template(path = "counting/pair.html")]
struct PairPage {
    f: Frame,
    action: String,
    chance: String,
    why: String,
    joined: bool,
    verdict: Option<String>,
    agencies: (String, String),
    cells: Vec<CellView>,
    drawing: String,
    weights: Vec<(String, String, String, String)>,
    next: Option<String>,
    refused: Option<String>,
}

/// One column of both rows.
struct CellView {
    label: String,
    one: Option<String>,
    other: Option<String>,
    same: bool,
}

pub(crate) async fn pair(State(state): State<WebState>, who: SignedIn, Path(id): Path<Id>) -> Answer {
    show(&state, &who, id, None).await
}

pub(crate) async fn decide(
    State(state): State<WebState>,
    who: SignedIn,
    Path(id): Path<Id>,
    posted: Posted,
) -> Answer {
    let (act, actor) = (posted.act(&state), &who.session.actor);
    let verdict = posted.text("verdict").to_owned();
    let here = format!("/data-centre/pairs/{id}");
    let answered = match verdict.as_str() {
        "undo" => state.node.perform_as(act, actor, UndoDecision { pair: id }).await.map(|_| "undo-decision"),
        _ => state.node.perform_as(act, actor, DecidePair { pair: id, verdict }).await.map(|_| "decide-pair"),
    };
    match answered {
        Ok(act) => Ok(done(&state, &here, act)),
        Err(error) => show(&state, &who, id, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, id: Id, error: Option<&Error>) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewPair { pair: id }).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let (one, other) = (cells(w, &found.rows.0.cells), cells(w, &found.rows.1.cells));
    let rows = one.into_iter().zip(other).map(|((label, one), (_, other))| CellView {
        same: one.is_some() && one == other,
        label,
        one,
        other,
    });
    let nothing = |text: &Option<String>| text.as_deref() == Some("");
    let verdict = |verdict: &String| match verdict.as_str() {
        "same" => w.t("pair-verdict-same").into_owned(),
        "different" => w.t("pair-verdict-different").into_owned(),
        _ => w.t("pair-verdict-unsure").into_owned(),
    };
    let refused = match error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(w).text),
        Some(_) => Some(w.t("error-invalid.text").into_owned()),
        None => None,
    };
    let status = if refused.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    let page = PairPage {
        action: f.url(&format!("/data-centre/pairs/{id}")),
        chance: chance(w, found.pair.score),
        why: w.t(&format!("why-{}", found.pair.why)).into_owned(),
        joined: found.pair.joined,
        verdict: found.pair.verdict.as_ref().map(verdict),
        agencies: found.pair.agencies.clone(),
        cells: rows.filter(|row| !(nothing(&row.one) && nothing(&row.other))).collect(),
        drawing: weights::draw(w, &found.weights),
        weights: found
            .weights
            .iter()
            .map(|weight| {
                (
                    w.t(&format!("field-{}", weight.field)).into_owned(),
                    w.t(&format!("level-{}", weight.level)).into_owned(),
                    weights::bits(w, weight.weight),
                    weights::bits(w, weight.household),
                )
            })
            .collect(),
        next: found.next.map(|next| f.url(&format!("/data-centre/pairs/{next}"))),
        refused,
        f,
    };
    draw_with(status, &page)
}
