//! A first mapping for a form that has none: questions that are called like a field of a kind and fit it go there, all others stay in
//! the submission.

use std::collections::{BTreeMap, BTreeSet};

use forms::Form;
use forms::mapping::{From, Makes, Mapping};
use model::kinds;

use super::shelf::may_map;

/// Proposes a mapping of a form to a new record of a kind; to none when the kind is not written from forms.
#[must_use]
pub fn propose(form: &Form, kind: &str) -> Mapping {
    let mut kept: BTreeSet<String> = BTreeSet::new();
    let mut asked = Vec::new();
    for (id, item) in form.ids() {
        let shown = item.question().is_some_and(|question| question.is_shown() && question.name() != "note");
        if shown {
            let path: String = form.path(id).split('/').skip(2).collect::<Vec<_>>().join("/");
            kept.insert(path.clone());
            asked.push((item.name.clone(), path));
        }
    }
    let settings = &form.settings;
    let mut mapping =
        Mapping { form: settings.id.clone(), version: settings.version.clone(), makes: Vec::new(), kept };
    let Some(meta) = kinds::by_slug(kind).filter(|_| may_map(kind) && !matches!(kind, "case" | "person"))
    else {
        return mapping;
    };
    let mut fields = BTreeMap::new();
    for (name, path) in asked {
        if meta.field(&name).is_some_and(|(_, field)| !field.computed) {
            mapping.kept.remove(&path);
            fields.insert(name, From::Question(path));
        }
    }
    mapping.makes.push(Makes { kind: kind.to_owned(), step: None, each: None, when: None, fields });
    mapping
}

/// Kinds that a proposal can be made for.
pub fn proposable() -> impl Iterator<Item = &'static str> {
    kinds::ALL
        .iter()
        .map(|meta| meta.slug)
        .filter(|slug| may_map(slug) && !matches!(*slug, "case" | "person"))
}
