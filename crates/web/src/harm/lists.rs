//! `/hash-lists`: lists of hashes, looking one up, beginning and changing one's own, saying what one thinks. Digits alone are taken.

use askama::Template;
use axum::extract::State;
use node::Error;
use node::acts::harm::{
    ChangeHashList, HashListRow, JudgeHash, ListHashLists, LookUpHash, LookedUp, OpenHashList,
    SubscribeHashList,
};

use super::asked;
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, shown};
use crate::error::Answer;
use crate::forms::{Control, Input, of_list};
use crate::frame::{Frame, done, draw};
use crate::session::{Posted, SignedIn, must};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "harm/lists.html")]
struct ListsPage {
    f: Frame,
    rows: Vec<Row>,
    may_look: bool,
    may_keep: bool,
    may_challenge: bool,
    may_review: bool,
    may_submit: bool,
    may_raise: bool,
}

struct Row {
    row: HashListRow,
    role: String,
    readers: String,
    /// With how many members on other nodes it is shared.
    shared: String,
    last: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "harm/looked.html")]
struct LookedPage {
    f: Frame,
    met: Vec<Hit>,
}

/// Something that was met, in words.
struct Hit {
    review: String,
    hash: String,
    distance: String,
    standing: String,
    warned: bool,
    lists: String,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let found = state.node.perform(&who.session.actor, ListHashLists).await?;
    let f = Frame::of(&state, &who);
    let row = |row: HashListRow| Row {
        role: f.words.code("hash-list-role", &row.role).to_owned(),
        readers: f.words.count("hash-lists-readers", row.readers).into_owned(),
        shared: f.words.count("hash-lists-shared", row.shared).into_owned(),
        last: row.last.as_ref().map(|(at, said)| (crate::say::time(f.words, *at), said.clone())),
        row,
    };
    let may =
        |verb: &str, kind: &str| node::access::holds_right(&who.session.actor, verb, kind, f.now).allows();
    let page = ListsPage {
        rows: found.lists.into_iter().map(row).collect(),
        may_look: may("look-up", "hash-list"),
        may_keep: may("change", "hash-list"),
        may_challenge: may("list", "hash-challenge"),
        may_review: may("list", "signal-review"),
        may_submit: may("list", "hash-submission"),
        may_raise: may("list", "raised-challenge"),
        f,
    };
    draw(&page)
}

pub(crate) async fn subscribe(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let list = posted.text("list").parse().map_err(|_| Error::NotFound)?;
    let act = SubscribeHashList { list, on: posted.text("on") == "true" };
    state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, "/hash-lists", "subscribe-hash-list"))
}

fn hash_fields(f: &Frame, posted: &Posted, error: Option<&Error>) -> Vec<Control> {
    let kinds = of_list(f.words, "hash-kind", posted.text("kind"));
    vec![
        asked(f, posted, error, ("kind", "hash-kind"), Input::Radios(kinds)).required(),
        asked(f, posted, error, ("hash", "hash-digits"), Input::Line(2_000)).required(),
    ]
}

pub(crate) async fn look_form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show_look(&state, &who, &Posted::default(), None)
}

pub(crate) async fn look(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let act = LookUpHash {
        kind: posted.text("kind").to_owned(),
        hash: posted.text("hash").to_owned(),
        content_report: None,
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(found) => show_met(&state, &who, found),
        Err(error) => show_look(&state, &who, &posted, Some(&shown(error)?)),
    }
}

fn show_look(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let controls = hash_fields(&f, posted, error);
    let mut page =
        ActPage::new(f, "look-up-hash", "/hash-lists/look-up", "/hash-lists", controls).refused(error);
    page.lead = vec![page.f.t("look-up-hash-lead").into_owned()];
    page.answer()
}

