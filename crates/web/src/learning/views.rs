//! `/suara` and `/suara/{id}`: what children and young people are asked, what they said, what changed because of them, and a form for one more
//! view. No account, no name, no cookie.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::{Id, Lang, ProblemCode};
use node::acts::intake::Source;
use node::acts::learning::TellView;
use node::public::{PublicView, Topic};
use node::{Actor, Challenge, Error, ProofOfWork};

use crate::casework::OnePath;
use crate::error::{Answer, Fault};
use crate::forms::{Control, Form, Input, Section, of_list};
use crate::frame::{draw, draw_with};
use crate::i18n::Words;
use crate::public::Around;
use crate::session::{Anyone, Open, Posted};
use crate::state::WebState;
use crate::visitor::Visitor;

#[derive(Template)]
#[template(path = "learning/topics.html")]
struct TopicsPage {
    a: Around,
    /// Address, title, about, how many views.
    rows: Vec<(String, String, String, String)>,
}

#[derive(Template)]
#[template(path = "learning/topic.html")]
struct TopicPage {
    a: Around,
    here: String,
    title: String,
    words: String,
    open: bool,
    /// Age band, what was said, what was answered, what changed.
    views: Vec<(String, PublicView)>,
    form: Form,
    controls: Vec<Control>,
    act: Id,
    challenge: Challenge,
    refused: Option<String>,
    sent: bool,
}

fn of(w: Words, both: &[String; 2]) -> &str {
    let [id, en] = both;
    if w.lang == Lang::En { en } else { id }
}

pub(crate) async fn list(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let found = state.node.topics().await?;
    let a = Around::new(&state, &visitor).await?;
    let w = a.f.words;
    let row = |topic: &Topic| {
        let kind = w.code("view-about", &topic.kind).to_owned();
        let open = w.t(if topic.open { "views-open" } else { "views-closed" });
        let href = a.here(&format!("/suara/{}", topic.id));
        (
            href,
            of(w, &topic.title).to_owned(),
            format!("{kind} · {open}"),
            w.count("views-some", topic.views).into_owned(),
        )
    };
    let rows = found.iter().map(row).collect();
    draw(&TopicsPage { rows, a })
}

/// What was tried and what came of it.
struct Tried {
    act: Id,
    problems: Vec<model::Problem>,
    refused: Option<String>,
    status: StatusCode,
    sent: bool,
}

pub(crate) async fn one(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    OnePath(id): OnePath,
) -> Answer {
    let act = state.node.new_public_id();
    let tried = Tried { act, problems: Vec::new(), refused: None, status: StatusCode::OK, sent: false };
    show(&state, &visitor, id, &Posted::default(), tried).await
}

pub(crate) async fn send(
    State(state): State<WebState>,
    Anyone(visitor): Anyone,
    OnePath(id): OnePath,
    Open(posted): Open,
) -> Answer {
    let words = visitor.words;
    let act = posted.text("act").parse().unwrap_or_else(|_| state.node.new_public_id());
    let (challenge, nonce) = (posted.text("challenge"), posted.text("nonce"));
    let solved = !challenge.is_empty() && !nonce.is_empty();
    let view = TellView {
        topic: id,
        age_band: posted.text("age_band").to_owned(),
        said: posted.text("said").to_owned(),
        work: solved.then(|| ProofOfWork { challenge: challenge.to_owned(), nonce: nonce.to_owned() }),
        source: Some(Source(visitor.source.clone())),
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let mut tried = Tried { act, problems: Vec::new(), refused: None, status, sent: false };
    match state.node.perform_as(act, &Actor::public(words.lang), view).await {
        Ok(()) => (tried.sent, tried.status) = (true, StatusCode::OK),
        Err(Error::Invalid(problems)) => tried.problems = problems,
        Err(Error::TooMany(seconds)) => {
            tried.refused = Some(words.count("public-wait", (seconds + 59) / 60).into_owned());
            tried.status = StatusCode::TOO_MANY_REQUESTS;
        }
        Err(error @ (Error::Refused(_) | Error::Storage(_) | Error::Transient)) => {
            tried.status = Fault::from(error).status();
            tried.refused = Some(words.t("public-not-now").into_owned());
        }
        Err(error) => return Err(error.into()),
    }
    show(&state, &visitor, id, &posted, tried).await
}

async fn show(state: &WebState, visitor: &Visitor, id: Id, posted: &Posted, tried: Tried) -> Answer {
    let (topic, views) = state.node.topic(id).await?;
    let a = Around::new(state, visitor).await?;
    let w = a.f.words;
    let problem = |name: &str| {
        let problem = tried.problems.iter().find(|problem| problem.field == name)?;
        Some(match problem.code {
            ProblemCode::TooLong => w.t("casework-too-long").into_owned(),
            code => crate::forms::problem_text(w, code, None),
        })
    };
    let controls = vec![
        Control::new(
            "age_band",
            w.t("views-age"),
            Input::Radios(of_list(w, "age-band", posted.text("age_band"))),
        )
        .required()
        .problem(problem("age_band")),
        Control::new("said", w.t("views-said"), Input::Narrative(2_000))
            .hint(w.t("views-said.hint"))
            .required()
            .value(posted.text("said"))
            .problem(problem("said")),
    ];
    let section = Section { title: String::new(), controls: controls.clone() };
    let band = |view: PublicView| (w.code("age-band", &view.age_band).to_owned(), view);
    let page = TopicPage {
        here: a.here(&format!("/suara/{id}")),
        title: of(w, &topic.title).to_owned(),
        words: of(w, &topic.words).to_owned(),
        open: topic.open,
        views: views.into_iter().map(band).collect(),
        form: Form { sections: vec![section], elsewhere: Vec::new() },
        controls,
        act: tried.act,
        challenge: state.node.challenge(state.settings.public.difficulty),
        refused: tried.refused,
        sent: tried.sent,
        a,
    };
    draw_with(tried.status, &page)
}
