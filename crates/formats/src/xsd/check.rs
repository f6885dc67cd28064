//! Going through a document.

use std::collections::BTreeMap;

use super::content::{Fit, declared};
use super::model::{
    AttributeSet, AttributeUse, Complex, Content, Derivation, ElementDecl, Particle, Process, Schema, Term,
    Type, TypeRef,
};
use super::simple::judge;
use super::{XSD, XSI};
use crate::finding::Finding;
use crate::xml::{Element, Name};

/// Findings after which the rest is not looked at.
const MOST_FINDINGS: usize = 200;

/// Checks a document. An empty list means: nothing that is judged is wrong; see [`Schema::unjudged`].
#[must_use]
pub fn check(schema: &Schema, root: &Element) -> Vec<Finding> {
    let mut going = Going { schema, findings: Vec::new() };
    let place = format!("/{}", root.name.local);
    match schema.elements.get(&root.name) {
        Some(declared) => going.element(root, declared, &place),
        None => {
            going.find(root, &place, "the schema declares no such root element (see its name and namespace)");
        }
    }
    going.findings
}

struct Going<'a> {
    schema: &'a Schema,
    findings: Vec<Finding>,
}

/// All that a type and those it extends say.
#[derive(Default)]
struct Whole<'a> {
    models: Vec<&'a Particle>,
    attributes: Vec<&'a AttributeSet>,
    mixed: bool,
}

impl Going<'_> {
    fn find(&mut self, at: &Element, place: &str, reason: impl Into<String>) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding::new(at.line, place, reason));
        }
    }

    fn element(&mut self, at: &Element, declared: &ElementDecl, place: &str) {
        if self.findings.len() >= MOST_FINDINGS {
            return;
        }
        if declared.is_abstract {
            self.find(at, place, "is abstract and may not stand itself");
        }
        let Some(kind) = self.actual_type(at, declared, place) else { return };
        if at.attribute_of(XSI, "nil").is_some_and(|nil| matches!(nil.trim(), "true" | "1")) {
            if !declared.nillable {
                self.find(at, place, "may not be nil");
            }
            if !at.children.is_empty() || !at.text.trim().is_empty() {
                self.find(at, place, "is nil and yet holds something");
            }
            return;
        }
        let empty = at.children.is_empty() && at.text.is_empty();
        if !empty && declared.fixed.as_ref().is_some_and(|fixed| at.text.trim() != fixed.trim()) {
            self.find(at, place, "must hold the value that the schema fixes");
        }
        if empty && let Some(value) = declared.fixed.as_ref().or(declared.default.as_ref()) {
            let filled = Element { text: value.clone(), ..at.clone() };
            return self.of_type(&filled, &kind, place);
        }
        self.of_type(at, &kind, place);
    }

    /// The declared type, or the one that `xsi:type` names, which must be built upon it.
    fn actual_type(&mut self, at: &Element, declared: &ElementDecl, place: &str) -> Option<TypeRef> {
        let Some(written) = at.attribute_of(XSI, "type") else { return Some(declared.kind.clone()) };
        let named = at.name_in_value(written).map(TypeRef::Named);
        let known = named.filter(|named| self.schema.type_of(named).is_some() || is_built_in(named));
        match known {
            Some(named) if self.is_built_upon(&named, &declared.kind) => Some(named),
            Some(_) => {
                self.find(at, place, "xsi:type names a type that is not built upon the declared one");
                None
            }
            None => {
                self.find(at, place, "xsi:type names a type that the schema does not declare");
                None
            }
        }
    }

    fn is_built_upon(&self, reference: &TypeRef, wanted: &TypeRef) -> bool {
        if reference == wanted || *wanted == TypeRef::Named(Name::new(XSD, "anyType")) {
            return true;
        }
        match self.schema.type_of(reference) {
            Some(Type::Complex(complex)) => {
                complex.base.as_ref().is_some_and(|(_, base)| self.is_built_upon(base, wanted))
            }
            Some(Type::Simple(super::model::Simple::Restriction { base, .. })) => {
                self.is_built_upon(base, wanted)
            }
            _ => false,
        }
    }

    fn of_type(&mut self, at: &Element, kind: &TypeRef, place: &str) {
        if *kind == TypeRef::Named(Name::new(XSD, "anyType")) {
            return;
        }
        let schema = self.schema;
        match schema.type_of(kind) {
            Some(Type::Complex(complex)) => self.complex(at, kind, complex, place),
            _ => {
                self.attributes(at, &[], place);
                self.only_text(at, kind, place);
            }
        }
    }

    fn only_text(&mut self, at: &Element, kind: &TypeRef, place: &str) {
        if let Some(child) = at.children.first() {
            self.find(
                child,
                &format!("{place}/{}", child.name.local),
                "no element may stand here, only a value",
            );
        } else if let Err(reason) = judge(self.schema, kind, &at.text) {
            self.find(at, place, reason);
        }
    }

    fn complex(&mut self, at: &Element, kind: &TypeRef, complex: &Complex, place: &str) {
        if complex.is_abstract {
            self.find(at, place, "has an abstract type: xsi:type must name another");
        }
        let mut whole = Whole::default();
        gather(self.schema, complex, &mut whole, 0);
        self.attributes(at, &whole.attributes, place);
        if matches!(complex.content, Content::Simple(_)) {
            return self.only_text(at, kind, place);
        }
        if !whole.mixed && !at.text.trim().is_empty() {
            self.find(at, place, "holds text, where only elements may stand");
        }
        if let Err((number, expected)) = Fit::judge(self.schema, &whole.models, &at.children) {
            self.misfit(at, number, &expected, place);
        }
        self.children(at, &whole.models, place);
    }

    fn misfit(&mut self, at: &Element, number: usize, expected: &[String], place: &str) {
        let expected = if expected.is_empty() { "nothing".to_owned() } else { expected.join(" or ") };
        match at.children.get(number) {
            Some(child) => {
                let place = children_places(at, place).into_iter().nth(number).unwrap_or_default();
                self.find(child, &place, format!("may not stand here; expected: {expected}"));
            }
            None => self.find(at, place, format!("ends too early; expected: {expected}")),
        }
    }

    fn children(&mut self, at: &Element, models: &[&Particle], place: &str) {
        let mut known = BTreeMap::new();
        models.iter().for_each(|model| declared(self.schema, model, &mut known));
        let schema = self.schema;
        for (child, place) in at.children.iter().zip(children_places(at, place)) {
            if self.findings.len() >= MOST_FINDINGS {
                return;
            }
            match known.get(&child.name) {
                Some(declared) => self.element(child, declared, &place),
                None => match wildcard_for(schema, models, &child.name) {
                    Some(Process::Strict) => match schema.elements.get(&child.name) {
                        Some(declared) => self.element(child, declared, &place),
                        None => self.find(child, &place, "is nowhere declared"),
                    },
                    Some(Process::Lax) => {
                        if let Some(declared) = schema.elements.get(&child.name) {
                            self.element(child, declared, &place);
                        }
                    }
                    Some(Process::Skip) | None => {}
                },
            }
        }
    }

    fn attributes(&mut self, at: &Element, sets: &[&AttributeSet], place: &str) {
        let mut uses: BTreeMap<&Name, (&AttributeUse, bool)> = BTreeMap::new();
        let mut any = Vec::new();
        for set in sets {
            flatten(self.schema, set, &mut uses, &mut any);
        }
        for (name, value) in &at.attributes {
            let place = format!("{place}/@{}", name.local);
            match uses.get(name) {
                _ if *name.space == *XSI => {}
                Some((declared, _)) if declared.prohibited => self.find(at, &place, "may not stand here"),
                Some((declared, _)) => {
                    if let Err(reason) = judge(self.schema, &declared.kind, value) {
                        self.find(at, &place, reason);
                    }
                    if declared.fixed.as_ref().is_some_and(|fixed| fixed.trim() != value.trim()) {
                        self.find(at, &place, "must hold the value that the schema fixes");
                    }
                }
                None if any.iter().any(|wildcard| wildcard.takes(name)) => {}
                None if &*name.space == "http://www.w3.org/XML/1998/namespace" => {}
                None => self.find(at, &place, "is not declared"),
            }
        }
        for (name, (declared, required)) in uses {
            if *required_here(&declared, &required) && !at.attributes.iter().any(|(held, _)| held == name) {
                self.find(at, &format!("{place}/@{}", name.local), "is missing");
            }
        }
    }
}

