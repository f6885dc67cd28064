//! Types, groups and attributes as a schema document writes them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::XSD;
use super::load::{LoadProblem, Loading, wrong};
use super::model::{
    AttributeSet, AttributeUse, Complex, Content, Derivation, Particle, Process, Schema, Simple, Term, Type,
    TypeRef, Wildcard,
};
use super::simple::Facets;
use crate::xml::{Element, Name};

pub(super) fn yes(at: &Element, attribute: &str) -> bool {
    matches!(at.attribute(attribute), Some("true" | "1"))
}

/// The name that an attribute holds.
pub(super) fn reference(at: &Element, attribute: &str) -> Result<TypeRef, LoadProblem> {
    name(at, attribute).map(TypeRef::Named)
}

fn name(at: &Element, attribute: &str) -> Result<Name, LoadProblem> {
    let written = at.attribute(attribute).ok_or_else(|| wrong(at, format!("{attribute} is missing")))?;
    at.name_in_value(written)
        .ok_or_else(|| wrong(at, format!("{attribute} uses a prefix that is not declared")))
}

fn parts(at: &Element) -> impl Iterator<Item = &Element> {
    at.children.iter().filter(|child| &*child.name.space == XSD && child.name.local != "annotation")
}

/// A type; gives its place.
pub(super) fn any_type(loading: &mut Loading, at: &Element) -> Result<usize, LoadProblem> {
    let made = match at.name.local.as_str() {
        "simpleType" => Type::Simple(simple(loading, at)?),
        _ => Type::Complex(Box::new(complex(loading, at)?)),
    };
    loading.schema.types.push(made);
    Ok(loading.schema.types.len() - 1)
}

fn simple(loading: &mut Loading, at: &Element) -> Result<Simple, LoadProblem> {
    let inside = parts(at).next().ok_or_else(|| wrong(at, "a simple type says nothing"))?;
    match inside.name.local.as_str() {
        "restriction" => {
            let base = base_or_inside(loading, inside, "base")?;
            let facets = Facets::read(inside, loading.options).map_err(|reason| wrong(inside, reason))?;
            unknown_parts(loading, inside, Facets::NAMES, &["simpleType"]);
            Ok(Simple::Restriction { base, facets })
        }
        "list" => Ok(Simple::List { item: base_or_inside(loading, inside, "itemType")? }),
        "union" => {
            let mut members = Vec::new();
            for written in inside.attribute("memberTypes").unwrap_or_default().split_whitespace() {
                let name = inside.name_in_value(written);
                members.push(TypeRef::Named(name.ok_or_else(|| wrong(inside, "a prefix is not declared"))?));
            }
            for child in parts(inside) {
                members.push(TypeRef::Own(any_type(loading, child)?));
            }
            Ok(Simple::Union { members })
        }
        _ => Err(wrong(inside, "a simple type of unknown form")),
    }
}

fn base_or_inside(loading: &mut Loading, at: &Element, attribute: &str) -> Result<TypeRef, LoadProblem> {
    match parts(at).find(|child| child.name.local == "simpleType") {
        Some(inside) if at.attribute(attribute).is_none() => Ok(TypeRef::Own(any_type(loading, inside)?)),
        _ => reference(at, attribute),
    }
}

fn unknown_parts(loading: &mut Loading, at: &Element, known: &[&str], besides: &[&str]) {
    for child in parts(at) {
        let name = child.name.local.as_str();
        if !known.contains(&name) && !besides.contains(&name) {
            loading.unjudged(child, name);
        }
    }
}

fn complex(loading: &mut Loading, at: &Element) -> Result<Complex, LoadProblem> {
    let mut made = Complex {
        base: None,
        content: Content::Empty,
        attributes: AttributeSet::default(),
        mixed: yes(at, "mixed"),
        is_abstract: yes(at, "abstract"),
    };
    let derived = parts(at).find(|c| ["simpleContent", "complexContent"].contains(&c.name.local.as_str()));
    let Some(content) = derived else {
        made.content = particles(loading, at)?;
        made.attributes = attributes(loading, at)?;
        return Ok(made);
    };
    made.mixed |= yes(content, "mixed");
    let inside = parts(content).next().ok_or_else(|| wrong(content, "a content says nothing"))?;
    let derivation = match inside.name.local.as_str() {
        "extension" => Derivation::Extension,
        "restriction" => Derivation::Restriction,
        _ => return Err(wrong(inside, "a content of unknown form")),
    };
    made.base = Some((derivation, reference(inside, "base")?));
    made.attributes = attributes(loading, inside)?;
    made.content = if content.name.local == "simpleContent" {
        unknown_parts(loading, inside, Facets::NAMES, &["attribute", "attributeGroup", "anyAttribute"]);
        Content::Simple(Facets::read(inside, loading.options).map_err(|reason| wrong(inside, reason))?)
    } else {
        particles(loading, inside)?
    };
    Ok(made)
}

