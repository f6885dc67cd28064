//! Options of a select: written with the field, or in a list of their own.

use serde::Deserialize;

use super::{Field, Texts, name};

/// A list of options that several fields share.
#[derive(Deserialize)]
pub(super) struct Lookup {
    unique_id: String,
    #[serde(default, alias = "lookup_values_i18n")]
    values: Vec<Choice>,
}

#[derive(Deserialize, Clone)]
pub(super) struct Choice {
    id: String,
    #[serde(default)]
    display_text: Text,
}

/// A text in one language or in several.
#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum Text {
    One(String),
    Several(Texts),
}

impl Default for Text {
    fn default() -> Self {
        Self::Several(Texts::new())
    }
}

/// Options written with a field: one list, or one for each language.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Inline {
    List(Vec<Choice>),
    ByLanguage(std::collections::BTreeMap<String, Vec<Choice>>),
}

pub(super) struct Options<'a> {
    pub(super) lookups: &'a [Lookup],
}

impl Options<'_> {
    /// The name of the list and its options; nothing where Primero keeps them elsewhere.
    pub(super) fn of(&self, field: &Field) -> Option<(String, Vec<(String, Texts)>)> {
        if let Some(source) = field.option_strings_source.as_deref().filter(|source| !source.is_empty()) {
            let wanted = source.strip_prefix("lookup ").unwrap_or(source).trim();
            let lookup = self.lookups.iter().find(|lookup| lookup.unique_id == wanted)?;
            return filled(name(wanted), lookup.values.iter().map(read).collect());
        }
        let own = name(&field.name);
        match field.option_strings_text.as_ref()? {
            Inline::List(choices) => filled(own, choices.iter().map(read).collect()),
            Inline::ByLanguage(lists) => {
                let mut options: Vec<(String, Texts)> = Vec::new();
                for (language, choices) in lists {
                    for choice in choices {
                        let (code, texts) = read(choice);
                        let text = texts.into_values().next().unwrap_or_default();
                        match options.iter_mut().find(|(known, _)| *known == code) {
                            Some((_, known)) => drop(known.insert(language.clone(), text)),
                            None => options.push((code, Texts::from([(language.clone(), text)]))),
                        }
                    }
                }
                filled(own, options)
            }
        }
    }
}

fn filled(list: String, options: Vec<(String, Texts)>) -> Option<(String, Vec<(String, Texts)>)> {
    (!options.is_empty()).then_some((list, options))
}

fn read(choice: &Choice) -> (String, Texts) {
    let texts = match &choice.display_text {
        Text::One(text) => Texts::from([("en".to_owned(), text.clone())]),
        Text::Several(texts) => texts.clone(),
    };
    // Choices of several answers are parted by spaces.
    (choice.id.split_whitespace().collect::<Vec<_>>().join("_"), texts)
}
