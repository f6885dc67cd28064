//! From a kind's declaration to a form.

use model::{DataGroup, Date, Draft, Field, KindMeta, Problem, ProblemCode, Role, Shape, codes};

use super::choices::{of_list, of_regions};
use super::{Choice, Control, Input, Links, Section};
use crate::i18n::Words;
use crate::session::Posted;

/// At most this many choices are shown all at once; more become a list to open.
const RADIOS: usize = 5;

/// A form, ready to be drawn.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its controls under headings.
    pub sections: Vec<Section>,
    /// Problems that no shown control has.
    pub elsewhere: Vec<String>,
}

impl Form {
    /// Controls that have problems, for the summary.
    pub fn problems(&self) -> Vec<&Control> {
        self.sections.iter().flat_map(|s| &s.controls).filter(|control| control.problem.is_some()).collect()
    }

    /// Whether anything is wrong.
    pub fn failed(&self) -> bool {
        !self.elsewhere.is_empty() || !self.problems().is_empty()
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.sections.iter().all(|section| section.controls.is_empty())
    }
}

/// One field in a form.
#[derive(Debug, Clone, Copy)]
pub struct FieldUse {
    /// The field.
    pub field: &'static Field,
    /// Whether this form asks for it.
    pub required: bool,
}

/// Makes a form.
pub struct FormBuilder<'a> {
    words: Words,
    meta: &'static KindMeta,
    today: Date,
    draft: &'a Draft,
    problems: &'a [Problem],
    theirs: Option<&'a Draft>,
    links: Links,
    flat: bool,
}

impl<'a> FormBuilder<'a> {
    /// A form of a kind that shows this draft. Parts of a matter are asked in the order of their declaration, which is that of
    /// the work; roots and people hold too much for one run and go under headings.
    pub const fn new(words: Words, meta: &'static KindMeta, today: Date, draft: &'a Draft) -> Self {
        let flat = matches!(meta.role, Role::Part(_));
        Self { words, meta, today, draft, problems: &[], theirs: None, links: Links::NONE, flat }
    }

    /// With what is wrong with the draft.
    #[must_use]
    pub fn problems(mut self, problems: &'a [Problem]) -> Self {
        self.problems = problems;
        self
    }

    /// Beside what somebody else wrote meanwhile.
    #[must_use]
    pub fn theirs(mut self, theirs: &'a Draft) -> Self {
        self.theirs = Some(theirs);
        self
    }

    /// With the parts of the same matter that a field may point to.
    #[must_use]
    pub(crate) fn links(mut self, links: Links) -> Self {
        self.links = links;
        self
    }

    /// In the order given, without headings: for short forms.
    #[must_use]
    pub fn flat(mut self) -> Self {
        self.flat = true;
        self
    }

    /// The form with these fields.
    pub fn build(&self, fields: &[FieldUse]) -> Form {
        let sections = if self.flat { self.one_section(fields) } else { self.by_group(fields) };
        let asked = |name: &str| fields.iter().any(|used| used.field.name == name);
        let elsewhere = self.problems.iter().filter(|problem| !asked(&problem.field)).map(|problem| {
            let label = self.words.field(self.meta.slug, &problem.field);
            format!("{label}: {}", problem_text(self.words, problem.code, None))
        });
        Form { sections, elsewhere: elsewhere.collect() }
    }

    fn one_section(&self, fields: &[FieldUse]) -> Vec<Section> {
        let controls: Vec<Control> =
            fields.iter().map(|used| self.control(used.field, used.required)).collect();
        if controls.is_empty() { Vec::new() } else { vec![Section { title: String::new(), controls }] }
    }

    fn by_group(&self, fields: &[FieldUse]) -> Vec<Section> {
        let mut sections = Vec::new();
        for group in DataGroup::ALL {
            let controls: Vec<Control> = fields
                .iter()
                .filter(|used| used.field.group == group)
                .map(|used| self.control(used.field, used.required))
                .collect();
            if !controls.is_empty() {
                sections.push(Section { title: group_title(self.words, group), controls });
            }
        }
        sections
    }

    fn control(&self, field: &'static Field, required: bool) -> Control {
        let value = self.draft.0.get(field.name).cloned().unwrap_or_default();
        let key = self.meta.label_key(field.name);
        let problem = self.problems.iter().find(|problem| problem.field == field.name);
        let mut control = Control::new(field.name, self.words.t(&key), self.input(field, &value, required));
        control.hint = self.words.maybe(&format!("{key}.hint")).map(|hint| hint.into_owned());
        control.required = required;
        control.problem = problem.map(|problem| problem_text(self.words, problem.code, Some(field)));
        control.theirs = self.difference(field, &value);
        control.value = value;
        control
    }

