//! What was typed about a child, carried from screen to screen in hidden inputs of forms.

use model::{Draft, Field, KindMeta, Problem};

use super::{CASE, PERSON};
use crate::forms::{Control, FieldUse, Form, FormBuilder, Input, Section, of_list};
use crate::frame::Frame;
use crate::i18n::Words;
use crate::session::Posted;

/// What a search form asks.
pub(crate) const SEARCHED: &[&str] = &["name", "sex", "birth_year", "birth_day", "nik", "phone"];
/// What is asked about a new child; the rest can be added to the person later.
const CHILD: &[&str] = &[
    "name",
    "aliases",
    "sex",
    "birth_year",
    "birth_day",
    "age_basis",
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
    "guardian_is_suspect",
    "identification_source",
];

/// Fields by name; nothing of them is asked for except what the declaration requires, and the risk of a case.
pub(crate) fn uses(meta: &'static KindMeta, names: &[&str]) -> Vec<FieldUse> {
    let found = names.iter().filter_map(|name| meta.field(name));
    found.map(|(_, field)| FieldUse { field, required: field.required }).collect()
}

/// The child's fields.
pub(crate) fn child_fields() -> Vec<FieldUse> {
    uses(PERSON, CHILD)
}

/// The case's fields.
pub(crate) fn case_fields() -> Vec<FieldUse> {
    uses(CASE, NEW_CASE)
}

/// Where a form's input is called otherwise than its field, because two records are typed on one page.
pub(crate) const CHILD_PREFIX: &str = "child-";

/// What was typed into fields under a prefix. A box that nobody ticked is sent as nothing.
pub(crate) fn read(posted: &Posted, fields: &[FieldUse], prefix: &str) -> Draft {
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

/// What is asked about the guardian along with a new child; they become a person of their own.
const GUARDIAN: [&str; 3] = ["guardian_name", "guardian_relation", "guardian_phone"];

/// Adds what was typed about the guardian.
pub(crate) fn read_guardian(posted: &Posted, child: &mut Draft) {
    for name in GUARDIAN {
        let text = posted.text(&format!("{CHILD_PREFIX}{name}"));
        if !text.trim().is_empty() {
            child.set(name, text);
        }
    }
}

/// The guardian's controls.
pub(crate) fn guardian(f: &Frame, child: &Draft, problems: &[Problem]) -> Form {
    let text = |name: &str| child.0.get(name).cloned().unwrap_or_default();
    let relations = of_list(f.words, "family-relationship", &text("guardian_relation"));
    let inputs = [Input::Line(120), Input::Select(relations), Input::Line(40)];
    let labels = ["new-case-guardian-name", "new-case-guardian-relation", "new-case-guardian-phone"];
    let controls = GUARDIAN.iter().zip(inputs).zip(labels).map(|((name, input), label)| {
        let problem = problems.iter().find(|problem| problem.field == *name);
        Control::new(&format!("{CHILD_PREFIX}{name}"), f.t(label), input)
            .value(text(name))
            .problem(problem.map(|problem| crate::forms::problem_text(f.words, problem.code, None)))
    });
    Form {
        sections: vec![Section { title: String::new(), controls: controls.collect() }],
        elsewhere: Vec::new(),
    }
}

/// A form whose inputs carry a prefix.
pub(crate) fn form(
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
pub(crate) fn carried(draft: &Draft, prefix: &str) -> Vec<(String, String)> {
    let filled = draft.0.iter().filter(|(_, text)| !text.trim().is_empty());
    filled.map(|(name, text)| (format!("{prefix}{name}"), text.clone())).collect()
}

/// What was typed, for reading: label and value.
pub(crate) fn told(
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