fn show_met(state: &WebState, who: &SignedIn, found: LookedUp) -> Answer {
    let f = Frame::of(state, who);
    let hit = |met: node::acts::harm::Met| Hit {
        review: f.url(&format!("/signal-review/{}", met.review)),
        hash: format!("{}: {}", met.kind, met.hash),
        distance: f.words.count("unit-bits", i64::from(met.distance)).into_owned(),
        standing: f.t(&format!("standing-{}", met.standing)).into_owned(),
        warned: met.warned,
        lists: met
            .lists
            .iter()
            .map(|(name, owner)| format!("{name} ({owner})"))
            .collect::<Vec<_>>()
            .join(", "),
    };
    draw(&LookedPage { met: found.met.into_iter().map(hit).collect(), f })
}

pub(crate) async fn new_form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show_new(&state, &who, &Posted::default(), None)
}

pub(crate) async fn new(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let act = OpenHashList { name: posted.text("name").to_owned(), role: posted.text("role").to_owned() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, "/hash-lists", "open-hash-list")),
        Err(error) => show_new(&state, &who, &posted, Some(&shown(error)?)),
    }
}

fn show_new(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let roles = of_list(f.words, "hash-list-role", posted.text("role"));
    let controls = vec![
        asked(&f, posted, error, ("name", "hash-list-name"), Input::Line(80)).required(),
        asked(&f, posted, error, ("role", "hash-list-role"), Input::Radios(roles)).required(),
    ];
    ActPage::new(f, "open-hash-list", "/hash-lists/new", "/hash-lists", controls).refused(error).answer()
}

pub(crate) async fn change_form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show_change(&state, &who, &path, &Posted::default(), None)
}

pub(crate) async fn change(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let act = ChangeHashList {
        list: path.0,
        add: posted.text("add").to_owned(),
        remove: posted.text("remove").to_owned(),
        provenance: posted.text("provenance").to_owned(),
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, "/hash-lists", "change-hash-list")),
        Err(error) => show_change(&state, &who, &path, &posted, Some(&shown(error)?)),
    }
}

fn show_change(
    state: &WebState,
    who: &SignedIn,
    path: &OnePath,
    posted: &Posted,
    error: Option<&Error>,
) -> Answer {
    let f = Frame::of(state, who);
    must(state, who, "change", "hash-list")?;
    let controls = vec![
        asked(&f, posted, error, ("add", "hash-list-add"), Input::Narrative(70_000)),
        asked(&f, posted, error, ("remove", "hash-list-remove"), Input::Narrative(70_000)),
        asked(&f, posted, error, ("provenance", "hash-list-provenance"), Input::Line(400)).required(),
    ];
    let action = format!("/hash-lists/{}", path.0);
    let mut page = ActPage::new(f, "change-hash-list", &action, "/hash-lists", controls).refused(error);
    page.lead = vec![page.f.t("change-hash-list-lead").into_owned()];
    page.answer()
}

pub(crate) async fn judge_form(State(state): State<WebState>, who: SignedIn) -> Answer {
    show_judge(&state, &who, &Posted::default(), None)
}

pub(crate) async fn judge(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let act = JudgeHash {
        kind: posted.text("kind").to_owned(),
        hash: posted.text("hash").to_owned(),
        opinion: posted.text("opinion").parse().unwrap_or(u8::MAX),
        reason: posted.text("reason").to_owned(),
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(()) => Ok(done(&state, "/hash-lists", "judge-hash")),
        Err(error) => show_judge(&state, &who, &posted, Some(&shown(error)?)),
    }
}

fn show_judge(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let mut controls = hash_fields(&f, posted, error);
    let choice = |code: &str| {
        crate::forms::Choice::new(code, f.t(&format!("standing-{code}")), posted.text("opinion") == code)
    };
    let opinions = ["0", "1", "2"].into_iter().map(choice).collect();
    controls.push(asked(&f, posted, error, ("opinion", "hash-opinion"), Input::Radios(opinions)).required());
    controls.push(asked(&f, posted, error, ("reason", "hash-reason"), Input::Line(400)).required());
    ActPage::new(f, "judge-hash", "/hash-lists/judge", "/hash-lists", controls).refused(error).answer()
}
