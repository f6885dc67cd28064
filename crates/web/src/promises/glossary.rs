//! `/istilah`: words for what is done to children, and a check of a text. What is checked is kept nowhere.

use askama::Template;
use axum::extract::State;
use model::terms::{self, Class};

use crate::error::Answer;
use crate::frame::draw;
use crate::i18n::Words;
use crate::public::Around;
use crate::session::{Anyone, Open};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "promises/glossary.html")]
struct GlossaryPage {
    a: Around,
    text: String,
    /// Word, what to think of it, what to say instead, why.
    marks: Option<Vec<(String, String, String, String)>>,
    words: Vec<(String, &'static str, String, String, String)>,
}

/// Words of a text that should be said otherwise, each with what to say instead.
pub(super) fn marks(w: Words, text: &str) -> Vec<(String, String, String, String)> {
    let said = |mark: terms::Mark| {
        let class = w.t(class(mark.term.class)).into_owned();
        let word = text.get(mark.at).unwrap_or_default().to_owned();
        (word, class, mark.term.instead.to_owned(), mark.term.note.to_owned())
    };
    terms::check(text).into_iter().map(said).collect()
}

const fn class(class: Class) -> &'static str {
    match class {
        Class::Avoid => "terms-avoid",
        Class::Attention => "terms-attention",
        Class::Preferred => "terms-preferred",
    }
}

/// Characters of a text at most.
const MOST: usize = 8_000;

pub(crate) async fn form(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    show(Around::new(&state, &visitor).await?, None)
}

pub(crate) async fn send(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    Open(posted): Open,
) -> Answer {
    let text: String = posted.text("text").chars().take(MOST).collect();
    show(Around::new(&state, &visitor).await?, Some(text))
}

fn show(a: Around, text: Option<String>) -> Answer {
    let w = a.f.words;
    let tone = |class| match class {
        Class::Avoid => "late",
        Class::Attention => "waiting",
        Class::Preferred => "closed",
    };
    let words = terms::all().iter().filter(|term| term.lang == w.lang).map(|term| {
        let label = w.t(class(term.class)).into_owned();
        (term.term.to_owned(), tone(term.class), label, term.instead.to_owned(), term.note.to_owned())
    });
    let page = GlossaryPage {
        words: words.collect(),
        marks: text.as_deref().map(|text| marks(w, text)),
        text: text.unwrap_or_default(),
        a,
    };
    draw(&page)
}
