//! `/learning`: one's own courses, tests and badges, what one's posts need, and where there is a seat.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use model::Id;
use node::acts::learning::{
    BadgeState, EnrolPost, Learning, MyBadge, MyCourse, OpenSession, SitTest, TakeBadge, ViewLearning,
    ViewTest,
};

use super::cards::{Button, Card, CardsPage, Line};
use super::need_line;
use crate::casework::OnePath;
use crate::casework::form_page::ActPage;
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let learning = state.node.perform(&who.session.actor, ViewLearning).await?;
    let f = Frame::of(&state, &who);
    let posts: Vec<Id> = who.session.actor.holdings_at(f.now).map(|holding| holding.post).collect();
    let t = |key: &str| f.t(key).into_owned();
    let mut links = vec![(t("first-days"), f.url("/first-days"))];
    if node::access::holds_right(&who.session.actor, "view", "training", f.now).allows() {
        links.push((t("view-training"), f.url("/training")));
    }
    let cards = cards(&f, &learning, posts.first().copied());
    let page = CardsPage { title: t("view-learning"), lead: t("learning-lead"), back: None, links, cards, f };
    draw(&page)
}

fn cards(f: &Frame, learning: &Learning, post: Option<Id>) -> Vec<Card> {
    let t = |key: &str| f.t(key).into_owned();
    vec![
        Card {
            title: t("learning-needs"),
            empty: t("learning-needs-empty"),
            lines: learning.needs.iter().map(|need| need_line(f, need)).collect(),
            ..Card::default()
        },
        Card {
            title: t("learning-courses"),
            empty: t("learning-courses-empty"),
            lines: learning.courses.iter().map(|course| course_line(f, course)).collect(),
            ..Card::default()
        },
        Card {
            title: t("learning-badges"),
            about: t("learning-badges-about"),
            empty: t("learning-badges-empty"),
            lines: learning.badges.iter().map(|badge| badge_line(f, badge)).collect(),
        },
        Card {
            title: t("learning-sessions"),
            empty: t("learning-sessions-empty"),
            lines: learning.sessions.iter().map(|session| session_line(f, session, post)).collect(),
            ..Card::default()
        },
    ]
}

fn day(f: &Frame, text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |day| say::date(f.words, day))
}

/// How an enrolment stands.
pub(super) fn state(f: &Frame, state: &str) -> Badge {
    let (key, tone) = match state {
        "attended" => ("enrolment-attended", "open"),
        "passed" => ("enrolment-passed", "closed"),
        "failed" => ("enrolment-failed", "late"),
        "no_show" => ("enrolment-no-show", "late"),
        _ => ("enrolment-registered", "open"),
    };
    Badge { text: f.t(key).into_owned(), tone }
}

fn course_line(f: &Frame, course: &MyCourse) -> Line {
    let w = f.words;
    let score = |key: &str, score: Option<i64>| {
        score.map(|score| w.with(key, &[("n", &score.to_string())]).into_owned())
    };
    let about = [
        Some(day(f, &course.starts_on)),
        score("learning-before", course.before),
        score("learning-after", course.after),
    ];
    let href = f.url(&format!("/learning/test/{}", course.id));
    Line {
        href: course.test.then_some(href),
        text: course.title.clone(),
        about: about.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        badge: Some(state(f, &course.state)),
        button: None,
    }
}

/// How a badge stands.
pub(super) fn badge_state(w: crate::i18n::Words, state: BadgeState) -> Badge {
    let (key, tone) = match state {
        BadgeState::Valid => ("badge-valid", "closed"),
        BadgeState::Expiring => ("badge-expiring", "waiting"),
        BadgeState::Expired => ("badge-expired", "late"),
        BadgeState::Revoked => ("badge-revoked", "late"),
    };
    Badge { text: w.t(key).into_owned(), tone }
}

fn badge_line(f: &Frame, badge: &MyBadge) -> Line {
    let w = f.words;
    let said = |at: model::Timestamp| say::date(w, at.date(Default::default()));
    let until = badge.until.map(|until| w.with("badge-until", &[("when", &said(until))]).into_owned());
    Line {
        href: Some(f.url(&format!("/learning/badge/{}", badge.id))),
        text: badge.title.clone(),
        about: [Some(said(badge.issued_at)), until].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        badge: Some(badge_state(w, badge.state)),
        button: None,
    }
}

fn session_line(f: &Frame, session: &OpenSession, post: Option<Id>) -> Line {
    let button = post.filter(|_| session.free > 0).map(|post| Button {
        action: f.url("/learning/enrol"),
        label: f.t("enrol-post").into_owned(),
        hidden: vec![("session", session.id.to_string()), ("post", post.to_string())],
    });
    Line {
        text: session.title.clone(),
        about: format!("{} · {}", day(f, &session.starts_on), f.words.count("learning-seats", session.free)),
        button,
        ..Line::default()
    }
}

/// `/learning/enrol`: takes a seat.
pub(crate) async fn enrol(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let id = |name: &str| posted.text(name).parse::<Id>().map_err(|_| Fault::NOT_FOUND);
    let act = EnrolPost { session: id("session")?, post: id("post")? };
    state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, "/learning", "enrol-post"))
}

/// `/learning/badge/{id}`: the badge as a file.
pub(crate) async fn badge(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let token = state.node.perform(&who.session.actor, TakeBadge { badge: id }).await?;
    let headers = [
        (CONTENT_TYPE, "application/vc+jwt"),
        (CONTENT_DISPOSITION, "attachment; filename=\"badge.jwt\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, token).into_response())
}

/// `/learning/test/{id}`: the questions.
pub(crate) async fn test(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let paper = state.node.perform(&who.session.actor, ViewTest { enrolment: id }).await?;
    let f = Frame::of(&state, &who);
    let control = |(at, question): (usize, &node::acts::learning::TestQuestion)| {
        let choices = question.choices.iter().enumerate();
        let choices = choices.map(|(line, text)| Choice::new(&(line + 1).to_string(), text.as_str(), false));
        let label = format!("{}. {}", at + 1, question.question);
        Control::new(&question.id.to_string(), label, Input::Radios(choices.collect())).required()
    };
    let controls = paper.questions.iter().enumerate().map(control).collect();
    let lead = f.t(if paper.after { "test-after" } else { "test-before" }).into_owned();
    let path = format!("/learning/test/{id}");
    let mut page = ActPage::new(f, "sit-test", &path, "/learning", controls);
    page.title = paper.title;
    page.lead = vec![lead, page.f.t("test-private").into_owned()];
    page.answer()
}

/// Scores the answers.
pub(crate) async fn sit(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let paper = state.node.perform(&who.session.actor, ViewTest { enrolment: id }).await?;
    let answered = paper
        .questions
        .iter()
        .filter_map(|question| Some((question.id, posted.text(&question.id.to_string()).parse().ok()?)));
    let answers: BTreeMap<Id, i64> = answered.collect();
    let act = SitTest { enrolment: id, answers };
    state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, "/learning", "sit-test"))
}
