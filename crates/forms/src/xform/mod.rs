//! An XLSForm as an ODK XForm (specification of the ODK XForms, version 1.0.0).

mod binds;
mod body;
mod instance;
mod itext;

use crate::form::{Form, Formula, Item};
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

/// Compiles a form to the tree of an XForms document.
#[must_use]
pub fn document(form: &Form) -> Element {
    let mut html = Element::new("h:html");
    for (name, value) in NAMESPACES {
        html = html.with(name, value);
    }
    let mut model = Element::new("model").with("odk:xforms-version", "1.0.0");
    if form.entity.is_some() {
        html = html.with("xmlns:entities", "http://www.opendatakit.org/xforms/entities");
        model = model.with("entities:entities-version", "2024.1.0");
    }
    let texts = itext::Texts::of(form);
    if let Some(itext) = texts.element(form) {
        model.push(itext);
    }
    model.push(instance::primary(form));
    for list in &form.lists {
        model.push(instance::secondary(list, &texts));
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
