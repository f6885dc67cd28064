//! What people see.

use super::binds::set_value;
use super::itext::{self, Texts};
use super::{expression, is_triggered};
use crate::form::{ChoiceList, Default, Form, Item, ItemId, Kind, Question};
use crate::xml::Element;

pub(super) fn element(form: &Form, texts: &Texts) -> Element {
    let mut body = Element::new("h:body");
    if !form.settings.style.is_empty() {
        body = body.with("class", form.settings.style.as_str());
    }
    push_children(form, texts, ItemId::ROOT, &mut body);
    body
}

fn push_children(form: &Form, texts: &Texts, id: ItemId, into: &mut Element) {
    for child in form.item(id).map(|item| item.children.as_slice()).unwrap_or_default() {
        let Some(item) = form.item(*child) else { continue };
        let control = match &item.kind {
            Kind::Group => Some(group(form, texts, *child, item)),
            Kind::Repeat { .. } => Some(repeat(form, texts, *child, item)),
            Kind::Question(question) => control(form, texts, *child, item, question),
        };
        if let Some(control) = control {
            into.push(control);
        }
    }
}

fn looks(element: Element, item: &Item) -> Element {
    if item.appearance.is_empty() { element } else { element.with("appearance", item.appearance.as_str()) }
}

fn group(form: &Form, texts: &Texts, id: ItemId, item: &Item) -> Element {
    let mut group = looks(Element::new("group").with("ref", form.path(id)), item);
    push_words(form, id, item, &mut group);
    push_children(form, texts, id, &mut group);
    group
}

fn repeat(form: &Form, texts: &Texts, id: ItemId, item: &Item) -> Element {
    let path = form.path(id);
    let mut group = Element::new("group").with("ref", path.as_str());
    push_words(form, id, item, &mut group);
    let mut repeat = looks(Element::new("repeat").with("nodeset", path), item);
    if let Kind::Repeat { count: Some(count) } = &item.kind {
        repeat = repeat.with("jr:count", expression(count));
    }
    push_children(form, texts, id, &mut repeat);
    for inner in within(form, id) {
        if let Some(Default::Dynamic(formula)) = form.item(inner).and_then(|item| item.default.as_ref()) {
            repeat.push(set_value(&form.path(inner), "odk-new-repeat", &expression(formula)));
        }
    }
    group.push(repeat);
    group
}

/// The questions of a repeat's row, without those of a repeat within it.
fn within(form: &Form, id: ItemId) -> Vec<ItemId> {
    let mut found = Vec::new();
    let mut waiting: Vec<ItemId> = form.item(id).map(|item| item.children.clone()).unwrap_or_default();
    waiting.reverse();
    while let Some(next) = waiting.pop() {
        let Some(item) = form.item(next).filter(|item| !item.is_repeat()) else { continue };
        found.push(next);
        waiting.extend(item.children.iter().rev());
    }
    found
}

fn push_words(form: &Form, id: ItemId, item: &Item, into: &mut Element) {
    let label = || itext::shown("label", form, id, &item.label, item.label.text.is_translated());
    if let Some(label) = (!item.label.text.is_empty()).then(label).flatten() {
        into.push(label);
    }
    let shared = itext::hint_in_itext(item);
    let hint = || itext::shown("hint", form, id, &item.hint, shared);
    if let Some(hint) = (shared || !item.hint.text.is_empty()).then(hint).flatten() {
        into.push(hint);
    }
}

fn control(form: &Form, texts: &Texts, id: ItemId, item: &Item, question: &Question) -> Option<Element> {
    // What is computed without a label is not seen.
    if !question.is_shown()
        || (item.calculation.is_some() && item.label.text.is_empty() && item.hint.text.is_empty())
    {
        return None;
    }
    let list = question.list().and_then(|list| form.list(list));
    let looked_up = list.filter(|list| texts.reader.looks_up(list));
    let name = match question {
        _ if looked_up.is_some() => "input",
        Question::SelectOne(_) => "select1",
        Question::SelectMultiple(_) => "select",
        Question::Rank(_) => "odk:rank",
        Question::Acknowledge => "trigger",
        Question::Range(_) => "range",
        _ => "input",
    };
    let mut control = looks(Element::new(name).with("ref", form.path(id)), item);
    if let Question::Range(range) = question {
        control = control.with("start", &*range.start).with("end", &*range.end).with("step", &*range.step);
    }
    for (parameter, attribute) in [
        ("rows", "rows"),
        ("capture-accuracy", "accuracyThreshold"),
        ("warning-accuracy", "unacceptableAccuracyThreshold"),
    ] {
        if let Some((_, value)) = item.parameters.iter().find(|(own, _)| own == parameter) {
            control = control.with(attribute, value.as_str());
        }
    }
    if let Some(list) = looked_up {
        control = control.with("query", offered(item, list));
    }
    push_words(form, id, item, &mut control);
    if let Some(list) = list.filter(|_| looked_up.is_none()) {
        control.push(itemset(texts, item, list));
    }
    push_triggered(form, id, &mut control);
    Some(control)
}

/// The choices of a list that a question offers.
fn offered(item: &Item, list: &ChoiceList) -> String {
    let filter = item.choice_filter.as_ref().map(|filter| format!("[{}]", expression(filter)));
    format!("instance('{}')/root/item{}", list.instance(), filter.unwrap_or_default())
}

fn itemset(texts: &Texts, item: &Item, list: &ChoiceList) -> Element {
    let mut nodes = offered(item, list);
    let parameter =
        |name: &str| item.parameters.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    if parameter("randomize").is_some_and(|value| value == "true" || value == "yes") {
        nodes = match parameter("seed") {
            Some(seed) => format!("randomize({nodes}, {seed})"),
            None => format!("randomize({nodes})"),
        };
    }
    let (value, label) = list.elements();
    let mut itemset = Element::new("itemset").with("nodeset", nodes);
    itemset.push(Element::new("value").with("ref", value));
    itemset
        .push(Element::new("label").with("ref", if texts.names(list) { "jr:itext(itextId)" } else { label }));
    itemset
}

/// What is computed when this answer changes.
fn push_triggered(form: &Form, id: ItemId, control: &mut Element) {
    for (other, item) in form.ids().filter(|(_, item)| item.trigger == Some(id) && is_triggered(item)) {
        if let Some(calculation) = &item.calculation {
            control.push(set_value(&form.path(other), "xforms-value-changed", &expression(calculation)));
        }
    }
}
