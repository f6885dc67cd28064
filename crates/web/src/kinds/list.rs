//! `/{kind}`: what the visitor may see of a kind, narrowed and sorted, a page at a time; on a phone each row is a card.

use askama::Template;
use axum::extract::State;
use axum::http::Uri;
use model::{Field, Keep, KindMeta, Role, Shape};
use node::access;
use node::acts::{ListQuery, Listed, ShownRow, Sort};

use super::{KindPath, act_slug, list_query};
use crate::error::Answer;
use crate::forms::{Choice, Control, Input};
use crate::frame::{Frame, draw};
use crate::i18n::Words;
use crate::say::{self, Badge, Said};
use crate::session::SignedIn;
use crate::state::WebState;

#[derive(Template)]
#[template(path = "kinds/list.html")]
struct ListPage {
    f: Frame,
    slug: &'static str,
    title: String,
    total: String,
    table: Table,
    filters: Vec<Control>,
    /// How many filters are in use.
    narrowed: usize,
    /// What opening one is called.
    open: String,
    may_open: bool,
    may_export: bool,
    /// Acts on many rows at once, and where.
    many: Vec<(String, String)>,
    /// Query of this page without its place, for the files.
    query: String,
    next: Option<String>,
    first: bool,
}

/// Rows of a kind, for a list page or the parts of a record.
pub(crate) struct Table {
    pub(crate) slug: &'static str,
    pub(crate) caption: String,
    /// Labels of the kind's own columns.
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<RowView>,
}

/// One row, said.
pub(crate) struct RowView {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) name: Option<String>,
    pub(crate) state: Badge,
    pub(crate) priority: Option<Badge>,
    pub(crate) due: Option<Badge>,
    pub(crate) cells: Vec<Said>,
}

pub(crate) async fn page(
    State(state): State<WebState>,
    who: SignedIn,
    KindPath(entry): KindPath,
    uri: Uri,
) -> Answer {
    let (meta, words) = (entry.meta, who.words());
    let query = list_query::read(&uri, meta);
    let listed = entry.list(&state.node, &who.session.actor, query.clone()).await?;
    let f = Frame::of(&state, &who);
    let may = |verb: &str| access::holds_right(&who.session.actor, verb, meta.slug, f.now).allows();
    let rows = listed.rows.iter().map(|row| row_view(&f, meta, row)).collect();
    // A hand-over is raised by an act of its own.
    let (begins, begin) = match meta.slug {
        "handover" => ("offer", "raise-handover".to_owned()),
        slug => ("open", act_slug("open", slug)),
    };
    let page = ListPage {
        slug: meta.slug,
        title: words.t(&format!("kind-{}.plural", meta.slug)).into_owned(),
        total: total(words, listed.total),
        table: table(words, meta, rows),
        narrowed: query.filters.len() + usize::from(query.overdue),
        filters: filters(words, meta, &query),
        open: words.t(&begin).into_owned(),
        may_open: meta.role == Role::Root && may(begins),
        may_export: may("export"),
        many: many(&f, meta, &query, &may),
        query: list_query::text(&query, None),
        next: listed.next.map(|cursor| list_query::text(&query, Some(cursor))),
        first: query.after.is_none(),
        f,
    };
    draw(&page)
}

/// What can be done with many cases at once.
fn many(f: &Frame, meta: &KindMeta, query: &ListQuery, may: &dyn Fn(&str) -> bool) -> Vec<(String, String)> {
    let acts: &[(&str, &str, &str)] = match meta.slug {
        "case" => &[
            ("assign", "assign-cases", "assign"),
            ("refer", "refer-cases", "refer"),
            ("refer", "refer-cases-outside", "refer-outside"),
        ],
        slug if model::kinds::ASSIGNABLE.contains(&slug) => &[("assign", "assign-parts", "assign")],
        _ => &[],
    };
    let query = list_query::text(query, None);
    let address = |end: &str| f.url(&format!("/{}/many/{end}?{query}", meta.slug));
    let acts = acts.iter().filter(|(verb, _, _)| may(verb));
    acts.map(|(_, slug, end)| (f.t(slug).into_owned(), address(end))).collect()
}

fn total(words: Words, total: i64) -> String {
    if total > Listed::MOST {
        return words.with("list-more-than", &[("n", &say::grouped(words, Listed::MOST))]).into_owned();
    }
    words.count("list-total", total).into_owned()
}

