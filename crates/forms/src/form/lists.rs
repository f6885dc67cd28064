//! Lists of choices of all three sorts, found where questions name them: in the sheets `choices` and `external_choices`, and in tables
//! beside the form.

use std::collections::BTreeSet;

use super::choices::{Choice, ChoiceList, Source};
use super::columns::Table;
use super::item::{Default, Item, ItemId, Kind, Question};
use super::rows::Skeleton;
use super::tables::{self, Asked, Tables};
use super::text::LocalText;
use crate::problem::{Place, Problem, ProblemCode};
use crate::sheets::Workbook;
use crate::xpath::Expr;

/// The further choice of lists that were asked for with `or_other`.
pub(super) fn add_others(others: &[String], lists: &mut [ChoiceList]) {
    for list in lists.iter_mut().filter(|list| others.contains(&list.name)) {
        if list.get("other").is_some() {
            continue;
        }
        let mut seen = BTreeSet::new();
        let used = list.choices.iter().flat_map(|choice| &choice.label.0);
        let mut languages: Vec<Option<String>> = Vec::new();
        for (language, _) in used {
            if seen.insert(language.clone()) {
                languages.push(language.clone());
            }
        }
        let label = LocalText(languages.into_iter().map(|language| (language, "Other".to_owned())).collect());
        let extra = vec![String::new(); list.columns.len()];
        list.choices.push(Choice { name: "other".into(), label, extra, row: 0 });
    }
}

/// Every list that a question names is there, and every filter looks at columns that the list has.
pub(super) fn check_lists(
    items: &mut [Item],
    lists: &[ChoiceList],
    table: &Table<'_>,
    skeleton: &Skeleton<'_>,
    problems: &mut Vec<Problem>,
) {
    let mut used = BTreeSet::new();
    for (index, item) in items.iter().enumerate() {
        let Some(name) = item.question().and_then(Question::list) else { continue };
        used.insert(name.to_owned());
        let line = skeleton.lines.get(index).copied().flatten();
        let at = |base| line.map(|line| table.at(line, base)).unwrap_or_default();
        let external = skeleton.external.contains(&ItemId(index));
        let found = lists.iter().find(|list| list.name == name);
        // An external question reads the sheet of external choices, and every other question another.
        let found = found.filter(|list| external == (list.source == Source::External));
        let Some(list) = found else {
            // Of a file that is missing it was said already.
            if !name.contains(' ') {
                problems.push(Problem::new(ProblemCode::UnknownList, at("type"), &[name]));
            }
            continue;
        };
        if external && item.choice_filter.as_ref().is_none_or(|filter| !is_plain_filter(&filter.expr)) {
            problems.push(Problem::new(ProblemCode::ExternalFilter, at("choice_filter"), &[&item.name]));
        }
        if let Some(filter) = &item.choice_filter {
            for column in filter_columns(&filter.expr) {
                let known = list.columns.contains(&column) || matches!(column.as_str(), "name" | "label");
                if !known {
                    let arguments = [column.as_str(), name];
                    problems.push(Problem::new(
                        ProblemCode::UnknownFilterColumn,
                        at("choice_filter"),
                        &arguments,
                    ));
                }
            }
        }
    }
    for list in lists.iter().filter(|list| !used.contains(&list.name)) {
        let row = list.choices.first().map_or(0, |choice| choice.row);
        problems.push(Problem::new(ProblemCode::UnusedList, Place::row(list.sheet(), row), &[&list.name]));
    }
}

/// A list of `external_choices` lies beside one of `choices`: neither may be taken for the other.
pub(super) fn external_lists(
    found: Vec<ChoiceList>,
    own: &[ChoiceList],
    problems: &mut Vec<Problem>,
) -> Vec<ChoiceList> {
    for list in &found {
        if own.iter().any(|known| known.name == list.name) {
            let row = list.choices.first().map_or(0, |choice| choice.row);
            let arguments = [list.name.as_str(), "choices"];
            problems.push(Problem::new(ProblemCode::ListTwice, Place::row(list.sheet(), row), &arguments));
        }
    }
    found
}

/// The tables beside the form that questions and expressions ask for.
pub(super) fn take_files(
    book: &Workbook,
    lists: &mut Vec<ChoiceList>,
    items: &[Item],
    (table, skeleton): (&Table<'_>, &Skeleton<'_>),
    problems: &mut Vec<Problem>,
) -> Vec<super::TableFile> {
    let mut tables = Tables::default();
    let line = |id: ItemId| skeleton.lines.get(id.0).copied().flatten();
    for (id, [file, value, label]) in &skeleton.from_files {
        let Some(line) = line(*id) else { continue };
        let (asked, at) = (Asked { file, value, label }, table.at(line, "type"));
        let Some(found) = tables.take(book, file, &at, problems) else { continue };
        if let Some(other) = lists.iter().find(|list| list.name == found.id) {
            problems.push(Problem::new(ProblemCode::ListTwice, at, &[file, other.sheet()]));
        } else if lists.iter().all(|list| list.name != asked.list()) {
            lists.push(tables::list(found, &asked, &at, problems));
        }
    }
    for (file, at) in &skeleton.tables {
        tables.take(book, file, at, problems);
    }
    for (index, item) in items.iter().enumerate() {
        let counted = match &item.kind {
            Kind::Repeat { count } => count.as_ref(),
            _ => None,
        };
        let default = match &item.default {
            Some(Default::Dynamic(formula)) => Some(formula),
            _ => None,
        };
        let formulas = [
            ("relevant", item.relevant.as_ref()),
            ("constraint", item.constraint.as_ref()),
            ("required", item.required.as_ref()),
            ("read_only", item.read_only.as_ref()),
            ("calculation", item.calculation.as_ref()),
            ("choice_filter", item.choice_filter.as_ref()),
            ("default", default),
            ("repeat_count", counted),
        ];
        for (column, formula) in formulas {
            let Some(formula) = formula else { continue };
            let at = line(ItemId(index)).map(|line| table.at(line, column)).unwrap_or_default();
            tables.pulled(book, &formula.expr, &at, problems);
        }
    }
    tables.look_at_rest(book, problems);
    tables.files
}

/// Devices look `itemsets.csv` up by equal columns, joined by `and` or `or`, and by nothing else.
fn is_plain_filter(expr: &Expr) -> bool {
    use crate::xpath::{Op, Start};
    match expr {
        Expr::Chain(first, rest) if rest.iter().all(|(op, _)| matches!(op, Op::And | Op::Or)) => {
            is_plain_filter(first) && rest.iter().all(|(_, one)| is_plain_filter(one))
        }
        Expr::Chain(first, rest) => {
            let column =
                matches!(&**first, Expr::Path(path) if path.start == Start::Here && path.steps.len() == 1);
            let value = match rest.as_slice() {
                [(Op::Equal, Expr::Path(path))] => path.start != Start::Here,
                [(Op::Equal, Expr::Text(_) | Expr::Number(_))] => true,
                _ => false,
            };
            column && value
        }
        _ => false,
    }
}

fn filter_columns(expr: &Expr) -> Vec<String> {
    use crate::xpath::{Axis, Start, Test};
    let mut columns = Vec::new();
    expr.walk(&mut |expr| {
        if let Expr::Path(path) = expr
            && path.start == Start::Here
            && let [step] = path.steps.as_slice()
            && step.axis == Axis::Child
            && let Test::Name(name) = &step.test
        {
            columns.push(name.clone());
        }
    });
    columns
}
