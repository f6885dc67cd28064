//! A person found, said.

use model::Id;
use node::acts::people::{Found, KnownCase, MatterRef, PersonHit};
use node::{Distinct, ShownRecord};

use super::person_words::age;
use crate::frame::Frame;
use crate::i18n::Words;
use crate::say;

/// A person found.
pub(crate) struct HitView {
    pub(crate) id: Id,
    /// Name as far as it may be seen.
    pub(crate) name: String,
    /// How alike, in a word.
    pub(crate) likeness: &'static str,
    /// Its tone.
    pub(crate) tone: &'static str,
    /// Age, sex, region in one line.
    pub(crate) about: String,
    /// What may be seen, label and value.
    pub(crate) rows: Vec<(String, String)>,
    pub(crate) grounds: Vec<String>,
    /// Their matters: label, address, whether it is an open case, id.
    pub(crate) matters: Vec<MatterLink>,
    /// The record that is kept instead.
    pub(crate) merged_into: Option<Id>,
    /// Who decided that this is somebody else than the person looked for, and when.
    pub(crate) distinct: Option<String>,
}

impl HitView {
    /// Whether one of their cases is open: then that case is where to go on, not a second one.
    pub(crate) fn has_open(&self) -> bool {
        self.matters.iter().any(|matter| matter.open_case)
    }
}

/// A matter in one line.
pub(crate) struct MatterLink {
    pub(crate) id: Id,
    pub(crate) label: String,
    pub(crate) state: String,
    /// As what, unless as the child.
    pub(crate) roles: String,
    pub(crate) href: String,
    /// Whether a report can join it.
    pub(crate) open_case: bool,
}

/// Key of how alike two people are. The score is the share of evidence that agrees; bits say how much evidence there is.
const fn likeness(score: f32, bits: f32) -> (&'static str, &'static str) {
    if score >= 0.85 && bits >= 8.0 {
        ("people-very-alike", "urgent")
    } else if score >= 0.6 {
        ("people-alike", "high")
    } else {
        ("people-maybe", "low")
    }
}

/// Everybody found, best first.
pub(crate) fn hits(f: &Frame, found: &Found) -> Vec<HitView> {
    found.hits.iter().map(|hit| view(f, hit)).collect()
}

/// Some people, best first.
pub(crate) fn some(f: &Frame, hits: &[PersonHit]) -> Vec<HitView> {
    hits.iter().map(|hit| view(f, hit)).collect()
}

fn view(f: &Frame, hit: &PersonHit) -> HitView {
    let words = f.words;
    let (likeness, tone) = likeness(hit.score, hit.bits);
    HitView {
        id: hit.id,
        name: match (hit.person.text("name").is_empty(), hit.matters.first()) {
            // A hidden name gives way to the number of the case.
            (true, Some(matter)) => matter.code.clone(),
            _ => name(words, &hit.person),
        },
        likeness,
        tone,
        about: about(f, &hit.person),
        rows: rows(words, &hit.person),
        grounds: hit.grounds.iter().map(|code| words.t(&format!("ground-{code}")).into_owned()).collect(),
        matters: hit.matters.iter().map(|matter| matter_link(f, matter)).collect(),
        merged_into: hit.merged_into,
        distinct: hit.distinct.as_ref().map(|distinct| decided(words, distinct)),
    }
}

/// Who decided that two records are two people, and when.
pub(crate) fn decided(words: Words, distinct: &Distinct) -> String {
    let (name, post) = (distinct.by.as_str(), distinct.post_title.as_str());
    let by = match (name, post) {
        ("", post) => post.to_owned(),
        (name, "") => name.to_owned(),
        (name, post) => words.with("who-in-post", &[("name", name), ("post", post)]).into_owned(),
    };
    let when = say::time(words, distinct.at);
    words.with("person-distinct-by", &[("by", &by), ("when", &when)]).into_owned()
}

/// A name, or that it may not be seen, or that there is none any more.
pub(crate) fn name(words: Words, person: &ShownRecord) -> String {
    let name = person.text("name");
    match name.as_str() {
        _ if erased(person) => words.t("person-erased").into_owned(),
        "" => words.t("people-no-name").into_owned(),
        _ => name,
    }
}

/// Whether what was known of somebody has been erased.
pub(crate) fn erased(person: &ShownRecord) -> bool {
    person.get("name") == Some(&node::Shown::Erased)
}

/// Age, sex and region in one line.
pub(crate) fn about(f: &Frame, person: &ShownRecord) -> String {
    let today = f.now.date(model::time::Zone::default());
    let sex = person.text("sex");
    let region = person.text("region");
    let parts = [
        age(f.words, person, today),
        (!sex.is_empty()).then(|| f.words.code("sex", &sex).to_owned()),
        (!region.is_empty()).then(|| say::region(&region)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn rows(words: Words, person: &ShownRecord) -> Vec<(String, String)> {
    let shown = person.fields().filter_map(|(field, shown)| match shown {
        node::Shown::Value(value) if !value.is_missing() => {
            Some((words.field("person", field.name).into_owned(), say::plain(words, field, value)))
        }
        _ => None,
    });
    shown.collect()
}

/// A matter in words.
pub(crate) fn matter_link(f: &Frame, matter: &MatterRef) -> MatterLink {
    let words = f.words;
    let meta = model::kinds::by_slug(matter.kind);
    let state = meta.map_or(matter.state.as_str(), |meta| words.code(meta.state_list, &matter.state));
    let open = meta.and_then(|meta| meta.lifecycle.state(&matter.state));
    let roles = matter.roles.iter().filter(|role| **role != "child");
    let roles: Vec<_> = roles.map(|role| words.code("participation-role", role)).collect();
    MatterLink {
        id: matter.id,
        roles: roles.join(", "),
        label: format!("{} {}", words.t(&format!("kind-{}", matter.kind)), matter.code),
        state: state.to_owned(),
        href: f.url(&format!("/{}/{}", matter.kind, matter.id)),
        open_case: matter.kind == "case" && open.is_some_and(|state| state.phase != model::Phase::Closed),
    }
}

/// Where to ask about children whom a colleague knows.
pub(crate) fn known(words: Words, known: &[KnownCase]) -> Vec<String> {
    let said = known.iter().map(|case| {
        let post = if words.lang == model::Lang::Id { &case.title_id } else { &case.title_en };
        let state = words.code("case-status", &case.state);
        words.with("people-known", &[("post", post), ("code", &case.code), ("state", state)]).into_owned()
    });
    said.collect()
}

/// That not everybody has been read yet.
pub(crate) fn loading(words: Words, found: &Found) -> Option<String> {
    let loading = found.still_loading?;
    let number = |n: u64| say::grouped(words, i64::try_from(n).unwrap_or(i64::MAX));
    let (done, total) = (number(loading.done), number(loading.total));
    Some(words.with("people-loading", &[("done", &done), ("total", &total)]).into_owned())
}