const MODELS: [&str; 4] = ["sequence", "choice", "all", "group"];

fn particles(loading: &mut Loading, at: &Element) -> Result<Content, LoadProblem> {
    for child in parts(at) {
        let name = child.name.local.as_str();
        if !MODELS.contains(&name) && !["attribute", "attributeGroup", "anyAttribute"].contains(&name) {
            loading.unjudged(child, name);
        }
    }
    match parts(at).find(|child| MODELS.contains(&child.name.local.as_str())) {
        Some(model) => Ok(Content::Particle(particle(loading, model)?)),
        None => Ok(Content::Empty),
    }
}

/// The model of a named group.
pub(super) fn group(loading: &mut Loading, at: &Element) -> Result<Particle, LoadProblem> {
    let model = parts(at).next().ok_or_else(|| wrong(at, "a group says nothing"))?;
    particle(loading, model)
}

fn particle(loading: &mut Loading, at: &Element) -> Result<Particle, LoadProblem> {
    let count = |attribute: &str| match at.attribute(attribute) {
        None => Ok(Some(1)),
        Some("unbounded") if attribute == "maxOccurs" => Ok(None),
        Some(digits) => {
            digits.trim().parse().map(Some).map_err(|_| wrong(at, format!("{attribute} is no number")))
        }
    };
    let (least, most) = (count("minOccurs")?.unwrap_or_default(), count("maxOccurs")?);
    let term = match at.name.local.as_str() {
        "element" if at.attribute("ref").is_some() => Term::Reference(name(at, "ref")?),
        "element" => Term::Element(loading.element(at, false)?),
        "group" => Term::Group(name(at, "ref")?),
        "any" => Term::Any(wildcard(loading, at)),
        model => {
            let mut inside = Vec::new();
            for child in parts(at) {
                inside.push(particle(loading, child)?);
            }
            match model {
                "sequence" => Term::Sequence(inside),
                "choice" => Term::Choice(inside),
                "all" => Term::All(inside),
                _ => return Err(wrong(at, "a model of unknown form")),
            }
        }
    };
    Ok(Particle { least, most, term })
}

fn wildcard(loading: &Loading, at: &Element) -> Wildcard {
    Wildcard {
        spaces: at.attribute("namespace").unwrap_or("##any").to_owned(),
        target: loading.target.clone(),
        process: match at.attribute("processContents") {
            Some("lax") => Process::Lax,
            Some("skip") => Process::Skip,
            _ => Process::Strict,
        },
    }
}

/// The attributes that an element of the schema lists.
pub(super) fn attributes(loading: &mut Loading, at: &Element) -> Result<AttributeSet, LoadProblem> {
    let mut set = AttributeSet::default();
    for child in parts(at) {
        match child.name.local.as_str() {
            "attribute" if child.attribute("ref").is_some() => {
                set.references.push((name(child, "ref")?, child.attribute("use") == Some("required")));
            }
            "attribute" => set.uses.push(attribute(loading, child, false)?),
            "attributeGroup" => set.groups.push(name(child, "ref")?),
            "anyAttribute" => set.any = Some(wildcard(loading, child)),
            _ => {}
        }
    }
    Ok(set)
}

/// An attribute declaration, global or local.
pub(super) fn attribute(
    loading: &mut Loading,
    at: &Element,
    global: bool,
) -> Result<AttributeUse, LoadProblem> {
    let local = at.attribute("name").ok_or_else(|| wrong(at, "an attribute has no name"))?;
    let qualified = match at.attribute("form") {
        Some(form) => form == "qualified",
        None => loading.document.attributes_qualified,
    };
    let space = if global || qualified { loading.target.clone() } else { Arc::from("") };
    let kind = match parts(at).find(|child| child.name.local == "simpleType") {
        Some(inside) => TypeRef::Own(any_type(loading, inside)?),
        None if at.attribute("type").is_some() => reference(at, "type")?,
        None => TypeRef::Named(Name::new(XSD, "anySimpleType")),
    };
    Ok(AttributeUse {
        name: Name { space, local: local.to_owned() },
        kind,
        required: at.attribute("use") == Some("required"),
        prohibited: at.attribute("use") == Some("prohibited"),
        fixed: at.attribute("fixed").map(str::to_owned),
    })
}

/// What a name is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Used {
    Type,
    Element,
    Group,
    AttributeGroup,
    Attribute,
}

