//! What changes between two versions of a form, before the new one is published.

mod words;

use std::collections::{BTreeMap, BTreeSet};

use model::Lang;

use crate::form::{ChoiceList, Form, Formula, Item, Kind, LocalText, Question};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// What changed.
    pub code: ChangeCode,
    /// Path of the question, or name of the list.
    pub place: String,
    /// Before and after, where there is such a thing: paths, types, codes; never answers.
    pub before: String,
    /// See [`Self::before`].
    pub after: String,
}

/// Families of change, those that need the most thought first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeCode {
    /// The forms have different ids: they are not versions of one form.
    OtherForm,
    /// The form changed and its version did not.
    SameVersion,
    /// A question is gone; what was answered stays in old submissions alone.
    Removed,
    /// A question has another name or place.
    Renamed,
    /// A question has another type.
    Retyped,
    /// A choice is no longer offered.
    ChoiceGone,
    /// A language is gone.
    LanguageGone,
    /// A question must now be answered.
    Required,
    /// A constraint, relevance, calculation or filter is another.
    Rule,
    /// A question is new.
    Added,
    /// A choice is new.
    ChoiceAdded,
    /// A language is new.
    LanguageAdded,
    /// A question need not be answered any more.
    Optional,
    /// A question says something else.
    Reworded,
}

impl ChangeCode {
    /// A fixed code for API and screens.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OtherForm => "other-form",
            Self::SameVersion => "same-version",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Retyped => "retyped",
            Self::ChoiceGone => "choice-gone",
            Self::LanguageGone => "language-gone",
            Self::Required => "required",
            Self::Rule => "rule",
            Self::Added => "added",
            Self::ChoiceAdded => "choice-added",
            Self::LanguageAdded => "language-added",
            Self::Optional => "optional",
            Self::Reworded => "reworded",
        }
    }

    /// Whether reports that span both versions must take care.
    #[must_use]
    pub fn breaks_series(self) -> bool {
        self <= Self::ChoiceGone
    }
}

impl Change {
    fn new(code: ChangeCode, place: &str, before: &str, after: &str) -> Self {
        Self { code, place: place.to_owned(), before: before.to_owned(), after: after.to_owned() }
    }

    /// The change in one sentence.
    #[must_use]
    pub fn line(&self, lang: Lang) -> String {
        words::line(self, lang)
    }
}

/// Says what changes, the weightiest first.
#[must_use]
pub fn changes(old: &Form, new: &Form) -> Vec<Change> {
    let mut found = Vec::new();
    if old.settings.id != new.settings.id {
        found.push(Change::new(ChangeCode::OtherForm, "", &old.settings.id, &new.settings.id));
    }
    compare_questions(old, new, &mut found);
    compare_lists(old, new, &mut found);
    let gone = old.languages.iter().filter(|language| !new.languages.contains(language));
    found.extend(gone.map(|language| Change::new(ChangeCode::LanguageGone, language, language, "")));
    let added = new.languages.iter().filter(|language| !old.languages.contains(language));
    found.extend(added.map(|language| Change::new(ChangeCode::LanguageAdded, language, "", language)));
    if !found.is_empty() && old.settings.version == new.settings.version {
        found.push(Change::new(ChangeCode::SameVersion, "", &old.settings.version, &new.settings.version));
    }
    found.sort();
    found
}

type Questions<'a> = BTreeMap<String, &'a Item>;

fn questions(form: &Form) -> Questions<'_> {
    form.ids().skip(1).map(|(id, item)| (form.path(id), item)).collect()
}

