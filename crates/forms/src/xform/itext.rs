//! Texts in several languages. A text without a language stands where it is said, unless it needs a second form (guidance) or shares
//! a list with translated ones.

use std::collections::BTreeMap;

use super::Reader;
use crate::form::{ChoiceList, Form, Item, ItemId, LocalText, Piece, Templated};
use crate::xml::{Content, Element};

/// Language of texts that carry none, where they must stand beside translated ones.
const NO_LANGUAGE: &str = "default";

/// One value of a text: its form and its pieces by language.
type Value = (Option<&'static str>, BTreeMap<Option<String>, Vec<Piece>>);

/// Every text that languages share, in the order of the document.
pub(super) struct Texts {
    entries: Vec<(String, Vec<Value>)>,
    /// Who reads them.
    pub(super) reader: Reader,
}

impl Texts {
    pub(super) fn of(form: &Form, reader: Reader) -> Self {
        let mut entries = Vec::new();
        for list in form.lists.iter().filter(|list| reader.holds(list) && list.is_translated()) {
            for (index, choice) in list.choices.iter().enumerate() {
                entries.push((format!("{}-{index}", list.name), vec![(None, plain(&choice.label))]));
            }
        }
        for (id, item) in form.ids() {
            collect(&form.path(id), item, &mut entries);
        }
        Self { entries, reader }
    }

    /// Whether the choices of a list are named by text ids.
    pub(super) fn names(&self, list: &ChoiceList) -> bool {
        self.reader.holds(list) && list.is_translated()
    }

    /// The element, when there is any text for it.
    pub(super) fn element(&self, form: &Form) -> Option<Element> {
        if self.entries.is_empty() {
            return None;
        }
        let without =
            self.entries.iter().flat_map(|(_, values)| values).any(|(_, by)| by.contains_key(&None));
        let mut languages: Vec<Option<String>> = form.languages.iter().cloned().map(Some).collect();
        if without {
            languages.push(None);
        }
        let mut itext = Element::new("itext");
        for language in languages {
            let name = language.as_deref().unwrap_or(NO_LANGUAGE);
            let mut translation = Element::new("translation").with("lang", name);
            if form.default_language().unwrap_or(NO_LANGUAGE) == name {
                translation = translation.with("default", "true()");
            }
            for (id, values) in &self.entries {
                let mut text = Element::new("text").with("id", id.as_str());
                for (shape, by_language) in values {
                    let mut value = Element::new("value");
                    if let Some(shape) = shape {
                        value = value.with("form", *shape);
                    }
                    match by_language.get(&language) {
                        Some(pieces) => push_pieces(&mut value, pieces),
                        None => value = value.saying("-"),
                    }
                    text.push(value);
                }
                translation.push(text);
            }
            itext.push(translation);
        }
        Some(itext)
    }
}

fn collect(path: &str, item: &Item, entries: &mut Vec<(String, Vec<Value>)>) {
    for (name, message) in
        [("jr:constraintMsg", &item.constraint_message), ("jr:requiredMsg", &item.required_message)]
    {
        if message.is_translated() {
            entries.push((format!("{path}:{name}"), vec![(None, plain(message))]));
        }
    }
    if item.label.text.is_translated() {
        entries.push((format!("{path}:label"), vec![(None, in_pieces(&item.label))]));
    }
    if hint_in_itext(item) {
        let mut values = Vec::new();
        if !item.hint.text.is_empty() {
            values.push((None, in_pieces(&item.hint)));
        }
        if !item.guidance.text.is_empty() {
            values.push((Some("guidance"), in_pieces(&item.guidance)));
        }
        entries.push((format!("{path}:hint"), values));
    }
}

/// Guidance is a second form of the hint, and only the shared texts know forms.
pub(super) fn hint_in_itext(item: &Item) -> bool {
    item.hint.text.is_translated() || !item.guidance.text.is_empty()
}

fn plain(text: &LocalText) -> BTreeMap<Option<String>, Vec<Piece>> {
    text.0.iter().map(|(language, words)| (language.clone(), vec![Piece::Words(words.clone())])).collect()
}

fn in_pieces(text: &Templated) -> BTreeMap<Option<String>, Vec<Piece>> {
    let languages = text.text.0.iter().map(|(language, _)| language.clone());
    languages
        .map(|language| (language.clone(), text.exact(language.as_deref()).unwrap_or_default().to_vec()))
        .collect()
}

/// A label or hint of an item: a reference to the shared texts, or the words themselves.
pub(super) fn shown(name: &str, form: &Form, id: ItemId, text: &Templated, shared: bool) -> Option<Element> {
    let mut element = Element::new(name);
    if shared {
        return Some(element.with("ref", format!("jr:itext('{}:{name}')", form.path(id))));
    }
    push_pieces(&mut element, text.exact(None)?);
    Some(element)
}

fn push_pieces(element: &mut Element, pieces: &[Piece]) {
    for piece in pieces {
        match piece {
            Piece::Words(words) => element.children.push(Content::Text(words.clone())),
            Piece::Answer(_, path) => element.push(Element::new("output").with("value", format!(" {path} "))),
        }
    }
}