/// Every name that the schema uses somewhere.
pub(super) fn used_names(schema: &Schema) -> BTreeSet<(Used, Name)> {
    let mut used = BTreeSet::new();
    for kind in &schema.types {
        match kind {
            Type::Simple(Simple::Restriction { base, .. }) => note(&mut used, base),
            Type::Simple(Simple::List { item }) => note(&mut used, item),
            Type::Simple(Simple::Union { members }) => {
                members.iter().for_each(|member| note(&mut used, member));
            }
            Type::Complex(complex) => {
                if let Some((_, base)) = &complex.base {
                    note(&mut used, base);
                }
                if let Content::Particle(particle) = &complex.content {
                    in_particle(&mut used, particle);
                }
                in_attributes(&mut used, &complex.attributes);
            }
        }
    }
    schema.elements.values().for_each(|element| note(&mut used, &element.kind));
    schema.attributes.values().for_each(|attribute| note(&mut used, &attribute.kind));
    schema.groups.values().for_each(|group| in_particle(&mut used, group));
    schema.attribute_groups.values().for_each(|set| in_attributes(&mut used, set));
    used
}

fn note(used: &mut BTreeSet<(Used, Name)>, reference: &TypeRef) {
    if let TypeRef::Named(name) = reference {
        used.insert((Used::Type, name.clone()));
    }
}

fn in_particle(used: &mut BTreeSet<(Used, Name)>, particle: &Particle) {
    match &particle.term {
        Term::Element(element) => note(used, &element.kind),
        Term::Reference(name) => {
            used.insert((Used::Element, name.clone()));
        }
        Term::Group(name) => {
            used.insert((Used::Group, name.clone()));
        }
        Term::Sequence(inside) | Term::Choice(inside) | Term::All(inside) => {
            inside.iter().for_each(|particle| in_particle(used, particle));
        }
        Term::Any(_) => {}
    }
}

fn in_attributes(used: &mut BTreeSet<(Used, Name)>, set: &AttributeSet) {
    set.uses.iter().for_each(|attribute| note(used, &attribute.kind));
    used.extend(set.references.iter().map(|(name, _)| (Used::Attribute, name.clone())));
    used.extend(set.groups.iter().map(|name| (Used::AttributeGroup, name.clone())));
}

/// Types, groups and attribute groups that hold themselves would never end.
pub(super) fn no_circles(schema: &Schema) -> Result<(), String> {
    for name in schema.named.keys() {
        let mut reached: BTreeSet<Name> = BTreeSet::new();
        let mut waiting: Vec<Name> = bases(schema, &TypeRef::Named(name.clone()));
        while let Some(next) = waiting.pop() {
            if next == *name {
                return Err(name.local.clone());
            }
            if reached.insert(next.clone()) {
                waiting.extend(bases(schema, &TypeRef::Named(next)));
            }
        }
    }
    for name in schema.groups.keys() {
        circle(name, &|name| schema.groups.get(name).map(groups_in).unwrap_or_default())?;
    }
    for name in schema.attribute_groups.keys() {
        circle(name, &|name| {
            schema.attribute_groups.get(name).map(|set| set.groups.clone()).unwrap_or_default()
        })?;
    }
    Ok(())
}

fn circle(start: &Name, next: &dyn Fn(&Name) -> Vec<Name>) -> Result<(), String> {
    let (mut reached, mut waiting) = (BTreeSet::new(), next(start));
    while let Some(name) = waiting.pop() {
        if name == *start {
            return Err(start.local.clone());
        }
        if reached.insert(name.clone()) {
            waiting.extend(next(&name));
        }
    }
    Ok(())
}

fn groups_in(particle: &Particle) -> Vec<Name> {
    match &particle.term {
        Term::Group(name) => vec![name.clone()],
        Term::Sequence(inside) | Term::Choice(inside) | Term::All(inside) => {
            inside.iter().flat_map(groups_in).collect()
        }
        Term::Element(_) | Term::Reference(_) | Term::Any(_) => Vec::new(),
    }
}

/// Named types that a type is directly built upon; anonymous ones are looked through.
fn bases(schema: &Schema, reference: &TypeRef) -> Vec<Name> {
    let direct: Vec<&TypeRef> = match schema.type_of(reference) {
        None => Vec::new(),
        Some(Type::Simple(Simple::Restriction { base, .. })) => vec![base],
        Some(Type::Simple(Simple::List { item })) => vec![item],
        Some(Type::Simple(Simple::Union { members })) => members.iter().collect(),
        Some(Type::Complex(complex)) => complex.base.iter().map(|(_, base)| base).collect(),
    };
    let names = direct.into_iter().map(|reference| match reference {
        TypeRef::Named(name) => vec![name.clone()],
        TypeRef::Own(_) => bases(schema, reference),
    });
    names.flatten().collect()
}
