//! What a list offers.

use model::{codes, regions};

use crate::i18n::Words;

/// One thing that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
    /// Whether it is chosen.
    pub on: bool,
}

impl Choice {
    /// Something to choose.
    pub fn new(code: &str, label: impl Into<String>, on: bool) -> Self {
        Self { code: code.to_owned(), label: label.into(), on }
    }
}

/// Choices under one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceGroup {
    /// The label.
    pub label: String,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// What a code list offers; a chosen code that is no longer offered, or came from elsewhere, stays choosable.
pub(crate) fn of_list(words: Words, list: &str, chosen: &str) -> Vec<Choice> {
    let on = |code: &str| chosen.split_whitespace().any(|one| one == code);
    let mut choices: Vec<Choice> = codes::list(list)
        .into_iter()
        .flat_map(|list| list.offered())
        .map(|code| Choice::new(code.code, code.label(words.lang), on(code.code)))
        .collect();
    for code in chosen.split_whitespace() {
        if !choices.iter().any(|choice| choice.code == code) {
            choices.push(Choice::new(code, words.code(list, code), true));
        }
    }
    choices
}

/// Provinces with their regencies. The province itself may be chosen where the regency is not known.
pub(crate) fn of_regions(words: Words, chosen: &str) -> Vec<ChoiceGroup> {
    let whole = words.t("region-whole-province");
    regions::provinces()
        .map(|province| {
            let all =
                Choice::new(province.code, format!("{}: {whole}", province.name), province.code == chosen);
            let regencies = regions::regencies_of(province.code)
                .map(|regency| Choice::new(regency.code, regency.name, regency.code == chosen));
            ChoiceGroup {
                label: province.name.to_owned(),
                choices: std::iter::once(all).chain(regencies).collect(),
            }
        })
        .collect()
}