    fn difference(&self, field: &Field, mine: &str) -> Option<String> {
        let read = |text: &str| model::draft::parse_text(field.shape, text.trim(), self.today).ok();
        let (theirs, mine) = (read(self.theirs?.text(field.name)), read(mine));
        let plain =
            |value: &Option<model::Value>| value.as_ref().map(model::Value::to_text).unwrap_or_default();
        if plain(&theirs) == plain(&mine) {
            return None;
        }
        Some(match theirs {
            Some(value) if !value.is_missing() => crate::say::plain(self.words, field, &value),
            _ => self.words.t("value-empty").into_owned(),
        })
    }

    fn input(&self, field: &Field, value: &str, required: bool) -> Input {
        match field.shape {
            Shape::Line(max) => Input::Line(max),
            Shape::Narrative(max) => Input::Narrative(max),
            Shape::Code("face-scale") => Input::Faces(of_list(self.words, "face-scale", value)),
            Shape::Code(list) => {
                let mut choices = of_list(self.words, list, value);
                if choices.len() > RADIOS {
                    return Input::Select(choices);
                }
                // A button once pressed cannot be let go: whoever need not answer can take the answer back.
                if !required {
                    choices.push(Choice::new("", self.words.t("form-no-answer"), value.is_empty()));
                }
                Input::Radios(choices)
            }
            Shape::Codes(list) => Input::Checks(of_list(self.words, list, value)),
            Shape::Date { future } => Input::Date((!future).then(|| self.today.to_string())),
            Shape::Instant => Input::Line(20),
            Shape::Number { min, max, unit } => Input::Number(
                min,
                max,
                self.words.maybe(&format!("{unit}.short")).unwrap_or_default().into_owned(),
            ),
            Shape::YesNo => Input::Radios(self.yes_no(value, required)),
            Shape::Region => Input::Groups(of_regions(self.words, value)),
            Shape::Link(kind) => match self.links.choices(kind, value) {
                Some(choices) => Input::Select(choices),
                None => Input::Line(36),
            },
        }
    }

    fn yes_no(&self, value: &str, required: bool) -> Vec<Choice> {
        let mut choices = vec![
            Choice::new("true", self.words.t("yes"), value == "true"),
            Choice::new("false", self.words.t("no"), value == "false"),
        ];
        if !required {
            choices.push(Choice::new("unknown", self.words.t("not-known"), matches!(value, "" | "unknown")));
        }
        choices
    }
}

/// The heading of a data group.
pub(crate) fn group_title(words: Words, group: DataGroup) -> String {
    match codes::list("data-group").and_then(|list| list.label(group.code(), words.lang)) {
        Some(label) => label.to_owned(),
        None => words.t(&format!("group-{}", group.code())).into_owned(),
    }
}

/// What is wrong with a field and how to mend it.
pub(crate) fn problem_text(words: Words, code: ProblemCode, field: Option<&Field>) -> String {
    let key = format!("problem-{}", problem_name(code));
    match (code, field.map(|field| field.shape)) {
        (ProblemCode::TooLong, Some(Shape::Line(max) | Shape::Narrative(max))) => {
            words.count(&key, i64::try_from(max).unwrap_or(i64::MAX)).into_owned()
        }
        (ProblemCode::OutOfRange, Some(Shape::Number { min, max, .. })) => {
            let (min, max) = (crate::say::grouped(words, min), crate::say::grouped(words, max));
            words.with(&key, &[("min", &min), ("max", &max)]).into_owned()
        }
        (ProblemCode::TooLong | ProblemCode::OutOfRange, _) => words.t("problem-unknown-field").into_owned(),
        _ => words.t(&key).into_owned(),
    }
}

/// The name of a problem in keys and in the API.
pub(crate) fn problem_name(code: ProblemCode) -> String {
    serde_json::to_value(code).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What was typed into these fields. Boxes that nobody ticked are sent as nothing, so a field that was on the form and did
/// not come back is empty; a field that was not on the form is not mentioned.
pub fn typed(posted: &Posted, fields: &[FieldUse]) -> Draft {
    let mut draft = Draft::default();
    for used in fields {
        let name = used.field.name;
        match used.field.shape {
            Shape::Codes(_) => draft.set(name, posted.all(name).collect::<Vec<_>>().join(" ")),
            _ => draft.set(name, posted.text(name)),
        }
    }
    draft
}
