//! `/field/devices`: one's telephones and tablets with a form app; a new one's secret is shown once.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use model::{Id, Timestamp};
use node::acts::field::{DeviceRow, EndDevice, ListDevices, OpenDevice, OpenedDevice};
use node::{Actor, Error};

use super::speak::absolute;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done, draw};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

#[derive(Template)]
#[template(path = "field/devices.html")]
struct DevicesPage {
    f: Frame,
    /// Where apps find this node.
    address: String,
    /// Where programs look hashes up, for those who may.
    program: Option<String>,
    /// Shown once, right after it was made: name and secret.
    made: Option<(String, String)>,
    /// Posts that a device can be registered for.
    posts: Vec<(Id, String)>,
    rows: Vec<Row>,
}

struct Row {
    id: Id,
    name: String,
    about: String,
    names: bool,
    ended: Option<String>,
    seen: Option<String>,
}

pub(crate) async fn page(State(state): State<WebState>, who: SignedIn, headers: HeaderMap) -> Answer {
    show(&state, &who, &headers, None).await
}

/// Registers a device, or ends one.
pub(crate) async fn send(
    State(state): State<WebState>,
    who: SignedIn,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let actor = &who.session.actor;
    if posted.text("do") == "end" {
        let device = posted.text("device").parse().map_err(|_| Fault::NOT_FOUND)?;
        state.node.perform_as(posted.act(&state), actor, EndDevice { device }).await?;
        return Ok(done(&state, "/field/devices", "end-device"));
    }
    let open = OpenDevice { post: posted.text("post").parse().ok(), names: posted.text("names") == "true" };
    let opened = state.node.perform_as(posted.act(&state), actor, open).await?;
    show(&state, &who, &headers, Some(opened)).await
}

/// The posts for which somebody may have devices.
pub(super) fn posts(actor: &Actor, now: Timestamp) -> Vec<Id> {
    let held = actor.holdings_at(now).filter(|holding| holding.role.reach("open", "device").is_some());
    held.map(|holding| holding.post).collect()
}

async fn show(state: &WebState, who: &SignedIn, headers: &HeaderMap, opened: Option<OpenedDevice>) -> Answer {
    let (actor, now) = (&who.session.actor, state.node.now());
    let listed = state.node.perform(actor, ListDevices).await?;
    let f = Frame::of(state, who);
    let held = posts(actor, now);
    if held.is_empty() && listed.is_empty() {
        return Err(Error::Denied("no-right").into());
    }
    let titles = state.node.post_titles(&held, f.words.lang).await?;
    let page = DevicesPage {
        address: absolute(state, headers, "/openrosa"),
        program: super::may(state, who, "look-up", "hash-list")
            .then(|| absolute(state, headers, "/m/lookup")),
        made: opened.map(|opened| (opened.user_name, opened.secret)),
        posts: held.iter().map(|post| (*post, titles.get(post).cloned().unwrap_or_default())).collect(),
        rows: listed.iter().map(|row| self::row(&f, row)).collect(),
        f,
    };
    draw(&page)
}

fn row(f: &Frame, row: &DeviceRow) -> Row {
    let about = match &row.holder {
        Some(holder) => format!("{holder} · {}", row.post),
        None => row.post.clone(),
    };
    let with = |key: &str, at: model::Timestamp| {
        let when = say::time(f.words, at);
        f.words.with(key, &[("when", &when)]).into_owned()
    };
    Row {
        id: row.id,
        name: row.user_name.clone(),
        about,
        names: row.names,
        ended: row.ended_at.map(|at| with("device-ended", at)),
        seen: row.seen_at.map(|at| with("device-seen", at)),
    }
}
