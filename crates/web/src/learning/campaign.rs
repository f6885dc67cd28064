//! `/campaign/{id}/check`: what still stands between a campaign and its start, and what was measured, each for itself. `/topics/{id}`: children
//! are asked what they think of a campaign or a policy.

use axum::extract::State;
use model::Id;
use node::Error;
use node::acts::learning::{
    CampaignCheck, CheckCampaign, CloseTopic, MarkedWord, OpenTopic, PromotedService,
};

use super::cards::{Button, Card, CardsPage, Line};
use crate::casework::OnePath;
use crate::casework::form_page::{ActPage, problem, shown};
use crate::error::Answer;
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

fn may_ask(state: &WebState, who: &SignedIn) -> bool {
    let now = state.node.now();
    ["campaign", "policy-draft"]
        .iter()
        .any(|kind| node::access::holds_right(&who.session.actor, "ask", kind, now).allows())
}

pub(crate) async fn check(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    let found = state.node.perform(&who.session.actor, CheckCampaign { campaign: id }).await?;
    let ask = may_ask(&state, &who);
    let f = Frame::of(&state, &who);
    let t = |key: &str| f.t(key).into_owned();
    let page = CardsPage {
        title: found.title.clone(),
        lead: t("campaign-lead"),
        back: Some((format!("{} {}", t("kind-campaign"), found.code), f.url(&format!("/campaign/{id}")))),
        links: Vec::new(),
        cards: cards(&f, id, &found, ask),
        f,
    };
    draw(&page)
}

fn cards(f: &Frame, id: Id, found: &CampaignCheck, ask: bool) -> Vec<Card> {
    let w = f.words;
    let t = |key: &str| f.t(key).into_owned();
    let (children, adults) = (say::grouped(w, found.came.0), say::grouped(w, found.came.1));
    let came = w.with("campaign-came", &[("children", &children), ("adults", &adults)]).into_owned();
    let asked = Line {
        text: t(if found.asked { "campaign-asked" } else { "campaign-not-asked" }),
        href: Some(f.url(&if found.asked { format!("/suara/{id}") } else { format!("/topics/{id}") }))
            .filter(|_| found.asked || ask),
        button: (ask && found.asked).then(|| Button {
            action: f.url(&format!("/topics/{id}")),
            label: t("close-topic"),
            hidden: vec![("do", "close".into())],
        }),
        ..Line::default()
    };
    vec![
        Card {
            title: t("campaign-words"),
            about: w.count("campaign-materials", i64::try_from(found.materials).unwrap_or(0)).into_owned(),
            empty: t("campaign-words-empty"),
            lines: found.words.iter().map(|word| word_line(f, word)).collect(),
        },
        Card {
            title: t("campaign-services"),
            about: t("campaign-services-about"),
            empty: t("campaign-services-empty"),
            lines: found.services.iter().map(|service| service_line(f, service)).collect(),
        },
        Card {
            title: t("campaign-measures"),
            about: t("campaign-measures-about"),
            empty: t("campaign-measures-empty"),
            lines: found.measures.iter().map(|measure| measure_line(f, measure)).collect(),
        },
        Card { title: t("campaign-events"), about: came, ..Card::default() },
        Card { title: t("campaign-views"), lines: vec![asked], ..Card::default() },
    ]
}

fn word_line(f: &Frame, word: &MarkedWord) -> Line {
    let (key, tone) = if word.must { ("terms-avoid", "late") } else { ("terms-attention", "waiting") };
    Line {
        text: format!("{} → {}", word.word, word.instead),
        about: format!("{}. {}", word.at, word.note),
        badge: Some(Badge { text: f.t(key).into_owned(), tone }),
        ..Line::default()
    }
}

fn service_line(f: &Frame, service: &PromotedService) -> Line {
    let w = f.words;
    let room = service.has_room();
    let about = match service.available {
        Some(places) => w.count("campaign-places", places),
        None => w.t("campaign-places-unknown"),
    };
    Line {
        text: service.name.clone().unwrap_or_else(|| w.t("campaign-not-public").into_owned()),
        about: about.into_owned(),
        badge: Some(Badge {
            text: w.t(if room { "campaign-room" } else { "campaign-no-room" }).into_owned(),
            tone: if room { "closed" } else { "late" },
        }),
        ..Line::default()
    }
}

fn measure_line(f: &Frame, measure: &(String, String, String, Option<i64>, i64)) -> Line {
    let w = f.words;
    let (measured, channel, counted, before, value) = measure;
    let before = before.map(|n| format!("{} → ", say::grouped(w, n))).unwrap_or_default();
    let about = [w.code("campaign-unit", counted), w.code("campaign-channel", channel)];
    let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
    Line {
        text: format!("{}: {before}{}", w.code("campaign-measured", measured), say::grouped(w, *value)),
        about: about.join(" · "),
        ..Line::default()
    }
}

pub(crate) async fn topic(State(state): State<WebState>, who: SignedIn, OnePath(id): OnePath) -> Answer {
    if !may_ask(&state, &who) {
        return Err(Error::Denied("no-right").into());
    }
    show(&state, &who, id, &Posted::default(), None)
}

/// What is asked, in the order of the form, with its length.
const ASKED: [(&str, Input); 4] = [
    ("title_id", Input::Line(120)),
    ("words_id", Input::Narrative(1_500)),
    ("title_en", Input::Line(120)),
    ("words_en", Input::Narrative(1_500)),
];

pub(crate) async fn open(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(id): OnePath,
    posted: Posted,
) -> Answer {
    let (actor, act) = (&who.session.actor, posted.act(&state));
    if posted.text("do") == "close" {
        state.node.perform_as(act, actor, CloseTopic { matter: id }).await?;
        return Ok(done(&state, "/", "close-topic"));
    }
    let text = |name: &str| posted.text(name).to_owned();
    let topic = OpenTopic {
        matter: id,
        title_id: text("title_id"),
        title_en: text("title_en"),
        words_id: text("words_id"),
        words_en: text("words_en"),
    };
    match state.node.perform_as(act, actor, topic).await {
        Ok(_) => Ok(crate::door::go(&state.settings.url(&format!("/suara/{id}")))),
        Err(error) => show(&state, &who, id, &posted, Some(&shown(error)?)),
    }
}

fn show(state: &WebState, who: &SignedIn, id: Id, posted: &Posted, error: Option<&Error>) -> Answer {
    let f = Frame::of(state, who);
    let controls = ASKED.into_iter().map(|(name, input)| {
        let label = f.t(match name {
            "title_id" => "topic-title-id",
            "words_id" => "topic-words-id",
            "title_en" => "topic-title-en",
            _ => "topic-words-en",
        });
        Control::new(name, label, input).required().value(posted.text(name)).problem(problem(&f, error, name))
    });
    let controls = controls.collect();
    let lead = vec![f.t("topic-lead").into_owned()];
    let mut page = ActPage::new(f, "open-topic", &format!("/topics/{id}"), "/", controls).refused(error);
    page.lead = lead;
    page.answer()
}
