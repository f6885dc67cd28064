//! `/training`: posts and what they need, what each role needs, and what the courses gave. `/training/need`: sets a need.

use axum::extract::State;
use node::Error;
use node::acts::learning::{CourseRow, SetRequirement, Training, ViewTraining};

use super::cards::{Button, Card, CardsPage, Line};
use super::need_line;
use crate::casework::form_page::{ActPage, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, done, draw};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

fn may_require(state: &WebState, who: &SignedIn) -> bool {
    node::access::holds_right(&who.session.actor, "require", "training", state.node.now()).allows()
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    let training = state.node.perform(&who.session.actor, ViewTraining).await?;
    let require = may_require(&state, &who);
    let f = Frame::of(&state, &who);
    let t = |key: &str| f.t(key).into_owned();
    let mut links = Vec::new();
    if require {
        links.push((t("set-requirement"), f.url("/training/need")));
    }
    links.push((t("kind-course.plural"), f.url("/course")));
    let page = CardsPage {
        title: t("view-training"),
        lead: t("training-lead"),
        back: Some((t("view-learning"), f.url("/learning"))),
        links,
        cards: cards(&f, &training, require),
        f,
    };
    draw(&page)
}

fn cards(f: &Frame, training: &Training, require: bool) -> Vec<Card> {
    let w = f.words;
    let t = |key: &str| f.t(key).into_owned();
    let (covered, all) = training.covered;
    let covered = w.with("training-covered", &[("some", &covered.to_string()), ("all", &all.to_string())]);
    let required = training.required.iter().map(|(role, course, title)| Line {
        text: title.clone(),
        about: w.code("ready-role", role).to_owned(),
        button: require.then(|| Button {
            action: f.url("/training/need"),
            label: t("training-lift"),
            hidden: vec![("role", role.clone()), ("course", course.to_string()), ("needed", "false".into())],
        }),
        ..Line::default()
    });
    vec![
        Card {
            title: t("training-posts"),
            about: if all == 0 { String::new() } else { covered.into_owned() },
            empty: t("training-posts-empty"),
            lines: training.needs.iter().map(|need| need_line(f, need)).collect(),
        },
        Card {
            title: t("training-required"),
            empty: t("training-required-empty"),
            lines: required.collect(),
            ..Card::default()
        },
        Card {
            title: t("training-results"),
            about: t("training-results-about"),
            empty: t("training-results-empty"),
            lines: training.courses.iter().map(|course| course_line(f, course)).collect(),
        },
    ]
}

fn course_line(f: &Frame, course: &CourseRow) -> Line {
    let w = f.words;
    let said = |key: &str, n: Option<i64>| {
        let n = n.map_or_else(|| w.t("training-few").into_owned(), |n| say::grouped(w, n));
        w.with(key, &[("n", &n)]).into_owned()
    };
    let figures = &course.figures;
    let about = [
        said("training-attended", figures.attended),
        said("training-passed", figures.passed),
        said("training-before", figures.before),
        said("training-after", figures.after),
    ];
    Line {
        href: Some(f.url(&format!("/course/{}", course.id))),
        text: course.title.clone(),
        about: about.join(" · "),
        ..Line::default()
    }
}

pub(crate) async fn form(State(state): State<WebState>, who: SignedIn) -> Answer {
    if !may_require(&state, &who) {
        return Err(Error::Denied("no-right").into());
    }
    show(&state, &who, None).await
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let act = SetRequirement {
        role: posted.text("role").to_owned(),
        course: posted.text("course").parse().map_err(|_| Fault::NOT_FOUND)?,
        needed: posted.text("needed") != "false",
    };
    match state.node.perform_as(posted.act(&state), &who.session.actor, act).await {
        Ok(_) => Ok(done(&state, "/training", "set-requirement")),
        Err(error) => show(&state, &who, Some(&shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, error: Option<&Error>) -> Answer {
    let training = state.node.perform(&who.session.actor, ViewTraining).await?;
    let f = Frame::of(state, who);
    let w = f.words;
    let courses = training.courses.iter();
    let courses = courses.map(|row| Choice::new(&row.id.to_string(), row.title.as_str(), false)).collect();
    let roles = training.roles.iter();
    let roles = roles.map(|role| Choice::new(role, w.code("ready-role", role), false)).collect();
    let controls = vec![
        Control::new("role", w.t("training-role"), Input::Select(roles)).required(),
        Control::new("course", w.t("kind-course"), Input::Select(courses)).required(),
    ];
    let lead = vec![w.t("training-need-lead").into_owned()];
    let mut page = ActPage::new(f, "set-requirement", "/training/need", "/training", controls).refused(error);
    page.lead = lead;
    page.answer()
}
