//! `/my-looks`: reviews of one's own looks, which one explains here, and the declaration of relatives.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use model::Kind;
use model::kinds::AccessReview;
use node::Error;
use node::acts::supervision::{DeclareKin, ExplainAccess, Kin, ListMyLooks};

use super::ids;
use crate::casework::form_page::{problem, shown};
use crate::error::{Answer, Fault};
use crate::forms::{Control, Input};
use crate::frame::{Frame, done, draw_with};
use crate::say::{self, Badge};
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "desk/looks.html")]
struct LooksPage {
    f: Frame,
    looks: Vec<Look>,
    kin: Vec<Control>,
    refused: Option<String>,
}

/// One review of one's own look.
struct Look {
    id: String,
    code: String,
    state: Badge,
    ground: String,
    when: String,
    seen: String,
    open: bool,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn) -> Answer {
    show(&state, &who, &Posted::default(), None).await
}

pub(crate) async fn send(State(state): State<WebState>, who: SignedIn, posted: Posted) -> Answer {
    let (node, actor, act) = (&state.node, &who.session.actor, posted.act(&state));
    let lines = |name: &str| {
        let lines = posted.text(name).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    let (slug, sent) = match ids(&posted, "review").first() {
        Some(review) => {
            let explain = ExplainAccess { review: *review, text: posted.text("text").to_owned() };
            ("explain-access", node.perform_as(act, actor, explain).await.map(drop))
        }
        None => {
            let kin = Kin {
                names: lines("names"),
                phones: lines("phones"),
                address: posted.text("address").trim().to_owned(),
            };
            ("declare-kin", node.perform_as(act, actor, DeclareKin { kin }).await)
        }
    };
    match sent {
        Ok(()) => Ok(done(&state, "/my-looks", slug)),
        Err(error) => show(&state, &who, &posted, Some(shown(error)?)).await,
    }
}

async fn show(state: &WebState, who: &SignedIn, posted: &Posted, error: Option<Error>) -> Answer {
    let mine = state.node.perform(&who.session.actor, ListMyLooks).await?;
    let f = Frame::of(state, who);
    let meta = <AccessReview as Kind>::META;
    let looks = mine.looks.iter().map(|look| Look {
        id: look.id.to_string(),
        code: look.code.clone(),
        state: say::state(f.words, meta, &look.state, if look.state == "raised" { "open" } else { "closed" }),
        ground: f.words.code("access-ground", &look.ground).to_owned(),
        when: say::time(f.words, look.looked_at),
        seen: look.seen.clone().unwrap_or_default(),
        open: look.state == "raised",
    });
    let typed = |name: &str, kept: String| if posted.has(name) { posted.text(name).to_owned() } else { kept };
    let kin = vec![
        Control::new("names", f.t("kin-names"), Input::Narrative(8_000))
            .hint(f.t("kin-names.hint"))
            .value(typed("names", mine.kin.names.join("\n")))
            .problem(problem(&f, error.as_ref(), "names")),
        Control::new("phones", f.t("kin-phones"), Input::Narrative(4_000))
            .value(typed("phones", mine.kin.phones.join("\n")))
            .problem(problem(&f, error.as_ref(), "phones")),
        Control::new("address", f.t("kin-address"), Input::Line(200))
            .value(typed("address", mine.kin.address.clone()))
            .problem(problem(&f, error.as_ref(), "address")),
    ];
    let refused = match &error {
        Some(Error::Refused(code)) => Some(Fault::from(Error::Refused(code)).told(f.words).text),
        Some(Error::Invalid(_)) if posted.has("review") => Some(f.t("looks-longer").into_owned()),
        _ => None,
    };
    let page = LooksPage { looks: looks.collect(), kin, refused, f };
    draw_with(if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK }, &page)
}
