//! The elements of a submission beside the items of its form.

use super::rules::Found;
use super::{AnswerCode, LONGEST_ANSWER, MOST_NODES, MOST_ROWS, Rejection};
use crate::form::{Form, Item, ItemId, Preload, Question, Source};
use crate::xml::Element;
use crate::xpath::{Forest, Moment, NodeId};

/// What a submission says about itself.
pub(super) struct Meta {
    pub(super) instance_id: String,
    pub(super) replaces: Option<String>,
    pub(super) instance_name: Option<String>,
}

/// Longest id of an instance, in characters.
const LONGEST_ID: usize = 120;

impl Meta {
    pub(super) fn of(root: &Element) -> Option<Self> {
        let meta = root.child("meta");
        let text = |name: &str| {
            let text = meta.and_then(|meta| meta.child(name)).map(|element| element.text().trim().to_owned());
            text.filter(|text| !text.is_empty() && text.chars().count() <= LONGEST_ID)
        };
        let by_attribute = || root.attribute("instanceID").map(str::to_owned);
        Some(Self {
            instance_id: text("instanceID").or_else(by_attribute).filter(|id| !id.is_empty())?,
            replaces: text("deprecatedID"),
            instance_name: text("instanceName"),
        })
    }
}

/// A submission as a tree with a node for every item.
pub(super) struct Filled {
    pub(super) forest: Forest,
    /// The nodes of each item, side by side with the form's items.
    pub(super) nodes: Vec<Vec<NodeId>>,
    /// What could already be seen to be wrong.
    pub(super) problems: Vec<Found>,
    rows: usize,
}

impl Filled {
    pub(super) fn of(&self, id: ItemId) -> &[NodeId] {
        self.nodes.get(id.0).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Reads the answers and adds the form's lists.
pub(super) fn fill(form: &Form, root: &Element) -> Result<Filled, Rejection> {
    let name = form.item(ItemId::ROOT).map(|item| item.name.as_str()).unwrap_or_default();
    if root.local() != name {
        return Err(Rejection::OtherForm { id: root.local().to_owned(), version: String::new() });
    }
    let (forest, node) = Forest::new(name);
    let mut filled =
        Filled { forest, nodes: vec![Vec::new(); form.items.len()], problems: Vec::new(), rows: 0 };
    fill_item(form, ItemId::ROOT, root, node, &mut filled)?;
    for table in &form.files {
        let root = filled.forest.add_instance(&table.id, "root");
        for row in &table.rows {
            let item = filled.forest.add(root, "item", "");
            for (column, text) in table.columns.iter().zip(row) {
                filled.forest.add(item, column, text);
            }
        }
    }
    for list in form.lists.iter().filter(|list| !matches!(list.source, Source::File { .. })) {
        let root = filled.forest.add_instance(&list.name, "root");
        for choice in &list.choices {
            let item = filled.forest.add(root, "item", "");
            filled.forest.add(item, "name", &choice.name);
            filled.forest.add(item, "label", choice.label.best(form.default_language()));
            for (column, text) in list.columns.iter().zip(&choice.extra) {
                filled.forest.add(item, column, text);
            }
        }
    }
    Ok(filled)
}

fn fill_item(
    form: &Form,
    id: ItemId,
    element: &Element,
    node: NodeId,
    filled: &mut Filled,
) -> Result<(), Rejection> {
    if let Some(nodes) = filled.nodes.get_mut(id.0) {
        nodes.push(node);
    }
    let Some(item) = form.item(id) else { return Ok(()) };
    if let Some(question) = item.question() {
        if matches!(question, Question::Integer | Question::Decimal | Question::Range(_)) {
            filled.forest.set_number(node);
        }
        let text = element.text();
        let text = text.trim();
        if element.elements().next().is_some() {
            filled.problems.push(Found::new(id, node, AnswerCode::NotAnAnswer));
        } else if text.chars().count() > LONGEST_ANSWER {
            filled.problems.push(Found::new(id, node, AnswerCode::TooLong));
        } else {
            filled.forest.set_text(node, text);
        }
        return Ok(());
    }
    find_strangers(form, id, item, element, node, filled);
    if filled.forest.size() > MOST_NODES {
        return Err(Rejection::TooManyRows);
    }
    let nothing = Element::default();
    for child in &item.children {
        let Some(inner) = form.item(*child) else { continue };
        let mut given = element.elements().filter(|element| element.local() == inner.name).peekable();
        if inner.is_repeat() {
            for row in given.filter(|row| row.attribute("jr:template").is_none()) {
                filled.rows += 1;
                if filled.rows > MOST_ROWS {
                    return Err(Rejection::TooManyRows);
                }
                let below = filled.forest.add(node, &inner.name, "");
                fill_item(form, *child, row, below, filled)?;
            }
            continue;
        }
        let first = given.next().unwrap_or(&nothing);
        let below = filled.forest.add(node, &inner.name, "");
        fill_item(form, *child, first, below, filled)?;
        if given.next().is_some() {
            filled.problems.push(Found::new(*child, below, AnswerCode::Twice));
        }
    }
    Ok(())
}

/// An element that the form does not have is never ignored: it may be an answer that somebody counts on.
fn find_strangers(
    form: &Form,
    id: ItemId,
    item: &Item,
    element: &Element,
    node: NodeId,
    filled: &mut Filled,
) {
    let known = |name: &str| {
        (id == ItemId::ROOT && name == "meta")
            || item.children.iter().filter_map(|child| form.item(*child)).any(|child| child.name == name)
    };
    if element.elements().any(|element| !known(element.local())) {
        filled.problems.push(Found::new(id, node, AnswerCode::UnknownField));
    }
}

/// When the form was filled: its end, else its start, as the device says, but never after it arrived.
pub(super) fn filled_at(form: &Form, filled: &Filled, arrived: Moment) -> Moment {
    let of = |preload: Preload| {
        let wanted = Question::Preload(preload);
        let (id, _) = form.ids().find(|(_, item)| item.question() == Some(&wanted))?;
        let node = filled.of(id).first()?;
        Moment::parse_own(filled.forest.text(*node))
    };
    let said = of(Preload::End).or_else(|| of(Preload::Start));
    said.filter(|said| said.millis() <= arrived.millis()).unwrap_or(arrived)
}
