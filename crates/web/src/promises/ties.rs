//! `/promises/{id}`: what an entry comes from and leads to, and what of it the public reads.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::{Id, kinds};
use node::Error;
use node::acts::promises::{PublishEntry, TieEntries, Tied, UntieEntries, ViewTies, WithdrawEntry};

use crate::casework::OnePath;
use crate::casework::form_page::{problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "promises/ties.html")]
struct TiesPage {
    f: Frame,
    id: String,
    back: String,
    kind: String,
    code: String,
    state: Badge,
    lists: Vec<List>,
    tie: Option<Control>,
    leads_to: String,
    puts_out: bool,
    out: bool,
    changed_since: bool,
    may_put_out: bool,
    public: String,
    marks: Vec<(String, String, String, String)>,
    refused: Option<String>,
    reason: Control,
}

/// Things at one end.
struct List {
    title: String,
    empty: String,
    rows: Vec<Row>,
    /// Whether its ties may be taken away.
    loose: bool,
}

struct Row {
    id: String,
    href: String,
    kind: String,
    code: String,
    title: String,
    state: Badge,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    show(&state, &who, id, "", None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let (node, actor, act) = (&state.node, &who.session.actor, posted.act(&state));
    let (slug, result) = match posted.text("do") {
        "tie" => {
            let tie = TieEntries { from: id, to: posted.text("to").to_owned() };
            ("tie-entries", node.perform_as(act, actor, tie).await)
        }
        "untie" => {
            let to = posted.text("other").parse().map_err(|_| Fault::NOT_FOUND)?;
            ("untie-entries", node.perform_as(act, actor, UntieEntries { from: id, to }).await)
        }
        "put-out" => ("publish-entry", node.perform_as(act, actor, PublishEntry { id }).await),
        "withdraw" => {
            let reason = posted.text("reason").to_owned();
            ("withdraw-entry", node.perform_as(act, actor, WithdrawEntry { id, reason }).await)
        }
        _ => return Err(Fault::NOT_FOUND),
    };
    match result {
        Ok(_) => Ok(done(&state, &format!("/promises/{id}"), slug)),
        Err(error) => show(&state, &who, id, posted.text("to"), Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, id: Id, typed: &str, error: Option<&Error>) -> Answer {
    let ties = state.node.perform(&who.session.actor, ViewTies { id }).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let meta = kinds::by_slug(ties.kind).ok_or(Fault::NOT_FOUND)?;
    let list = |key: &str, some: &[Tied], loose: bool| List {
        title: w.t(&format!("ties-{key}")).into_owned(),
        empty: w.t(&format!("ties-{key}.empty")).into_owned(),
        rows: some.iter().map(|one| row(&f, one)).collect(),
        loose,
    };
    let mut lists = Vec::new();
    // An alert comes from its rule, and what it leads to stands in its own fields.
    if ties.kind != "rule-alert" {
        lists.push(list("from", &ties.from, false));
    }
    if !ties.leads_to.is_empty() {
        lists.push(list("to", &ties.to, ties.may_tie));
    }
    if ties.kind == "recommendation" {
        lists.push(list("cluster", &ties.cluster, false));
    }
    lists.push(list("practice", &ties.practice, false));
    let kinds: Vec<_> = ties.leads_to.iter().map(|kind| w.t(&format!("kind-{kind}"))).collect();
    let tie = ties.may_tie.then(|| {
        Control::new("to", w.t("ties-number"), Input::Line(24))
            .required()
            .value(typed)
            .hint(w.t("ties-number.hint"))
            .problem(problem(&f, error, "to"))
    });
    let refused = match error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(w).text),
        _ => None,
    };
    let page = TiesPage {
        id: id.to_string(),
        back: f.url(&format!("/{}/{id}", ties.kind)),
        kind: w.t(&format!("kind-{}", ties.kind)).into_owned(),
        code: ties.code.clone(),
        state: say::state(
            w,
            meta,
            &ties.state,
            meta.lifecycle.state(&ties.state).map_or("open", |s| s.phase.code()),
        ),
        lists,
        tie,
        leads_to: kinds.join(", "),
        puts_out: ["commitment", "recommendation"].contains(&ties.kind),
        out: ties.out,
        changed_since: ties.changed_since,
        may_put_out: ties.may_put_out,
        marks: super::glossary::marks(w, &ties.words),
        public: f.url(&format!("/janji/{id}")),
        reason: Control::new("reason", w.t("ties-withdraw-reason"), Input::Line(300))
            .required()
            .problem(problem(&f, error, "reason")),
        refused,
        f,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    draw_with(status, &page)
}

fn row(f: &Frame, one: &Tied) -> Row {
    let phase = |meta: &model::KindMeta| meta.lifecycle.state(&one.state).map_or("open", |s| s.phase.code());
    Row {
        id: one.id.to_string(),
        href: f.url(&format!("/{}/{}", one.kind, one.id)),
        kind: f.t(&format!("kind-{}", one.kind)).into_owned(),
        code: one.code.clone(),
        title: one.title.clone(),
        state: match kinds::by_slug(one.kind) {
            Some(meta) => say::state(f.words, meta, &one.state, phase(meta)),
            None => Badge { text: one.state.clone(), tone: "open" },
        },
    }
}
