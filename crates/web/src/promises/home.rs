//! `/promises`: what a minister sees first: commitments without a living owner, late ones, quiet ones.

use askama::Template;
use axum::extract::State;
use model::{Kind, kinds};
use node::acts::promises::{Group, PromiseRow, Promises, ViewPromises};

use super::may;
use crate::error::Answer;
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "promises/home.html")]
struct HomePage {
    f: Frame,
    found: Promises,
    lists: Vec<List>,
    groups: Vec<Grouped>,
    may_open: bool,
    may_import: bool,
    may_recommend: bool,
}

/// One of the lists.
struct List {
    id: &'static str,
    title: String,
    lead: String,
    rows: Vec<Row>,
    /// How many there are in all.
    all: i64,
    urgent: bool,
}

/// A commitment in words.
struct Row {
    href: String,
    ties: String,
    title: String,
    code: String,
    lead: String,
    state: Badge,
    due: Option<Badge>,
    still: String,
    post: String,
}

/// Days without movement by something.
struct Grouped {
    title: String,
    first: String,
    rows: Vec<(String, String, String, String)>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let found = state.node.perform(&who.session.actor, ViewPromises).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let list = |id: &'static str, rows: &[PromiseRow], all: i64| List {
        id,
        title: w.t(&format!("promises-{id}")).into_owned(),
        lead: w.t(&format!("promises-{id}.lead")).into_owned(),
        rows: rows.iter().map(|row| said(&f, row)).collect(),
        all,
        urgent: id == "unheld",
    };
    let listed = |rows: &[PromiseRow]| i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let lists = vec![
        list("unheld", &found.without_owner, found.unheld),
        list("late", &found.late, listed(&found.late)),
        list("still", &found.standing, listed(&found.standing)),
        list("ahead", &found.ahead, listed(&found.ahead)),
    ];
    let page = HomePage {
        lists,
        groups: groups(w, &found),
        may_open: may(&state, &who, "open", "commitment"),
        may_import: may(&state, &who, "import", "commitment"),
        may_recommend: may(&state, &who, "list", "recommendation"),
        found,
        f,
    };
    draw(&page)
}

fn said(f: &Frame, row: &PromiseRow) -> Row {
    let w = f.words;
    Row {
        href: f.url(&format!("/commitment/{}", row.id)),
        ties: f.url(&format!("/promises/{}", row.id)),
        title: row.title.clone(),
        code: row.code.clone(),
        lead: row.lead.clone(),
        state: say::state(w, kinds::Commitment::META, &row.state, &row.phase),
        due: row.due_at.map(|due| say::due(w, due, f.now, &row.phase)),
        still: w.count("promises-days", row.days).into_owned(),
        post: row.post.clone(),
    }
}

/// Groups of each table at most.
const MOST: usize = 12;

fn groups(w: Words, found: &Promises) -> Vec<Grouped> {
    let table = |key: &str, groups: &[Group], name: &dyn Fn(&str) -> String| Grouped {
        title: w.t(&format!("promises-by-{key}")).into_owned(),
        first: w.t(&format!("promises-{key}")).into_owned(),
        rows: groups
            .iter()
            .take(MOST)
            .map(|group| {
                let name =
                    if group.name.is_empty() { w.t("promises-none").into_owned() } else { name(&group.name) };
                let median = w.count("promises-days", group.median).into_owned();
                (name, say::grouped(w, group.open), say::grouped(w, group.overdue), median)
            })
            .collect(),
    };
    vec![
        table("attention", &found.by_attention, &|code| w.code("media-prominence", code).to_owned()),
        table("region", &found.by_region, &say::region),
        table("form", &found.by_form, &|code| w.code("exploitation-form", code).to_owned()),
        table("agency", &found.by_agency, &str::to_owned),
    ]
}