fn compare_questions(old: &Form, new: &Form, found: &mut Vec<Change>) {
    let (before, after) = (questions(old), questions(new));
    let mut gone: Questions<'_> = before
        .iter()
        .filter(|(path, _)| !after.contains_key(*path))
        .map(|(path, item)| (path.clone(), *item))
        .collect();
    for (path, item) in &after {
        match before.get(path) {
            Some(earlier) => compare_item(path, earlier, item, found),
            None => {
                let twin =
                    gone.iter().find(|(_, earlier)| is_twin(earlier, item)).map(|(path, _)| path.clone());
                match twin {
                    Some(earlier) => {
                        found.push(Change::new(ChangeCode::Renamed, path, &earlier, path));
                        gone.remove(&earlier);
                    }
                    None => found.push(Change::new(ChangeCode::Added, path, "", path)),
                }
            }
        }
    }
    found.extend(gone.keys().map(|path| Change::new(ChangeCode::Removed, path, path, "")));
}

/// Whether an item that is gone and a new one are one and the same: same kind, and same name or same words.
fn is_twin(earlier: &Item, item: &Item) -> bool {
    let same_words = !item.label.text.is_empty() && earlier.label.text == item.label.text;
    kind_name(earlier) == kind_name(item) && (earlier.name == item.name || same_words)
}

fn kind_name(item: &Item) -> String {
    match &item.kind {
        Kind::Group => "group".to_owned(),
        Kind::Repeat { .. } => "repeat".to_owned(),
        Kind::Question(question) => match question.list() {
            Some(list) => format!("{} {list}", question.name()),
            None => question.name().to_owned(),
        },
    }
}

fn compare_item(path: &str, earlier: &Item, item: &Item, found: &mut Vec<Change>) {
    let (before, after) = (kind_name(earlier), kind_name(item));
    if before != after {
        found.push(Change::new(ChangeCode::Retyped, path, &before, &after));
    }
    let source = |formula: &Option<Formula>| {
        formula.as_ref().map(|formula| formula.source.clone()).unwrap_or_default()
    };
    let rules = [
        (&earlier.relevant, &item.relevant),
        (&earlier.constraint, &item.constraint),
        (&earlier.calculation, &item.calculation),
        (&earlier.choice_filter, &item.choice_filter),
    ];
    for (before, after) in rules.map(|(before, after)| (source(before), source(after))) {
        if before != after {
            found.push(Change::new(ChangeCode::Rule, path, &before, &after));
        }
    }
    let must = |item: &Item| item.required.as_ref().filter(|rule| rule.xpath != "false()").is_some();
    match (must(earlier), must(item)) {
        (false, true) => found.push(Change::new(ChangeCode::Required, path, "", "")),
        (true, false) => found.push(Change::new(ChangeCode::Optional, path, "", "")),
        _ => {}
    }
    if let Some((before, after)) = reworded(&earlier.label.text, &item.label.text) {
        found.push(Change::new(ChangeCode::Reworded, path, &before, &after));
    }
}

/// The first language in which a text says something else.
fn reworded(earlier: &LocalText, text: &LocalText) -> Option<(String, String)> {
    text.0.iter().find_map(|(language, words)| {
        let before = earlier.exact(language.as_deref())?;
        (before != words).then(|| (before.to_owned(), words.clone()))
    })
}

/// Lists that questions of both versions use.
fn compare_lists(old: &Form, new: &Form, found: &mut Vec<Change>) {
    let used = |form: &Form, name: &str| {
        form.items.iter().filter_map(|item| item.question().and_then(Question::list)).any(|list| list == name)
    };
    for list in new.lists.iter().filter(|list| used(new, &list.name)) {
        let Some(earlier) = old.list(&list.name) else { continue };
        let names = |list: &ChoiceList| -> BTreeSet<String> {
            list.choices.iter().map(|choice| choice.name.clone()).collect()
        };
        let (before, after) = (names(earlier), names(list));
        for choice in earlier.choices.iter().filter(|choice| !after.contains(&choice.name)) {
            found.push(Change::new(ChangeCode::ChoiceGone, &list.name, &choice.name, ""));
        }
        for choice in list.choices.iter().filter(|choice| !before.contains(&choice.name)) {
            found.push(Change::new(ChangeCode::ChoiceAdded, &list.name, "", &choice.name));
        }
    }
}
