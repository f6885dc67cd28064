//! The history of a record: what was done, by whom, when.

use model::KindMeta;
use node::Told;
use node::acts::Viewed;

use crate::frame::Frame;
use crate::i18n::Words;
use crate::say;
use crate::session::SignedIn;

/// One entry, said.
pub(crate) struct Entry {
    pub(crate) what: String,
    pub(crate) who: String,
    pub(crate) when: String,
    pub(crate) stamp: String,
    /// `from → to`, where a step was taken.
    pub(crate) moved: Option<(String, String)>,
    /// Fields that changed, with what stood there before.
    pub(crate) changes: Vec<(String, String)>,
    pub(crate) reason: Option<String>,
    pub(crate) denied: bool,
    /// A look changes nothing; pages fold looks away.
    pub(crate) look: bool,
}

/// Every entry of a record's history in words, newest first.
pub(crate) fn entries(f: &Frame, who: &SignedIn, meta: &'static KindMeta, viewed: &Viewed) -> Vec<Entry> {
    let words = f.words;
    let state = |code: &String| words.code(meta.state_list, code).to_owned();
    viewed
        .history
        .iter()
        .map(|told| Entry {
            what: words.t(&format!("{}.done", told.act)).into_owned(),
            who: by(words, who, told),
            when: say::time(words, told.at),
            stamp: told.at.to_string(),
            moved: told.detail.from.as_ref().zip(told.detail.to.as_ref()).map(|(a, b)| (state(a), state(b))),
            changes: told
                .detail
                .changes
                .iter()
                .map(|change| changed(f, meta, viewed, &change.field, &change.old))
                .collect(),
            reason: told.detail.reason.as_ref().map(|reason| because(f, reason)),
            denied: told.outcome != "done",
            look: told.act.starts_with("view-"),
        })
        .collect()
}

/// Why something was done: as somebody wrote it, or in words where the node itself gave a code.
fn because(f: &Frame, reason: &str) -> String {
    match reason {
        "overdue-above" => f.t("because-overdue").into_owned(),
        "stalled-above" => f.t("because-stalled").into_owned(),
        written => written.to_owned(),
    }
}

/// A field's label and its former value; nothing of a field that this reader may not see.
fn changed(f: &Frame, meta: &'static KindMeta, viewed: &Viewed, field: &str, old: &str) -> (String, String) {
    let words = f.words;
    if let Some(said) = of_participation(f, viewed, field, old) {
        return said;
    }
    if field == "next_step" {
        let old = if old.is_empty() { words.t("value-empty").into_owned() } else { old.to_owned() };
        return (words.t("next-step").into_owned(), old);
    }
    let label = words.field(meta.slug, field).into_owned();
    let Some((_, field)) = meta.field(field).filter(|_| !viewed.record.hides(field)) else {
        return (label, words.t("value-hidden").into_owned());
    };
    let today = f.now.date(model::time::Zone::default());
    // What was once in a list or in range stays readable as it was written.
    let old = match model::draft::parse_text(field.shape, old, today) {
        _ if old.is_empty() => words.t("value-empty").into_owned(),
        Ok(value) => say::plain(words, field, &value),
        Err(_) => old.to_owned(),
    };
    (label, old)
}

/// What was said of somebody's part in a case. Of whom is not said here, and nothing to whoever sees nobody in it.
fn of_participation(f: &Frame, viewed: &Viewed, field: &str, old: &str) -> Option<(String, String)> {
    let key = match field.strip_prefix("participation.")? {
        "relation" => "participant-relation",
        "is_caregiver" => "participant-caregiver",
        "is_alive" => "participant-alive",
        _ => "participant-note",
    };
    let label = f.t(key).into_owned();
    let old = match old {
        _ if viewed.people.is_empty() => f.t("value-hidden").into_owned(),
        "" => f.t("value-empty").into_owned(),
        "true" => f.t("yes").into_owned(),
        "false" => f.t("no").into_owned(),
        code => f.words.code("family-relationship", code).to_owned(),
    };
    Some((label, old))
}

/// Who did it: the reader, a colleague by name and post, somebody of another organisation by post alone.
pub(crate) fn by(words: Words, who: &SignedIn, told: &Told) -> String {
    let name = match told.account {
        Some(account) if account == who.session.account => words.t("who-you"),
        Some(_) if !told.by.is_empty() => told.by.as_str().into(),
        Some(_) => words.t("who-colleague"),
        None if told.actor == "public" => words.t("who-public"),
        None => words.t("who-system"),
    };
    if told.post_title.is_empty() || told.post_title == name {
        return name.into_owned();
    }
    words.with("who-in-post", &[("name", &name), ("post", &told.post_title)]).into_owned()
}
