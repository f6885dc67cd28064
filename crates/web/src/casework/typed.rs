//! What was typed about a child, carried from screen to screen in hidden inputs of forms.

use model::{Draft, Field, KindMeta, Problem};

use super::{CASE, PERSON};
use crate::forms::{FieldUse, Form, FormBuilder, Section};
use crate::i18n::Words;
use crate::session::Posted;

/// What a search form asks.
pub(super) const SEARCHED: &[&str] =
    &["name", "sex", "birth_year", "birth_day", "nik", "phone", "guardian_name"];
/// What is asked about a new child; the rest can be added to the person later.
const CHILD: &[&str] = &[
    "name",
    "aliases",
    "sex",
    "birth_year",
    "birth_day",
    "age_basis",
    "guardian_name",
    "guardian_is_suspect",
    "guardian_relation",
    "guardian_phone",
    "nik",
    "phone",
    "address",
    "protected_identity",
];
/// What is asked about a new case.
const NEW_CASE: &[&str] = &[
    "registration_date",
    "risk_level",
    "urgent_protection_concern",
    "region",
    "protection_concerns",
    "exploitation_forms",
    "circumstances",
    "identification_source",
];

/// Fields by name; nothing of them is asked for except what the declaration requires, and the risk of a case.
pub(super) fn uses(meta: &'static KindMeta, names: &[&str]) -> Vec<FieldUse> {
    let found = names.iter().filter_map(|name| meta.field(name));
    found.map(|(_, field)| FieldUse { field, required: field.required }).collect()
}

/// The child's fields.
pub(super) fn child_fields() -> Vec<FieldUse> {
    uses(PERSON, CHILD)
}

/// The case's fields.
pub(super) fn case_fields() -> Vec<FieldUse> {
    uses(CASE, NEW_CASE)
}

/// Where a form's input is called otherwise than its field, because two records are typed on one page.
pub(super) const CHILD_PREFIX: &str = "child-";

/// What was typed into fields under a prefix. A box that nobody ticked is sent as nothing.
pub(super) fn read(posted: &Posted, fields: &[FieldUse], prefix: &str) -> Draft {
    let mut draft = Draft::default();
    for used in fields {
        let name = format!("{prefix}{}", used.field.name);
        let text = match used.field.shape {
            model::Shape::Codes(_) => posted.all(&name).collect::<Vec<_>>().join(" "),
            _ => posted.text(&name).to_owned(),
        };
        draft.set(used.field.name, text);
    }
    draft
}

/// A form whose inputs carry a prefix.
pub(super) fn form(
    words: Words,
    meta: &'static KindMeta,
    today: model::Date,
    (draft, problems): (&Draft, &[Problem]),
    (fields, prefix): (&[FieldUse], &str),
) -> Form {
    let mut form = FormBuilder::new(words, meta, today, draft).problems(problems).build(fields);
    for control in form.sections.iter_mut().flat_map(|section| &mut section.controls) {
        control.name = format!("{prefix}{}", control.name);
    }
    in_order(form, fields, prefix)
}

/// As many fields as stand open on a phone; the others are folded away until somebody needs them.
const OPEN: usize = 8;

/// Controls in the order in which people ask, not in the order of data groups: the first ones, then the folded ones.
fn in_order(form: Form, fields: &[FieldUse], prefix: &str) -> Form {
    let Form { sections, elsewhere } = form;
    let place = |name: &str| {
        let name = name.strip_prefix(prefix).unwrap_or(name);
        fields.iter().position(|used| used.field.name == name).unwrap_or(usize::MAX)
    };
    let mut controls: Vec<_> = sections.into_iter().flat_map(|section| section.controls).collect();
    controls.sort_by_key(|control| place(&control.name));
    let folded = controls.split_off(OPEN.min(controls.len()));
    let sections = [controls, folded].map(|controls| Section { title: String::new(), controls });
    Form {
        sections: sections.into_iter().filter(|section| !section.controls.is_empty()).collect(),
        elsewhere,
    }
}

/// Hidden inputs that carry a draft on.
pub(super) fn carried(draft: &Draft, prefix: &str) -> Vec<(String, String)> {
    let filled = draft.0.iter().filter(|(_, text)| !text.trim().is_empty());
    filled.map(|(name, text)| (format!("{prefix}{name}"), text.clone())).collect()
}

/// What was typed, for reading: label and value.
pub(super) fn told(
    words: Words,
    meta: &'static KindMeta,
    draft: &Draft,
    today: model::Date,
) -> Vec<(String, String)> {
    let said = |field: &'static Field| {
        let text = draft.text(field.name);
        let value = model::draft::parse_text(field.shape, text, today).ok()?;
        let plain = crate::say::plain(words, field, &value);
        (!plain.is_empty()).then(|| (words.field(meta.slug, field.name).into_owned(), plain))
    };
    meta.fields.iter().filter_map(said).collect()
}
