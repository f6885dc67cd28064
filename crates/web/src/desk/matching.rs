//! `/network/matching`: who holds the matching keys, what is left of the budgets, how far the register is; `/case/{id}/match` asks.

use askama::Template;
use axum::extract::State;
use model::{Draft, Id, Kind, Problem, kinds};
use node::Error;
use node::acts::exchange::{AskMatch, EpochShown, MakeGuardianKey, ViewMatching};

use super::ids;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::casework::{OnePath, receivers};
use crate::error::Answer;
use crate::forms::{Choice, Control, FieldUse, FormBuilder, Input, Section, typed};
use crate::frame::{Frame, done, draw};
use crate::kinds::{as_declared, today};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/matching.html")]
struct MatchingPage {
    f: Frame,
    epochs: Vec<Epoch>,
    budgets: Vec<(String, String)>,
    evaluated: Vec<(String, String)>,
    keys: Vec<(String, String, String)>,
    lists: Vec<(String, String)>,
    may_operate: bool,
}

/// One epoch in words.
struct Epoch {
    code: String,
    state: Badge,
    time: String,
    guardians: Vec<(String, String)>,
    ready: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let shown = state.node.perform(&who.session.actor, ViewMatching).await?;
    let f = Frame::of(&state, &who);
    let w = f.words;
    let left = |(allowed, used): (u64, u64)| {
        let left = i64::try_from(allowed.saturating_sub(used)).unwrap_or(i64::MAX);
        let (points, all) =
            (say::grouped(w, left), say::grouped(w, i64::try_from(allowed).unwrap_or(i64::MAX)));
        let questions = (left / 24).to_string();
        w.with("matching-left", &[("points", &points), ("all", &all), ("questions", &questions)]).into_owned()
    };
    let own = shown.own.map(|own| (f.t("matching-own").into_owned(), left(own)));
    let post = shown.post.map(|post| (f.t("matching-post").into_owned(), left(post)));
    let holds = |kind: &str| node::access::holds_right(&who.session.actor, "list", kind, f.now).allows();
    let mut lists = Vec::new();
    if holds("match-query") {
        let asked = shown.asked.to_string();
        lists.push((w.with("matching-asked", &[("n", &asked)]).into_owned(), f.url("/match-query")));
    }
    if holds("match-hit") {
        lists.push((f.t("kind-match-hit.plural").into_owned(), f.url("/match-hit")));
    }
    let keys = shown.keys.iter().map(|(epoch, key, there)| {
        let state = f.t(if *there { "matching-key-there" } else { "matching-key-gone" });
        (epoch.clone(), key.clone(), state.into_owned())
    });
    draw(&MatchingPage {
        epochs: shown.epochs.iter().map(|one| epoch(&f, one)).collect(),
        budgets: own.into_iter().chain(post).collect(),
        evaluated: shown
            .evaluated
            .iter()
            .map(|(member, used, allowed)| (member.clone(), left((*allowed, *used))))
            .collect(),
        keys: keys.collect(),
        lists,
        may_operate: shown.may_operate,
        f,
    })
}

fn epoch(f: &Frame, one: &EpochShown) -> Epoch {
    let w = f.words;
    let tone = match one.state {
        "now" => "ok",
        "prepared" => "open",
        "incomplete" => "soon",
        _ => "",
    };
    let (from, until) = (say::time(w, one.time.0), say::time(w, one.time.1));
    let guardians = one.guardians.iter().map(|(member, key, budget, own)| {
        let short: String = key.chars().take(16).collect();
        let budget = say::grouped(w, i64::from(*budget));
        let name =
            if *own { w.with("matching-ours", &[("who", member)]).into_owned() } else { member.clone() };
        (name, w.with("matching-guardian", &[("budget", &budget), ("key", &short)]).into_owned())
    });
    let living = matches!(one.state, "now" | "prepared");
    let ready = say::grouped(w, one.ready);
    Epoch {
        code: one.code.clone(),
        state: Badge { text: f.t(&format!("matching-state-{}", one.state)).into_owned(), tone },
        time: w.with("matching-time", &[("from", &from), ("until", &until)]).into_owned(),
        guardians: guardians.collect(),
        ready: living.then(|| w.with("matching-ready", &[("n", &ready)]).into_owned()),
    }
}

