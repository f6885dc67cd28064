//! `/person/{id}/compare`: two records side by side, field by field, with the cases and roles in which each is known.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use model::Id;
use node::acts::people::{PersonView, ViewPerson};

use super::id_of;
use crate::casework::{OnePath, PERSON, hit, may};
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::say::{self, There};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "people/compare.html")]
struct ComparePage {
    f: Frame,
    sides: [Side; 2],
    rows: Vec<Row>,
    same: i64,
    differ: i64,
    /// Whether one of them is merged already.
    merged: bool,
    may_merge: bool,
    /// Who said that they are two people, if somebody has.
    decided: Option<String>,
}

/// One of the two.
pub(crate) struct Side {
    id: Id,
    name: String,
    about: String,
    /// Cases with the roles in them.
    matters: Vec<(String, String, String)>,
}

/// One field of both.
pub(crate) struct Row {
    label: String,
    texts: [String; 2],
    /// How the two stand to each other.
    how: How,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Same,
    Differ,
    OneOnly,
}

impl How {
    const fn key(self) -> &'static str {
        match self {
            Self::Same => "pair-same",
            Self::Differ => "pair-differs",
            Self::OneOnly => "pair-one-only",
        }
    }

    const fn tone(self) -> &'static str {
        match self {
            Self::Same => "open",
            Self::Differ => "late",
            Self::OneOnly => "plain",
        }
    }
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    uri: Uri,
) -> Answer {
    let other = id_of(&uri, "other")?;
    let actor = &who.session.actor;
    let one = state.node.perform(actor, ViewPerson { id }).await?;
    let two = state.node.perform(actor, ViewPerson { id: other }).await?;
    let f = Frame::of(&state, &who);
    let rows = rows(&f, &one, &two);
    let count = |how| i64::try_from(rows.iter().filter(|row| row.how == how).count()).unwrap_or(0);
    let page = ComparePage {
        same: count(How::Same),
        differ: count(How::Differ),
        merged: one.merged_into.or(two.merged_into).is_some(),
        may_merge: may(&state, &who, "merge", "person"),
        decided: one.distinct.iter().find(|one| one.other == other).map(|one| hit::decided(f.words, one)),
        sides: [side(&f, &one), side(&f, &two)],
        rows,
        f,
    };
    draw(&page)
}

fn side(f: &Frame, viewed: &PersonView) -> Side {
    let matters = viewed.matters.iter().map(|matter| {
        let link = hit::matter_link(f, matter);
        let roles = matter.roles.iter().map(|role| f.words.code("participation-role", role));
        (link.label, roles.collect::<Vec<_>>().join(", "), link.href)
    });
    Side {
        id: viewed.id,
        name: hit::name(f.words, &viewed.person),
        about: hit::about(f, &viewed.person),
        matters: matters.collect(),
    }
}

fn rows(f: &Frame, one: &PersonView, two: &PersonView) -> Vec<Row> {
    let mut rows = Vec::new();
    for ((field, left), (_, right)) in one.person.fields().zip(two.person.fields()) {
        let (left, right) = (say::value(f.words, field, left), say::value(f.words, field, right));
        let there = |said: &say::Said| said.there == There::Yes;
        let how = match (there(&left), there(&right)) {
            (false, false) => continue,
            (true, true) if left.text.to_lowercase() == right.text.to_lowercase() => How::Same,
            (true, true) => How::Differ,
            _ => How::OneOnly,
        };
        let label = f.words.field(PERSON.slug, field.name).into_owned();
        rows.push(Row { label, texts: [left.text, right.text], how });
    }
    // What differs is what has to be thought about.
    rows.sort_by_key(|row| match row.how {
        How::Differ => 0,
        How::Same => 1,
        How::OneOnly => 2,
    });
    rows
}