/// Most columns of a kind's own that a page shows; the record and the file have the rest.
const COLUMNS: usize = 6;

/// The columns of a kind and rows already said. A column in which no row has anything is left out.
pub(crate) fn table(words: Words, meta: &'static KindMeta, mut rows: Vec<RowView>) -> Table {
    let mut columns = Vec::new();
    let filled: Vec<bool> = (0..listed(meta).count())
        .map(|at| rows.iter().any(|row| row.cells.get(at).is_some_and(|c| !c.blank())))
        .collect();
    let keep = |at: usize| {
        filled.get(at) == Some(&true) && filled.iter().take(at).filter(|filled| **filled).count() < COLUMNS
    };
    for (_, field) in listed(meta).enumerate().filter(|(at, _)| keep(*at)) {
        columns.push(words.field(meta.slug, field.name).into_owned());
    }
    for row in &mut rows {
        let cells = std::mem::take(&mut row.cells);
        row.cells = cells.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, cell)| cell).collect();
    }
    let caption = words.t(&format!("kind-{}.plural", meta.slug)).into_owned();
    Table { slug: meta.slug, caption, columns, rows }
}

/// The fields that a list shows; the due date has a column of its own.
pub(crate) fn listed(meta: &'static KindMeta) -> impl Iterator<Item = &'static Field> {
    meta.fields
        .iter()
        .filter(move |field| field.listed && field.keep == Keep::Clear && Some(field.name) != meta.due)
}

/// One row in words.
pub(crate) fn row_view(f: &Frame, meta: &'static KindMeta, row: &ShownRow) -> RowView {
    let (words, envelope) = (f.words, &row.envelope);
    let cell = |field: &Field| {
        let found = row.fields.iter().find(|(other, _)| other.name == field.name);
        found.map_or_else(|| Said::text(""), |(field, shown)| say::cell(words, field, shown))
    };
    RowView {
        id: envelope.id.to_string(),
        code: envelope.code.clone(),
        name: row.name.clone().or_else(|| row.title.clone()),
        state: say::state(words, meta, &envelope.state, &envelope.phase),
        priority: say::priority(words, &envelope.priority),
        due: envelope.due_at.map(|due| say::due(words, due, f.now, &envelope.phase)),
        cells: listed(meta).map(cell).collect(),
    }
}

fn filters(words: Words, meta: &'static KindMeta, query: &ListQuery) -> Vec<Control> {
    let chosen = |name: &str| query.filters.get(name).cloned().unwrap_or_default();
    let mut controls = Vec::new();
    for name in list_query::filters(meta) {
        let value = chosen(name);
        let (label, input) = match name {
            "phase" => (words.t("list-phase"), of_list(words, "phase", &value)),
            "state" => (words.t("list-state"), of_list(words, meta.state_list, &value)),
            _ => {
                let Some((_, field)) = meta.field(name) else { continue };
                (words.field(meta.slug, name), of_field(words, field, &value))
            }
        };
        controls.push(Control::new(name, label, input).value(value).nothing(words.t("list-any")));
    }
    let sorts = [Sort::Newest, Sort::Oldest, Sort::Due].map(|sort| {
        let name = list_query::sort_name(sort);
        Choice::new(name, words.t(&format!("sort-{name}")), sort == query.sort)
    });
    controls.push(Control::new("sort", words.t("list-sort"), Input::Select(sorts.to_vec())).nothing(""));
    let overdue = vec![Choice::new("1", words.t("list-overdue"), query.overdue)];
    controls.push(Control::new("overdue", words.t("list-due"), Input::Checks(overdue)));
    controls
}

fn of_list(words: Words, list: &str, value: &str) -> Input {
    Input::Select(crate::forms::of_list(words, list, value))
}

fn of_field(words: Words, field: &Field, value: &str) -> Input {
    match field.shape {
        Shape::Code(list) | Shape::Codes(list) => of_list(words, list, value),
        Shape::Region => Input::Groups(crate::forms::of_regions(words, value)),
        _ => Input::Select(vec![
            Choice::new("true", words.t("yes"), value == "true"),
            Choice::new("false", words.t("no"), value == "false"),
        ]),
    }
}
