//! Briefs as they are read: by whoever works on one, and by the public. Paper has the same words.

use askama::Template;
use axum::extract::State;
use model::{Kind, kinds};
use node::acts::monitoring::ReadBrief;
use node::monitoring::BriefText;

use super::words::{area, number, period};
use crate::casework::OnePath;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::public::Around;
use crate::say::{self, Badge};
use crate::session::{Anyone, SignedIn};
use crate::state::WebState;

/// A brief in words.
pub(super) struct Told {
    text: BriefText,
    /// Its numbers: name, area and period, value, source and caveat.
    numbers: Vec<(String, String, String, String)>,
    /// Bars of its numbers: of what, and what, how long of 320, the number.
    charts: Vec<super::paper::DrawnChart>,
    correction: String,
    withdrawn: bool,
    locked: String,
}

#[derive(Template)]
#[template(path = "monitoring/brief.html")]
struct BriefPage {
    f: Frame,
    t: Told,
    code: String,
    state: Badge,
    matter: String,
}

#[derive(Template)]
#[template(path = "monitoring/brief_public.html")]
struct PublicBriefPage {
    a: Around,
    t: Told,
    code: String,
    title: String,
    published: String,
    pdf: String,
}

#[derive(Template)]
#[template(path = "monitoring/briefs.html")]
struct BriefsPage {
    a: Around,
    rows: Vec<(String, String, String, String)>,
}

fn told(w: Words, text: BriefText, locked: Option<model::Timestamp>) -> Told {
    let numbers = text.numbers.iter().map(|one| {
        let counted = w.code("counted-entity", &one.counted_entity);
        let day = say::date(w, model::Timestamp::from_millis(one.observed_at).date(Default::default()));
        let about = format!("{} · {} · {counted}", area(&one.area), period(w, &one.period));
        let value = number(w, &one.unit, one.shown);
        (one.name.clone(), about, value, format!("{} · {day}. {}", one.source, one.caveat))
    });
    Told {
        numbers: numbers.collect(),
        charts: super::paper::drawn(w, &text.numbers),
        text,
        correction: String::new(),
        withdrawn: false,
        locked: locked.map(|at| say::time(w, at)).unwrap_or_default(),
    }
}

/// The brief as it will be read, or is.
pub(crate) async fn read(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let f = Frame::of(&state, &who);
    let lang = f.words.lang;
    let found = state.node.perform(&who.session.actor, ReadBrief { id, lang }).await?;
    let meta = kinds::Brief::META;
    let phase = meta.lifecycle.state(&found.state).map_or("open", |state| state.phase.code());
    let locked = found.locked_at.map(model::Timestamp::from_millis);
    let t = Told { correction: found.correction, ..told(f.words, found.text, locked) };
    let state = say::state(f.words, meta, &found.state, phase);
    draw(&BriefPage { t, code: found.code, state, matter: f.url(&format!("/brief/{id}")), f })
}

/// Published briefs.
pub(crate) async fn list(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let found = state.node.public_briefs(w.lang).await?;
    let rows = found.iter().map(|one| {
        let note = if one.withdrawn {
            w.t("brief-withdrawn").into_owned()
        } else if one.correction.is_empty() {
            String::new()
        } else {
            w.t("brief-corrected").into_owned()
        };
        let day = say::date(w, one.published_at.date(Default::default()));
        (
            a.here(&format!("/publik/ringkasan/{}", one.id)),
            one.title.clone(),
            format!("{} · {day}", one.code),
            note,
        )
    });
    draw(&BriefsPage { rows: rows.collect(), a })
}

/// A published brief.
pub(crate) async fn public(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    OnePath(id): OnePath,
) -> Answer {
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let found = state.node.public_brief(w.lang, id).await?;
    let empty = BriefText {
        title: found.title.clone(),
        audience: String::new(),
        paragraphs: Vec::new(),
        asks: Vec::new(),
        numbers: Vec::new(),
        citation: String::new(),
    };
    let t = Told {
        correction: found.correction,
        withdrawn: found.withdrawn,
        ..told(w, found.text.unwrap_or(empty), Some(found.locked_at))
    };
    let published = say::date(w, found.published_at.date(Default::default()));
    let pdf = a.here(&format!("/publik/ringkasan/{id}/pdf"));
    draw(&PublicBriefPage { t, code: found.code, title: found.title, published, pdf, a })
}