fn required_here<'a>(declared: &'a &AttributeUse, required: &'a bool) -> &'a bool {
    if declared.prohibited { &false } else { required }
}

fn is_built_in(reference: &TypeRef) -> bool {
    matches!(reference, TypeRef::Named(name) if &*name.space == XSD && super::simple::is_built_in(&name.local))
}

/// Base first: an extension puts its own behind what it extends, a restriction says everything anew but inherits attributes.
fn gather<'a>(schema: &'a Schema, complex: &'a Complex, whole: &mut Whole<'a>, depth: u32) {
    if let Some((derivation, base)) = &complex.base
        && depth < 64
        && let Some(Type::Complex(base)) = schema.type_of(base)
    {
        gather(schema, base, whole, depth + 1);
        if *derivation == Derivation::Restriction {
            whole.models.clear();
        }
    }
    if let Content::Particle(particle) = &complex.content {
        whole.models.push(particle);
    }
    whole.attributes.push(&complex.attributes);
    whole.mixed |= complex.mixed;
}

fn flatten<'a>(
    schema: &'a Schema,
    set: &'a AttributeSet,
    uses: &mut BTreeMap<&'a Name, (&'a AttributeUse, bool)>,
    any: &mut Vec<&'a super::model::Wildcard>,
) {
    for group in set.groups.iter().filter_map(|name| schema.attribute_groups.get(name)) {
        flatten(schema, group, uses, any);
    }
    for (name, required) in &set.references {
        if let Some(declared) = schema.attributes.get(name) {
            uses.insert(name, (declared, *required));
        }
    }
    uses.extend(set.uses.iter().map(|attribute| (&attribute.name, (attribute, attribute.required))));
    any.extend(&set.any);
}

fn wildcard_for(schema: &Schema, models: &[&Particle], name: &Name) -> Option<Process> {
    models.iter().find_map(|particle| match &particle.term {
        Term::Any(wildcard) if wildcard.takes(name) => Some(wildcard.process),
        Term::Sequence(inside) | Term::Choice(inside) | Term::All(inside) => {
            wildcard_for(schema, &inside.iter().collect::<Vec<_>>(), name)
        }
        Term::Group(group) => wildcard_for(schema, &[schema.groups.get(group)?], name),
        _ => None,
    })
}

/// For each child `…/name`, or `…/name[2]` where there are several of a name.
pub(crate) fn children_places(parent: &Element, place: &str) -> Vec<String> {
    let mut counts: BTreeMap<&Name, (usize, usize)> = BTreeMap::new();
    for child in &parent.children {
        counts.entry(&child.name).or_default().0 += 1;
    }
    let named = parent.children.iter().map(|child| {
        let (all, seen) = counts.entry(&child.name).or_default();
        *seen += 1;
        let local = &child.name.local;
        if *all > 1 { format!("{place}/{local}[{seen}]") } else { format!("{place}/{local}") }
    });
    named.collect()
}
