//! What a field that points to another part of the same matter can point to.

use model::{Field, KindMeta, Role, Shape, kinds};
use node::Seen;
use node::acts::{Envelope, ShownRow, Viewed};

use super::Choice;
use crate::i18n::Words;
use crate::say;

/// What stands for itself, is about no child and is pointed to by others.
const LISTED: [&str; 5] = ["service-listing", "indicator", "legal-gap", "commitment", "publication"];

/// Parts of the same root, by the slug of their kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Links(Vec<(&'static str, Vec<Choice>)>);

impl Links {
    /// Nothing to point to.
    pub(super) const NONE: Self = Self(Vec::new());

    /// Kinds that are about no child and that fields of a kind point to, so that one is chosen from a list.
    pub(crate) fn listed_for(meta: &'static KindMeta) -> Vec<&'static str> {
        let asked = |slug: &'static str| {
            meta.fields.iter().any(|field| !field.computed && field.shape == Shape::Link(slug))
        };
        LISTED.into_iter().filter(|slug| asked(slug)).collect()
    }

    /// With the records of such a kind that somebody may list.
    #[must_use]
    pub(crate) fn listed(mut self, kind: &'static str, rows: &[Seen<ShownRow>]) -> Self {
        let label = |row: &ShownRow| match &row.title {
            Some(title) => format!("{title} · {}", row.envelope.code),
            None => row.envelope.code.clone(),
        };
        let choice = |row: &Seen<ShownRow>| Choice::new(&row.envelope.id.to_string(), label(row), false);
        self.0.push((kind, rows.iter().map(choice).collect()));
        self
    }

    /// Whether a kind has a field that points to a part of its own root.
    pub(crate) fn asked_by(meta: &'static KindMeta) -> bool {
        let Role::Part(_) = meta.role else { return false };
        meta.fields.iter().any(|field| !field.computed && to(meta, field).is_some())
    }

    /// What the parts of a root that somebody looks at offer to the fields of a kind.
    pub(crate) fn of(words: Words, meta: &'static KindMeta, root: &Viewed) -> Self {
        let wanted = meta.fields.iter().filter(|field| !field.computed).filter_map(|field| to(meta, field));
        let rows = wanted.map(|to| {
            let parts = root.parts.iter().filter(|part| part.meta.slug == to.slug);
            let choices =
                parts.flat_map(|part| part.rows.iter()).filter(|row| row.envelope.state != "duplicate");
            let choice = |envelope: &Envelope| {
                let told = say::date(words, envelope.opened_at.date(model::time::Zone::Wib));
                Choice::new(&envelope.id.to_string(), format!("{} · {told}", envelope.code), false)
            };
            (to.slug, choices.map(|row| choice(&row.envelope)).collect())
        });
        Self(rows.collect())
    }

    /// The choices for a field that points to this kind, with the present one chosen.
    pub(super) fn choices(&self, kind: &str, value: &str) -> Option<Vec<Choice>> {
        let (_, choices) = self.0.iter().find(|(slug, _)| *slug == kind)?;
        let chosen = |choice: &Choice| Choice::new(&choice.code, choice.label.clone(), choice.code == value);
        Some(choices.iter().map(chosen).collect())
    }
}

fn to(meta: &KindMeta, field: &Field) -> Option<&'static KindMeta> {
    match field.shape {
        Shape::Link(slug) => kinds::by_slug(slug).filter(|to| to.role == meta.role),
        _ => None,
    }
}
