//! What a schema says, after loading. Types lie in one array and are known by their place.

use std::collections::BTreeMap;

use super::simple::Facets;
use crate::xml::Name;

/// A schema, ready to be checked against.
#[derive(Debug, Default)]
pub struct Schema {
    pub(crate) types: Vec<Type>,
    pub(crate) named: BTreeMap<Name, usize>,
    pub(crate) elements: BTreeMap<Name, ElementDecl>,
    pub(crate) groups: BTreeMap<Name, Particle>,
    pub(crate) attributes: BTreeMap<Name, AttributeUse>,
    pub(crate) attribute_groups: BTreeMap<Name, AttributeSet>,
    pub(crate) unjudged: Vec<String>,
}

impl Schema {
    /// What the schema asks that is not judged here, each with its place in the schema.
    #[must_use]
    pub fn unjudged(&self) -> &[String] {
        &self.unjudged
    }

    /// The names that a global element lets stand in it, in the order in which they must stand.
    pub(crate) fn order_in(&self, name: &Name) -> Vec<&str> {
        let kind = self.elements.get(name).and_then(|declared| self.type_of(&declared.kind));
        let mut names = Vec::new();
        if let Some(Type::Complex(complex)) = kind
            && let Content::Particle(particle) = &complex.content
        {
            particle.names(&mut names);
        }
        names
    }

    pub(crate) fn type_of(&self, reference: &TypeRef) -> Option<&Type> {
        match reference {
            TypeRef::Own(at) => self.types.get(*at),
            TypeRef::Named(name) => self.types.get(*self.named.get(name)?),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TypeRef {
    Own(usize),
    Named(Name),
}

#[derive(Debug, Clone)]
pub(crate) enum Type {
    Simple(Simple),
    Complex(Box<Complex>),
}

#[derive(Debug, Clone)]
pub(crate) enum Simple {
    Restriction { base: TypeRef, facets: Facets },
    List { item: TypeRef },
    Union { members: Vec<TypeRef> },
}

#[derive(Debug, Clone)]
pub(crate) struct Complex {
    pub(crate) base: Option<(Derivation, TypeRef)>,
    pub(crate) content: Content,
    pub(crate) attributes: AttributeSet,
    pub(crate) mixed: bool,
    pub(crate) is_abstract: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derivation {
    Extension,
    Restriction,
}

#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Nothing, or what the base says when this is an extension.
    Empty,
    /// Text of the base, with these facets besides.
    Simple(Facets),
    Particle(Particle),
}

#[derive(Debug, Clone)]
pub(crate) struct Particle {
    pub(crate) least: u32,
    /// `None`: unbounded.
    pub(crate) most: Option<u32>,
    pub(crate) term: Term,
}

impl Particle {
    fn names<'a>(&'a self, into: &mut Vec<&'a str>) {
        match &self.term {
            Term::Element(element) => into.push(&element.name.local),
            Term::Reference(name) => into.push(&name.local),
            Term::Sequence(inside) | Term::Choice(inside) | Term::All(inside) => {
                inside.iter().for_each(|particle| particle.names(into));
            }
            Term::Group(_) | Term::Any(_) => {}
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Term {
    Element(ElementDecl),
    Reference(Name),
    Sequence(Vec<Particle>),
    Choice(Vec<Particle>),
    All(Vec<Particle>),
    Group(Name),
    Any(Wildcard),
}

#[derive(Debug, Clone)]
pub(crate) struct ElementDecl {
    pub(crate) name: Name,
    pub(crate) kind: TypeRef,
    pub(crate) nillable: bool,
    pub(crate) is_abstract: bool,
    pub(crate) fixed: Option<String>,
    /// An empty element takes this value or the fixed one.
    pub(crate) default: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct AttributeUse {
    pub(crate) name: Name,
    pub(crate) kind: TypeRef,
    pub(crate) required: bool,
    pub(crate) prohibited: bool,
    pub(crate) fixed: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct AttributeSet {
    pub(crate) uses: Vec<AttributeUse>,
    pub(crate) references: Vec<(Name, bool)>,
    pub(crate) groups: Vec<Name>,
    pub(crate) any: Option<Wildcard>,
}

#[derive(Debug, Clone)]
pub(crate) struct Wildcard {
    /// As written: `##any`, `##other`, or a list.
    pub(crate) spaces: String,
    pub(crate) target: std::sync::Arc<str>,
    pub(crate) process: Process,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Process {
    Strict,
    Lax,
    Skip,
}

impl Wildcard {
    pub(crate) fn takes(&self, name: &Name) -> bool {
        match self.spaces.as_str() {
            "##any" => true,
            "##other" => !name.space.is_empty() && name.space != self.target,
            list => list.split_whitespace().any(|space| match space {
                "##targetNamespace" => name.space == self.target,
                "##local" => name.space.is_empty(),
                space => *name.space == *space,
            }),
        }
    }
}
