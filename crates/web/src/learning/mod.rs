//! Pages of learning: one's own courses and badges, sessions, what posts need, first days in a post; checks of campaigns; and what the
//! public reads: learning pages, what children are asked, badges, open data.

pub(crate) mod badge;
pub(crate) mod campaign;
mod cards;
pub(crate) mod days;
pub(crate) mod home;
pub(crate) mod open_data;
pub(crate) mod pages;
pub(crate) mod sheet;
pub(crate) mod training;
pub(crate) mod views;

use node::acts::learning::{Need, NeedState};

use crate::frame::Frame;
use crate::i18n::Words;
use crate::say::{self, Badge};
use cards::Line;

/// The title of a post in the language of the page.
pub(crate) fn post_title(w: Words, need: &Need) -> String {
    if w.lang == model::Lang::En { need.title_en.clone() } else { need.title_id.clone() }
}

/// How a need stands.
pub(crate) fn standing(w: Words, need: &Need) -> Badge {
    let (key, tone) = match need.state {
        NeedState::Covered => ("need-covered", "closed"),
        NeedState::Expiring => ("need-expiring", "waiting"),
        NeedState::Expired => ("need-expired", "late"),
        NeedState::Missing => ("need-missing", "late"),
        NeedState::Vacant => ("need-vacant", "plain"),
    };
    Badge { text: w.t(key).into_owned(), tone }
}

/// A need as a line.
fn need_line(f: &Frame, need: &Need) -> Line {
    let w = f.words;
    let until = need
        .until
        .map(|until| w.with("badge-until", &[("when", &say::date(w, until.date(Default::default())))]));
    let about = [Some(post_title(w, need)), until.map(|text| text.into_owned())];
    Line {
        text: need.course_title.clone(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        badge: Some(standing(w, need)),
        ..Line::default()
    }
}
