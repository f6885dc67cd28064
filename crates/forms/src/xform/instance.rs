//! The form's own tree, empty but for fixed defaults, and the lists that expressions look into.

use super::itext::Texts;
use crate::form::{ChoiceList, Default, Entity, Form, Item, ItemId};
use crate::xml::Element;

pub(super) fn primary(form: &Form) -> Element {
    let mut instance = Element::new("instance");
    let Some(root) = form.item(ItemId::ROOT) else { return instance };
    let mut data = Element::new(&root.name).with("id", form.settings.id.as_str());
    if !form.settings.version.is_empty() {
        data = data.with("version", form.settings.version.as_str());
    }
    push_children(form, root, &mut data, true);
    let mut meta = Element::new("meta");
    if let Some(entity) = &form.entity {
        meta.push(entity_element(entity));
    }
    meta.push(Element::new("instanceID"));
    if form.instance_name.is_some() {
        meta.push(Element::new("instanceName"));
    }
    data.push(meta);
    instance.push(data);
    instance
}

fn entity_element(entity: &Entity) -> Element {
    let mut element = Element::new("entity").with("dataset", entity.list.as_str()).with("id", "");
    if entity.id.is_none() || entity.create_if.is_some() {
        element = element.with("create", "1");
    }
    if entity.id.is_some() {
        element =
            element.with("update", "1").with("baseVersion", "").with("trunkVersion", "").with("branchId", "");
    }
    if entity.label.is_some() {
        element.push(Element::new("label"));
    }
    element
}

/// Rows of a repeat stand twice: as the pattern of further rows and as the first row. What lies in that first row needs no pattern.
fn push_children(form: &Form, item: &Item, into: &mut Element, patterns: bool) {
    for child in item.children.iter().filter_map(|id| form.item(*id)) {
        let mut element = Element::new(&child.name);
        if child.is_repeat() && patterns {
            let mut pattern = Element::new(&child.name).with("jr:template", "");
            push_children(form, child, &mut pattern, true);
            into.push(pattern);
        }
        push_children(form, child, &mut element, patterns && !child.is_repeat());
        if let Some(Default::Fixed(text)) = &child.default {
            element = element.saying(text);
        }
        into.push(element);
    }
}

pub(super) fn secondary(list: &ChoiceList, texts: &Texts) -> Element {
    let mut root = Element::new("root");
    for (index, choice) in list.choices.iter().enumerate() {
        let mut item = Element::new("item");
        if texts.names(list) {
            item.push(Element::new("itextId").saying(&format!("{}-{index}", list.name)));
        }
        item.push(Element::new("name").saying(&choice.name));
        if !texts.names(list) {
            item.push(Element::new("label").saying(choice.label.best(None)));
        }
        for (column, text) in list.columns.iter().zip(&choice.extra).filter(|(_, text)| !text.is_empty()) {
            item.push(Element::new(column).saying(text));
        }
        root.push(item);
    }
    let mut instance = Element::new("instance").with("id", list.name.as_str());
    instance.push(root);
    instance
}
