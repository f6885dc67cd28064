//! `/document/{id}/print`: a letter as it is printed, in the layout of official letters.

use askama::Template;
use axum::extract::State;

use super::official;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::kinds::RecordPath;
use crate::say;
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "papers/print.html")]
struct PrintPage {
    f: Frame,
    /// Words of the letter, which are not those of the reader.
    w: Words,
    house: String,
    draft: bool,
    number: String,
    subject: String,
    date: String,
    addressee: String,
    paragraphs: Vec<String>,
    post: String,
    back: String,
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    RecordPath(entry, id): RecordPath,
) -> Answer {
    if entry.meta.slug != "document" {
        return Err(Fault::NOT_FOUND);
    }
    let viewed = entry.view(&state.node, &who.session.actor, id).await?;
    let (record, w) = (&viewed.record, official(&state));
    let date = record.text("document_date").parse().map(|day| say::date(w, day)).unwrap_or_default();
    let titles = state.node.post_titles(&[viewed.envelope.custodian], w.lang).await?;
    let f = Frame::of(&state, &who);
    let page = PrintPage {
        house: f.organisation.clone(),
        draft: viewed.envelope.state == "draft",
        number: record.text("number"),
        subject: record.text("subject"),
        date,
        addressee: record.text("addressee"),
        paragraphs: record.text("body").split("\n\n").map(str::to_owned).collect(),
        post: titles.values().next().cloned().unwrap_or_default(),
        back: f.url(&format!("/document/{id}")),
        w,
        f,
    };
    draw(&page)
}
