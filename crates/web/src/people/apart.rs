//! Fields that were edited twice apart: both texts beside each other, and a person chooses.

use axum::extract::State;
use model::{Draft, Id, KindMeta, kinds};
use node::acts::{SettleConflict, Take};
use node::{Conflict, ShownRecord};

use crate::casework::OnePath;
use crate::error::{Answer, Fault};
use crate::frame::{Frame, done};
use crate::say;
use crate::session::{Posted, SignedIn};
use crate::state::WebState;

/// One field with two texts.
pub(crate) struct ApartView {
    pub(crate) id: Id,
    pub(crate) kind: &'static str,
    pub(crate) label: String,
    /// Code of the choice, its text, who wrote it and when.
    pub(crate) choices: Vec<(&'static str, String, String)>,
}

/// Everything that is still to be chosen in a record.
pub(crate) fn all(
    f: &Frame,
    meta: &'static KindMeta,
    record: &ShownRecord,
    conflicts: &[Conflict],
) -> Vec<ApartView> {
    conflicts.iter().filter_map(|both| one(f, meta, record, both)).collect()
}

fn one(f: &Frame, meta: &'static KindMeta, record: &ShownRecord, both: &Conflict) -> Option<ApartView> {
    let (words, (_, field)) = (f.words, meta.field(both.field)?);
    let today = f.now.date(model::time::Zone::default());
    let said = |text: &str| match model::draft::parse_text(field.shape, text, today) {
        _ if text.is_empty() => words.t("value-empty").into_owned(),
        Ok(value) => say::plain(words, field, &value),
        Err(_) => text.to_owned(),
    };
    let by = |post: &str, at: Option<model::Timestamp>| {
        let when = at.map(|at| say::time(words, at));
        let parts = [Some(post.to_owned()).filter(|post| !post.is_empty()), when];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let mut choices = vec![
        (Take::Held.code(), said(&both.held), by(&both.held_by, both.held_at)),
        (Take::Offered.code(), said(&both.offered), by(&both.offered_by, Some(both.offered_at))),
    ];
    let now = Draft::of(meta, &record.to_record()).text(field.name).to_owned();
    if now != both.held.trim() && now != both.offered.trim() {
        choices.push((Take::Current.code(), said(&now), f.t("apart-now").into_owned()));
    }
    Some(ApartView {
        id: both.id,
        kind: meta.slug,
        label: words.field(meta.slug, field.name).into_owned(),
        choices,
    })
}

/// `/conflict/{id}`: the choice.
pub(crate) async fn settle(
    State(state): State<WebState>,
    who: SignedIn,
    OnePath(conflict): OnePath,
    posted: Posted,
) -> Answer {
    let kind = kinds::by_slug(posted.text("kind")).ok_or(Fault::NOT_FOUND)?;
    let take = Take::from_code(posted.text("take")).ok_or(Fault::Unreadable)?;
    let act = SettleConflict { conflict, take };
    let settled = state.node.perform_as(posted.act(&state), &who.session.actor, act).await?;
    Ok(done(&state, &format!("/{}/{}", kind.slug, settled.id), "settle-conflict"))
}
