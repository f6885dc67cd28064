//! `/report/{id}/reporter`: who reported, for whoever was granted to see it; else how to ask.

use askama::Template;
use axum::extract::State;
use node::Error;
use node::acts::intake::ViewReporter;

use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw};
use crate::kinds::RecordPath;
use crate::say::{self, Badge};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "intake/reporter.html")]
struct ReporterPage {
    f: Frame,
    code: String,
    back: String,
    /// Label and value, and until when they may be seen; nothing while it is sealed.
    open: Option<(Vec<(String, String)>, String)>,
    /// Where to ask, for whoever may.
    ask: Option<String>,
    requests: Vec<(String, String, Badge)>,
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, report): RecordPath,
) -> Answer {
    if entry.meta.slug != "report" {
        return Err(Fault::NOT_FOUND);
    }
    let actor = &who.session.actor;
    let seen = match state.node.perform(actor, ViewReporter { report }).await {
        Ok(seen) => Some(seen),
        Err(Error::Denied("identity-sealed")) => None,
        Err(error) => return Err(error.into()),
    };
    let viewed = entry.view(&state.node, actor, report).await?;
    let f = Frame::of(&state, &who);
    let requests = viewed.parts.iter().find(|part| part.meta.slug == "identity-request");
    let open = seen.map(|seen| {
        let shown = seen.record.fields().filter(|(field, _)| field.group == model::DataGroup::Reporter);
        let facts = shown.map(|(field, shown)| {
            (f.words.field("report", field.name).into_owned(), say::value(f.words, field, shown).text)
        });
        (facts.collect(), say::time(f.words, seen.until))
    });
    let page = ReporterPage {
        code: viewed.envelope.code.clone(),
        back: f.url(&format!("/report/{report}")),
        ask: requests
            .filter(|part| part.may_open && open.is_none())
            .map(|_| f.url(&format!("/identity-request/new?parent={report}"))),
        requests: requests.map_or_else(Vec::new, |part| {
            let row = |row: &node::Seen<node::acts::ShownRow>| {
                let envelope = &row.envelope;
                let href = f.url(&format!("/identity-request/{}", envelope.id));
                let state = say::state(f.words, part.meta, &envelope.state, &envelope.phase);
                (href, envelope.code.clone(), state)
            };
            part.rows.iter().map(row).collect()
        }),
        open,
        f,
    };
    draw(&page)
}
