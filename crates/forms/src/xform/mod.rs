//! An XLSForm as an ODK XForm (specification of the ODK XForms, version 1.0.0).

mod binds;
mod body;
mod instance;
mod itext;

use crate::form::{ChoiceList, Form, Formula, Item, Source};
use crate::xml::Element;

/// Namespaces of every form.
const NAMESPACES: [(&str, &str); 7] = [
    ("xmlns", "http://www.w3.org/2002/xforms"),
    ("xmlns:h", "http://www.w3.org/1999/xhtml"),
    ("xmlns:ev", "http://www.w3.org/2001/xml-events"),
    ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xmlns:jr", "http://openrosa.org/javarosa"),
    ("xmlns:orx", "http://openrosa.org/xforms"),
    ("xmlns:odk", "http://www.opendatakit.org/xforms"),
];

/// Compiles a form to an XForms document. The same form always gives the same text.
#[must_use]
pub fn compile(form: &Form) -> String {
    document(form).to_document()
}

/// Who reads a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// ODK Collect and its like, which look choices of the sheet `external_choices` up in `itemsets.csv`.
    Collect,
    /// An engine that knows no such file: the choices lie within the form.
    Engine,
}

impl Reader {
    /// Whether the choices of a list stand within the document.
    fn holds(self, list: &ChoiceList) -> bool {
        match list.source {
            Source::Choices => true,
            Source::External => self == Self::Engine,
            Source::File { .. } => false,
        }
    }

    /// Whether a question's choices are looked up in `itemsets.csv`.
    fn looks_up(self, list: &ChoiceList) -> bool {
        self == Self::Collect && list.source == Source::External
    }
}

/// Compiles a form to the tree of an XForms document.
#[must_use]
pub fn document(form: &Form) -> Element {
    tree(form, Reader::Collect)
}

/// As [`document`], for engines that do not know `itemsets.csv`: choices of the sheet `external_choices` stand within the form, and are
/// chosen from like any others.
#[must_use]
pub fn whole_document(form: &Form) -> Element {
    tree(form, Reader::Engine)
}

/// Name of the file beside the form that holds the choices of the sheet `external_choices`.
pub const ITEMSETS: &str = "itemsets.csv";

/// The choices of the sheet `external_choices` as the file that devices look them up in; nothing when there are none.
#[must_use]
pub fn itemsets(form: &Form) -> Option<String> {
    let lists: Vec<&ChoiceList> = form.lists.iter().filter(|list| list.source == Source::External).collect();
    let mut languages: Vec<Option<&str>> = Vec::new();
    let mut columns: Vec<&str> = Vec::new();
    for list in &lists {
        let spoken =
            list.choices.iter().flat_map(|choice| &choice.label.0).map(|(language, _)| language.as_deref());
        for language in spoken {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        let further = list.columns.iter().map(String::as_str);
        columns.extend(further.filter(|column| !columns.contains(column)).collect::<Vec<_>>());
    }
    let label = |language: &Option<&str>| {
        language.map_or("label".to_owned(), |language| format!("label::{language}"))
    };
    let mut header = vec!["list_name".to_owned(), "name".to_owned()];
    header.extend(languages.iter().map(label));
    header.extend(columns.iter().map(|&column| column.to_owned()));
    let mut rows = Vec::new();
    for list in &lists {
        for choice in &list.choices {
            let extra = |column: &&str| {
                let at = list.columns.iter().position(|own| own == column);
                at.and_then(|at| choice.extra.get(at)).cloned().unwrap_or_default()
            };
            let mut row = vec![list.name.clone(), choice.name.clone()];
            row.extend(
                languages.iter().map(|language| choice.label.exact(*language).unwrap_or_default().to_owned()),
            );
            row.extend(columns.iter().map(extra));
            rows.push(row);
        }
    }
    (!rows.is_empty()).then(|| crate::form::csv(&header, &rows))
}

fn tree(form: &Form, reader: Reader) -> Element {
    let mut html = Element::new("h:html");
    for (name, value) in NAMESPACES {
        html = html.with(name, value);
    }
    let mut model = Element::new("model").with("odk:xforms-version", "1.0.0");
    if form.entity.is_some() {
        html = html.with("xmlns:entities", "http://www.opendatakit.org/xforms/entities");
        model = model.with("entities:entities-version", "2024.1.0");
    }
    let texts = itext::Texts::of(form, reader);
    if let Some(itext) = texts.element(form) {
        model.push(itext);
    }
    model.push(instance::primary(form));
    for list in form.lists.iter().filter(|list| reader.holds(list)) {
        model.push(instance::secondary(list, &texts));
    }
    for table in &form.files {
        model.push(Element::new("instance").with("id", table.id.as_str()).with("src", table.address()));
    }
    binds::push_all(form, &mut model);
    let mut head = Element::new("h:head");
    head.push(Element::new("h:title").saying(&form.settings.title));
    head.push(model);
    html.push(head);
    html.push(body::element(form, &texts));
    html
}

/// An expression as an attribute has it.
fn expression(formula: &Formula) -> String {
    formula.xpath.clone()
}

/// Whether an item is computed when another changes, rather than always.
fn is_triggered(item: &Item) -> bool {
    item.trigger.is_some() && item.calculation.is_some()
}
