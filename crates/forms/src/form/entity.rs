//! The sheet `entities`: what a submission makes or changes in a list of entities (ODK entities specification 2024.1).

use super::columns::Table;
use super::item::{Formula, Item, ItemId};
use super::references::Fill;
use crate::problem::{Place, Problem, ProblemCode};

/// What a submission does to a list of entities.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Name of the list.
    pub list: String,
    /// Label of the entity.
    pub label: Option<Formula>,
    /// Id of the entity that is changed; none when one is made.
    pub id: Option<Formula>,
    /// Makes one only when this holds.
    pub create_if: Option<Formula>,
    /// Changes one only when this holds.
    pub update_if: Option<Formula>,
}

/// Reads the sheet.
pub(super) fn read(table: &Table<'_>, fill: &Fill<'_>, problems: &mut Vec<Problem>) -> Option<Entity> {
    let line = table.rows.first()?;
    if let Some(second) = table.rows.get(1) {
        problems.push(Problem::new(ProblemCode::SecondEntity, Place::row("entities", second.number), &[]));
    }
    let list = match table.text(line, "list_name") {
        "" => table.text(line, "dataset"),
        list => list,
    };
    if list.starts_with("__") || list.contains('.') || !super::choices::is_element_name(list) {
        problems.push(Problem::new(ProblemCode::BadEntityList, table.at(line, "list_name"), &[list]));
    }
    let mut formula = |base: &str| {
        let text = table.text(line, base);
        if text.is_empty() {
            return None;
        }
        let at = table.at(line, base);
        fill.formula(text, ItemId::ROOT, false, &at).map_err(|problem| problems.push(problem)).ok()
    };
    let (label, id) = (formula("label"), formula("entity_id"));
    let (create_if, update_if) = (formula("create_if"), formula("update_if"));
    if id.is_none() && label.is_none() {
        problems.push(Problem::new(ProblemCode::EntityWithoutLabel, table.at(line, "label"), &[]));
    }
    if update_if.is_some() && id.is_none() {
        problems.push(Problem::new(ProblemCode::UpdateWithoutId, table.at(line, "update_if"), &[]));
    }
    Some(Entity { list: list.to_owned(), label, id, create_if, update_if })
}

/// Properties of entities: names as the specification allows them, outside repeats, and only with the sheet.
pub(super) fn check_saves(items: &[Item], entity: Option<&Entity>, problems: &mut Vec<Problem>) {
    for item in items.iter().filter(|item| !item.save_to.is_empty()) {
        let bad = item.save_to.eq_ignore_ascii_case("name")
            || item.save_to.eq_ignore_ascii_case("label")
            || item.save_to.starts_with("__")
            || !super::choices::is_element_name(&item.save_to);
        let mut around = item.parent;
        let mut in_repeat = false;
        while let Some(group) = around.and_then(|id| items.get(id.0)) {
            in_repeat |= group.is_repeat();
            around = group.parent;
        }
        let code = match (entity, bad, in_repeat) {
            (None, ..) => ProblemCode::SaveWithoutEntity,
            (_, true, _) => ProblemCode::BadProperty,
            (.., true) => ProblemCode::SaveInRepeat,
            _ => continue,
        };
        problems.push(Problem::new(code, item.place(), &[&item.save_to]));
    }
}