/// `/network/matching/key`: a guardian draws its key.
pub(crate) async fn key_form(State(state): State<WebState>, who: SignedIn) -> Answer {
    key_page(&state, &who, "", None).await
}

pub(crate) async fn make_key(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let epoch = posted.text("epoch").trim().to_owned();
    let make = MakeGuardianKey { epoch: epoch.clone() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, make).await {
        Ok(_) => Ok(done(&state, "/network/matching", "make-guardian-key")),
        Err(error) => key_page(&state, &who, &epoch, Some(&shown(error)?)).await,
    }
}

async fn key_page(state: &WebState, who: &SignedIn, epoch: &str, error: Option<&Error>) -> Answer {
    if !state.node.perform(&who.session.actor, ViewMatching).await?.may_operate {
        return Err(Error::Denied("no-right").into());
    }
    let f = Frame::of(state, who);
    let control = Control::new("epoch", f.t("directory-field-epoch"), Input::Line(20))
        .required()
        .value(epoch)
        .hint(f.t("directory-field-epoch.hint"))
        .problem(problem(&f, error, "epoch"));
    let mut page =
        ActPage::new(f, "make-guardian-key", "/network/matching/key", "/network/matching", vec![control]);
    page.lead = vec![page.f.t("make-guardian-key-lead").into_owned()];
    page.warning = vec![page.f.t("make-guardian-key-warning").into_owned()];
    page.refused(error).answer()
}

/// What the form asks; the rest comes later.
const FIELDS: [&str; 4] = ["purpose", "legal_basis", "reason", "needed_by"];

fn fields() -> Vec<FieldUse> {
    let meta = kinds::MatchQuery::META;
    FIELDS.iter().filter_map(|name| meta.field(name)).map(|(_, field)| as_declared(field)).collect()
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn, path: OnePath) -> Answer {
    show(&state, &who, (path.0, &[], &Draft::default()), None).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    path: OnePath,
    posted: Posted,
) -> Answer {
    let (to, draft) = (ids(&posted, "to"), typed(&posted, &fields()));
    let ask = AskMatch { case: path.0, to: to.clone(), draft: draft.clone() };
    match state.node.perform_as(posted.act(&state), &who.session.actor, ask).await {
        Ok(opened) => Ok(done(&state, &format!("/match-query/{}", opened.id), "ask-match")),
        Err(error) => show(&state, &who, (path.0, &to, &draft), Some(&shown(error)?)).await,
    }
}

async fn show(
    state: &WebState,
    who: &SignedIn,
    (case, to, draft): (Id, &[Id], &Draft),
    error: Option<&Error>,
) -> Answer {
    let found = receivers::all(state, who).await?;
    let f = Frame::of(state, who);
    let choices: Vec<Choice> = receivers::organisations(&found, who)
        .into_iter()
        .map(|(organisation, name)| Choice::new(&organisation.to_string(), name, to.contains(&organisation)))
        .collect();
    let whom = Control::new("to", f.t("ask-match-whom"), Input::Checks(choices))
        .required()
        .hint(f.t("ask-match-whom.hint"))
        .problem(problem(&f, error, "to"));
    let problems: &[Problem] = match error {
        Some(Error::Invalid(problems)) => problems,
        _ => &[],
    };
    let builder =
        FormBuilder::new(f.words, kinds::MatchQuery::META, today(state), draft).problems(problems).flat();
    let controls: Vec<Control> =
        builder.build(&fields()).sections.into_iter().flat_map(|section| section.controls).collect();
    let (path, back) = (format!("/case/{case}/match"), format!("/case/{case}"));
    let mut page = ActPage::new(f, "ask-match", &path, &back, Vec::new());
    page.form.sections =
        vec![Section { title: String::new(), controls: controls.into_iter().chain([whom]).collect() }];
    page = page.refused(error);
    page.lead = vec![page.f.t("ask-match-lead").into_owned()];
    page.warning = vec![page.f.t("ask-match-warning").into_owned()];
    page.answer()
}
