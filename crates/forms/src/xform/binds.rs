//! Types and rules of every answer.

use super::{expression, is_triggered};
use crate::form::{Default, Entity, Form, Item, ItemId, Kind, LocalText, Preload, Question};
use crate::xml::Element;

pub(super) fn push_all(form: &Form, model: &mut Element) {
    for (id, item) in form.ids().skip(1) {
        let path = form.path(id);
        if let Some(bind) = bind(form, item, &path) {
            model.push(bind);
        }
        if let Some(Default::Dynamic(formula)) = &item.default {
            model.push(set_value(&path, "odk-instance-first-load", &expression(formula)));
        }
    }
    let Some(root) = form.item(ItemId::ROOT) else { return };
    let meta = format!("/{}/meta", root.name);
    if let Some(entity) = &form.entity {
        push_entity(entity, &meta, model);
    }
    let id = read_only(&format!("{meta}/instanceID"));
    model.push(id.with("jr:preload", "uid"));
    if let Some(name) = &form.instance_name {
        let bind =
            Element::new("bind").with("nodeset", format!("{meta}/instanceName")).with("type", "string");
        model.push(bind.with("calculate", expression(name)));
    }
}

/// An action that fills an answer in.
pub(super) fn set_value(path: &str, event: &str, value: &str) -> Element {
    Element::new("setvalue").with("ref", path).with("event", event).with("value", value)
}

fn bind(form: &Form, item: &Item, path: &str) -> Option<Element> {
    let mut bind = Element::new("bind").with("nodeset", path);
    let plain = bind.attributes.len();
    if let Kind::Question(question) = &item.kind {
        bind = typed(bind, question);
    }
    let note = matches!(item.kind, Kind::Question(Question::Note));
    let calculation = item.calculation.as_ref().filter(|_| !is_triggered(item));
    let helper = item.row == 0 && matches!(item.kind, Kind::Question(Question::Calculate));
    let rules = [
        ("relevant", item.relevant.as_ref().map(expression)),
        ("constraint", item.constraint.as_ref().map(expression)),
        ("jr:constraintMsg", message(form, path, "jr:constraintMsg", &item.constraint_message)),
        ("required", item.required.as_ref().map(expression)),
        ("jr:requiredMsg", message(form, path, "jr:requiredMsg", &item.required_message)),
        (
            "readonly",
            item.read_only.as_ref().map(expression).or((note || helper).then(|| "true()".to_owned())),
        ),
        ("calculate", calculation.map(expression)),
        ("entities:saveto", Some(item.save_to.clone()).filter(|save| !save.is_empty())),
    ];
    for (name, value) in rules {
        if let Some(value) = value {
            bind = bind.with(name, value);
        }
    }
    if let Some((_, mock)) = item.parameters.iter().find(|(name, _)| name == "allow-mock-accuracy") {
        bind = bind.with("odk:allow-mock-accuracy", mock.as_str());
    }
    (bind.attributes.len() > plain).then_some(bind)
}

fn typed(bind: Element, question: &Question) -> Element {
    let name = match question {
        Question::Integer => "int",
        Question::Decimal => "decimal",
        Question::Range(range) => {
            if range.decimal {
                "decimal"
            } else {
                "int"
            }
        }
        Question::Rank(_) => "odk:rank",
        Question::Date => "date",
        Question::Time => "time",
        Question::DateTime => "dateTime",
        Question::Geopoint => "geopoint",
        Question::Geotrace => "geotrace",
        Question::Geoshape => "geoshape",
        Question::Barcode => "barcode",
        Question::Preload(preload) => return preloaded(bind, *preload),
        _ => "string",
    };
    bind.with("type", name)
}

fn preloaded(bind: Element, preload: Preload) -> Element {
    let (kind, preloader) = match preload {
        Preload::Start | Preload::End => ("dateTime", "timestamp"),
        Preload::Today => ("date", "date"),
        _ => ("string", "property"),
    };
    bind.with("type", kind).with("jr:preload", preloader).with("jr:preloadParams", preload.name())
}

fn message(form: &Form, path: &str, name: &str, text: &LocalText) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    Some(if text.is_translated() {
        format!("jr:itext('{path}:{name}')")
    } else {
        text.best(form.default_language()).to_owned()
    })
}

fn read_only(path: &str) -> Element {
    Element::new("bind").with("nodeset", path).with("type", "string").with("readonly", "true()")
}

/// After the entities specification, version 2024.1.
fn push_entity(entity: &Entity, meta: &str, model: &mut Element) {
    let path = format!("{meta}/entity");
    for (attribute, formula) in [("create", &entity.create_if), ("update", &entity.update_if)] {
        if let Some(formula) = formula {
            model.push(read_only(&format!("{path}/@{attribute}")).with("calculate", expression(formula)));
        }
    }
    match &entity.id {
        None => {
            model.push(read_only(&format!("{path}/@id")));
            model.push(set_value(&format!("{path}/@id"), "odk-instance-first-load", "uuid()"));
        }
        Some(id) => {
            let found = format!("instance('{}')/root/item[name={}]", entity.list, expression(id));
            for (attribute, column) in
                [("baseVersion", "__version"), ("trunkVersion", "__trunkVersion"), ("branchId", "__branchId")]
            {
                let bind = read_only(&format!("{path}/@{attribute}"));
                model.push(bind.with("calculate", format!("{found}/{column}")));
            }
            model.push(read_only(&format!("{path}/@id")).with("calculate", expression(id)));
            if entity.create_if.is_some() {
                model.push(set_value(&format!("{path}/@id"), "odk-instance-first-load", "uuid()"));
            }
        }
    }
    if let Some(label) = &entity.label {
        model.push(read_only(&format!("{path}/label")).with("calculate", expression(label)));
    }
}
