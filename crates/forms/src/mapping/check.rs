//! Does a mapping fit its form and the kinds?

use model::kinds;
use model::{Field, KindMeta, Shape, codes};

use super::{From, Makes, Mapping, short_path};
use crate::form::{Form, ItemId, Question};

/// What of a mapping does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MappingCode {
    /// It is for another form or version.
    OtherForm,
    /// There is no such kind.
    UnknownKind,
    /// The kind has no such step.
    UnknownStep,
    /// The kind has no such field, or acts alone write it.
    UnknownField,
    /// The form has no such question.
    UnknownQuestion,
    /// The path of `each` is no repeat.
    NotARepeat,
    /// The question's type does not fit the field.
    WrongType,
    /// A choice of the question is no code of the field's list.
    WrongCode,
    /// A field that must be there has no source.
    MissingField,
    /// No rule takes the question's answer.
    Untaken,
    /// A day that no calendar has.
    BadDay,
}

impl MappingCode {
    /// A fixed code for API and screens.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherForm => "mapping-other-form",
            Self::UnknownKind => "mapping-unknown-kind",
            Self::UnknownStep => "mapping-unknown-step",
            Self::UnknownField => "mapping-unknown-field",
            Self::UnknownQuestion => "mapping-unknown-question",
            Self::NotARepeat => "mapping-not-a-repeat",
            Self::WrongType => "mapping-wrong-type",
            Self::WrongCode => "mapping-wrong-code",
            Self::MissingField => "mapping-missing-field",
            Self::Untaken => "mapping-untaken",
            Self::BadDay => "mapping-bad-day",
        }
    }
}

/// One thing of a mapping that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingProblem {
    /// What.
    pub code: MappingCode,
    /// Path of the question, or name of kind, step or field.
    pub what: String,
    /// Further names: the field for a question, the code for a list.
    pub more: String,
}

impl MappingProblem {
    pub(super) fn new(code: MappingCode, what: &str, more: &str) -> Self {
        Self { code, what: what.to_owned(), more: more.to_owned() }
    }
}

/// The item at a path without the form's own name.
pub(super) fn item(form: &Form, path: &str) -> Option<ItemId> {
    path.split('/').try_fold(ItemId::ROOT, |above, name| form.child(above, name))
}

pub(super) fn problems(mapping: &Mapping, form: &Form) -> Vec<MappingProblem> {
    let mut problems = Vec::new();
    if mapping.form != form.settings.id || mapping.version != form.settings.version {
        problems.push(MappingProblem::new(MappingCode::OtherForm, &form.settings.id, &form.settings.version));
    }
    for makes in &mapping.makes {
        match kinds::by_slug(&makes.kind) {
            Some(meta) => check_makes(makes, meta, form, &mut problems),
            None => problems.push(MappingProblem::new(MappingCode::UnknownKind, &makes.kind, "")),
        }
    }
    let taken = mapping.taken();
    for path in taken.iter().filter(|path| item(form, path).is_none()) {
        problems.push(MappingProblem::new(MappingCode::UnknownQuestion, path, ""));
    }
    for (id, asked) in form.ids() {
        let path = short_path(form, id);
        let silent = matches!(asked.question(), None | Some(Question::Note));
        if !silent && asked.question().is_some_and(Question::is_shown) && !taken.contains(&path) {
            problems.push(MappingProblem::new(MappingCode::Untaken, &path, ""));
        }
    }
    problems
}

fn check_makes(makes: &Makes, meta: &'static KindMeta, form: &Form, problems: &mut Vec<MappingProblem>) {
    let repeat =
        |path: &str| item(form, path).and_then(|id| form.item(id)).is_some_and(|item| item.is_repeat());
    if let Some(each) = makes.each.as_deref().filter(|each| !repeat(each)) {
        problems.push(MappingProblem::new(MappingCode::NotARepeat, each, ""));
    }
    let step = makes.step.as_deref().map(|name| meta.lifecycle.steps.iter().find(|step| step.action == name));
    if let (Some(None), Some(name)) = (step, &makes.step) {
        problems.push(MappingProblem::new(MappingCode::UnknownStep, name, meta.slug));
    }
    let needed: Vec<&str> = match step.flatten() {
        Some(step) => step.needs.to_vec(),
        None => meta
            .fields
            .iter()
            .filter(|field| field.required && !field.computed)
            .map(|field| field.name)
            .collect(),
    };
    for name in needed.iter().filter(|name| !makes.fields.contains_key(**name)) {
        problems.push(MappingProblem::new(MappingCode::MissingField, name, meta.slug));
    }
    for (name, from) in &makes.fields {
        match meta.field(name).map(|(_, field)| field).filter(|field| !field.computed) {
            Some(field) => check_field(makes, field, from, form, problems),
            None => problems.push(MappingProblem::new(MappingCode::UnknownField, name, meta.slug)),
        }
    }
}

fn check_field(makes: &Makes, field: &Field, from: &From, form: &Form, problems: &mut Vec<MappingProblem>) {
    let mut wrong = |what: &str| problems.push(MappingProblem::new(MappingCode::WrongType, what, field.name));
    match from {
        From::Always(text) => {
            let today = jiff::civil::date(2200, 1, 1);
            if model::draft::parse_text(field.shape, text, today).is_err() {
                wrong(text);
            }
        }
        From::FilledOn | From::DaysAfter(_) => {
            if !matches!(field.shape, Shape::Date { .. }) {
                wrong("");
            }
        }
        From::Lines(_) => {
            if !matches!(field.shape, Shape::Narrative(_) | Shape::Line(_)) {
                wrong("");
            }
        }
        From::Question(path) => {
            let whole = match &makes.each {
                Some(each) => format!("{each}/{path}"),
                None => path.clone(),
            };
            // A question that is not there is said elsewhere.
            let Some(question) =
                item(form, &whole).and_then(|id| form.item(id)).and_then(|item| item.question())
            else {
                return;
            };
            check_question(field, question, &whole, form, problems);
        }
    }
}

fn check_question(
    field: &Field,
    question: &Question,
    path: &str,
    form: &Form,
    problems: &mut Vec<MappingProblem>,
) {
    // What is computed has no type of its own; the draft reads it when it comes.
    let computed = matches!(question, Question::Calculate | Question::Hidden);
    let fits = computed
        || match field.shape {
            Shape::Line(_) | Shape::Narrative(_) => question.list().is_none(),
            Shape::Code(_) | Shape::Region | Shape::YesNo => matches!(question, Question::SelectOne(_)),
            Shape::Codes(_) => matches!(question, Question::SelectMultiple(_) | Question::SelectOne(_)),
            Shape::Date { .. } => matches!(question, Question::Date | Question::Preload(_)),
            Shape::Number { .. } => matches!(question, Question::Integer | Question::Range(_)),
            Shape::Instant | Shape::Link(_) => false,
        };
    if !fits {
        problems.push(MappingProblem::new(MappingCode::WrongType, path, field.name));
        return;
    }
    let Some(list) = question.list().and_then(|name| form.list(name)) else { return };
    for choice in &list.choices {
        let known = match field.shape {
            Shape::Code(list) | Shape::Codes(list) => {
                codes::list(list).is_some_and(|list| list.get(&choice.name).is_some())
            }
            Shape::YesNo => matches!(choice.name.as_str(), "true" | "false" | "unknown"),
            Shape::Region => model::regions::get(&choice.name).is_some(),
            _ => true,
        };
        if !known {
            problems.push(MappingProblem::new(MappingCode::WrongCode, path, &choice.name));
        }
    }
}
