//! One control of a form, ready to be drawn by the macros in `templates/macros/forms.html`.

use super::{Choice, ChoiceGroup};

/// A labelled control with its hint and its problem.
#[derive(Debug, Clone)]
pub struct Control {
    /// Name that is sent, and id in the page.
    pub name: String,
    /// Label.
    pub label: String,
    /// What to know before filling it.
    pub hint: Option<String>,
    /// Whether it must be filled.
    pub required: bool,
    /// What stands in it, as typed.
    pub value: String,
    /// What is wrong with it.
    pub problem: Option<String>,
    /// What somebody else wrote there meanwhile.
    pub theirs: Option<String>,
    /// How it is filled.
    pub input: Input,
    /// What choosing nothing in a list is called: the usual word when `None`, not offered at all when empty.
    pub nothing: Option<String>,
    /// `off` or a token of the HTML standard; anything about a child stays out of a browser's memory.
    pub autocomplete: &'static str,
}

/// How a control is filled.
#[derive(Debug, Clone)]
pub enum Input {
    /// One line of so many characters.
    Line(usize),
    /// Several lines of so many characters.
    Narrative(usize),
    /// One of a few.
    Radios(Vec<Choice>),
    /// One of five faces, from very unhappy to very happy, for who reads little.
    Faces(Vec<Choice>),
    /// One of many.
    Select(Vec<Choice>),
    /// Any of some.
    Checks(Vec<Choice>),
    /// One of many in groups.
    Groups(Vec<ChoiceGroup>),
    /// A day, up to the given one if there is one.
    Date(Option<String>),
    /// A whole number between two bounds, with its unit.
    Number(i64, i64, String),
    /// A secret.
    Password,
    /// An address to sign in with.
    Email,
    /// Six digits.
    Code,
}

impl Control {
    /// A line to be typed, for pages drawn by hand.
    pub fn new(name: &str, label: impl Into<String>, input: Input) -> Self {
        Self {
            name: name.to_owned(),
            label: label.into(),
            hint: None,
            required: false,
            value: String::new(),
            problem: None,
            theirs: None,
            input,
            nothing: None,
            autocomplete: "off",
        }
    }

    /// Must be filled.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With what stands in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With what is wrong with it.
    #[must_use]
    pub fn problem(mut self, problem: Option<String>) -> Self {
        self.problem = problem;
        self
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// With another word for choosing nothing; an empty one offers no such choice.
    #[must_use]
    pub fn nothing(mut self, word: impl Into<String>) -> Self {
        self.nothing = Some(word.into());
        self
    }

    /// What a browser may fill in by itself.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = token;
        self
    }

    /// Whether it is a group of boxes or buttons, which is labelled by a legend.
    pub fn grouped(&self) -> bool {
        matches!(self.input, Input::Radios(_) | Input::Faces(_) | Input::Checks(_))
    }

    /// Ids of hint and problem, for assistive technology.
    pub fn described(&self) -> String {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{}-hint", self.name));
        }
        if self.problem.is_some() {
            ids.push(format!("{}-problem", self.name));
        }
        if self.theirs.is_some() {
            ids.push(format!("{}-theirs", self.name));
        }
        ids.join(" ")
    }

    /// Where a link to this control leads: the first button of a group, else the control itself.
    pub fn anchor(&self) -> String {
        if self.grouped() { format!("{}-0", self.name) } else { self.name.clone() }
    }
}

/// Controls under one heading.
#[derive(Debug, Clone)]
pub struct Section {
    /// Heading; a form with a single section shows none.
    pub title: String,
    /// Its controls.
    pub controls: Vec<Control>,
}

impl Section {
    /// Whether something stands in it or is wrong with it: then it is not folded away.
    pub fn filled(&self) -> bool {
        self.controls.iter().any(|c| c.problem.is_some() || !matches!(c.value.as_str(), "" | "unknown"))
    }
}
