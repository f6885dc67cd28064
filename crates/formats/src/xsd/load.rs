//! Loading a schema from its documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::model::{ElementDecl, Schema, TypeRef};
use super::{XSD, types};
use crate::xml::{Element, Name, XmlLimits, XmlProblem, parse};

/// Documents that one schema may include.
const MOST_DOCUMENTS: usize = 64;

/// The namespace that every document knows; importing it brings in [`XML_ATTRIBUTES`], wherever the schema says they lie.
const XML_NAMESPACE: &str = "http://www.w3.org/XML/1998/namespace";

/// The attributes of that namespace, after XML 1.0, XML Base and xml:id.
const XML_ATTRIBUTES: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="lang"><xs:simpleType><xs:union memberTypes="xs:language"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value=""/></xs:restriction></xs:simpleType></xs:union></xs:simpleType></xs:attribute>
<xs:attribute name="space"><xs:simpleType><xs:restriction base="xs:NCName"><xs:enumeration value="default"/><xs:enumeration value="preserve"/></xs:restriction></xs:simpleType></xs:attribute>
<xs:attribute name="base" type="xs:anyURI"/><xs:attribute name="id" type="xs:ID"/></xs:schema>"#;

/// How a schema is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Read `^` at the beginning and `$` at the end of a pattern as the ends of the value. XSD reads them literally; some issued
    /// schemas are written as if it did not, and would then refuse every value.
    pub anchored_patterns: bool,
}

/// Why a schema cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadProblem {
    /// A document is no XML for us.
    Xml(XmlProblem),
    /// The root element is not `xs:schema`.
    NotASchema,
    /// Something in it is wrong.
    Wrong {
        /// Line in its document.
        line: u32,
        /// What.
        reason: String,
    },
    /// A document that it includes was not given.
    Missing {
        /// Its name as written.
        location: String,
    },
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Xml(problem) => write!(f, "the schema cannot be read: {problem}"),
            Self::NotASchema => f.write_str("the file is no XML Schema: its root must be xs:schema"),
            Self::Wrong { line, reason } => write!(f, "the schema is wrong in line {line}: {reason}"),
            Self::Missing { location } => {
                write!(
                    f,
                    "the schema asks for {location}: put that file beside it and name it so; nothing is fetched"
                )
            }
        }
    }
}

impl std::error::Error for LoadProblem {}

/// Loads a schema of one or several documents. `included` gives the bytes of a document by its place beside the first one (`jenis/umum.xsd`);
/// nothing is ever fetched, and whatever is named by an address or lies above the first one is missing.
///
/// # Errors
/// [`LoadProblem`] says what is wrong with which line.
pub fn load(
    main: &[u8],
    options: Options,
    included: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
) -> Result<Schema, LoadProblem> {
    let mut loading =
        Loading { schema: Schema::default(), options, target: Arc::from(""), document: Defaults::default() };
    let mut waiting = vec![Waiting { place: String::new(), bytes: main.to_vec(), bond: Bond::First }];
    let mut seen: BTreeSet<(Arc<str>, Vec<u8>)> = BTreeSet::new();
    while let Some(Waiting { place, bytes, bond }) = waiting.pop() {
        let mut root = parse(&bytes, &XmlLimits::default()).map_err(LoadProblem::Xml)?;
        if !root.name.is(XSD, "schema") {
            return Err(LoadProblem::NotASchema);
        }
        loading.document = Defaults::of(&root);
        loading.target = bond.target(&mut root)?;
        // Documents may include one another, and one without a namespace of its own belongs to each that includes it.
        if !seen.insert((loading.target.clone(), bytes)) {
            continue;
        }
        if seen.len() > MOST_DOCUMENTS {
            return Err(wrong(&root, "too many documents are included"));
        }
        for child in &root.children {
            let Some((location, bond)) = loading.top_level(child)? else { continue };
            let bytes = match location.as_str() {
                XML_NAMESPACE => Some((String::new(), XML_ATTRIBUTES.as_bytes().to_vec())),
                _ => beside(&place, &location).and_then(|place| Some((place.clone(), included(&place)?))),
            };
            let (place, bytes) = bytes.ok_or(LoadProblem::Missing { location })?;
            waiting.push(Waiting { place, bytes, bond });
        }
    }
    loading.every_name_is_known()?;
    Ok(loading.schema)
}

/// A document that another one names.
struct Waiting {
    place: String,
    bytes: Vec<u8>,
    bond: Bond,
}

/// Why a document is read.
enum Bond {
    /// It is the schema.
    First,
    /// Another one of this namespace includes it.
    Included(Arc<str>),
    /// Another one imports this namespace.
    Imported(Arc<str>),
}

impl Bond {
    /// The namespace that a document declares things for.
    fn target(self, root: &mut Element) -> Result<Arc<str>, LoadProblem> {
        let own: Option<Arc<str>> = root.attribute("targetNamespace").map(Arc::from);
        match (self, own) {
            (Self::First, own) => Ok(own.unwrap_or_else(|| Arc::from(""))),
            (Self::Included(target), None) => {
                adopt(root, &target);
                Ok(target)
            }
            (Self::Included(target) | Self::Imported(target), Some(own)) if own == target => Ok(own),
            (Self::Imported(target), None) if target.is_empty() => Ok(target),
            (Self::Included(_), Some(_)) => {
                Err(wrong(root, "the document is included, and its targetNamespace is another one"))
            }
            (Self::Imported(_), _) => Err(wrong(
                root,
                "the document is imported, and its targetNamespace is not the one that was asked for",
            )),
        }
    }
}

/// The place of a document that another one names, both beside the first; nothing for an address and for what lies above.
fn beside(place: &str, location: &str) -> Option<String> {
    if location.contains([':', '\\', '%', '?', '#']) || location.starts_with('/') {
        return None;
    }
    let folder = place.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in location.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// What a schema document says about the elements and attributes inside it.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Defaults {
    pub(super) elements_qualified: bool,
    pub(super) attributes_qualified: bool,
}

impl Defaults {
    fn of(root: &Element) -> Self {
        let qualified = |name| root.attribute(name) == Some("qualified");
        Self {
            elements_qualified: qualified("elementFormDefault"),
            attributes_qualified: qualified("attributeFormDefault"),
        }
    }
}

pub(super) struct Loading {
    pub(super) schema: Schema,
    pub(super) options: Options,
    pub(super) target: Arc<str>,
    pub(super) document: Defaults,
}

pub(super) fn wrong(at: &Element, reason: impl Into<String>) -> LoadProblem {
    LoadProblem::Wrong { line: at.line, reason: reason.into() }
}

impl Loading {
    /// Takes one child of `xs:schema`; gives the location of a document that it includes or imports.
    fn top_level(&mut self, child: &Element) -> Result<Option<(String, Bond)>, LoadProblem> {
        if &*child.name.space != XSD {
            return Ok(None);
        }
        match child.name.local.as_str() {
            "annotation" => {}
            "include" => {
                let location = child
                    .attribute("schemaLocation")
                    .ok_or_else(|| wrong(child, "an include names no file"))?;
                return Ok(Some((location.to_owned(), Bond::Included(self.target.clone()))));
            }
            "import" => return self.import(child),
            "element" => {
                let declared = self.element(child, true)?;
                put(&mut self.schema.elements, declared.name.clone(), declared, child)?;
            }
            "complexType" | "simpleType" => {
                let name = self.declared_name(child)?;
                let place = types::any_type(self, child)?;
                put(&mut self.schema.named, name, place, child)?;
            }
            "group" => {
                let name = self.declared_name(child)?;
                let group = types::group(self, child)?;
                put(&mut self.schema.groups, name, group, child)?;
            }
            "attributeGroup" => {
                let name = self.declared_name(child)?;
                let set = types::attributes(self, child)?;
                put(&mut self.schema.attribute_groups, name, set, child)?;
            }
            "attribute" => {
                let attribute = types::attribute(self, child, true)?;
                put(&mut self.schema.attributes, attribute.name.clone(), attribute, child)?;
            }
            other => self.unjudged(child, other),
        }
        Ok(None)
    }

    /// Another namespace. One without a file is a promise that somebody else knows it: a name of it that is used stays unknown.
    fn import(&self, child: &Element) -> Result<Option<(String, Bond)>, LoadProblem> {
        let space: Arc<str> = Arc::from(child.attribute("namespace").unwrap_or_default());
        if space == self.target {
            return Err(wrong(child, "a schema includes what is of its own namespace and imports the rest"));
        }
        let location = match &*space {
            XML_NAMESPACE => Some(XML_NAMESPACE),
            _ => child.attribute("schemaLocation"),
        };
        Ok(location.map(|location| (location.to_owned(), Bond::Imported(space.clone()))))
    }

    pub(super) fn unjudged(&mut self, at: &Element, what: &str) {
        self.schema.unjudged.push(format!("line {}: xs:{what}", at.line));
    }

    fn declared_name(&self, at: &Element) -> Result<Name, LoadProblem> {
        let local = at.attribute("name").ok_or_else(|| wrong(at, "a declaration has no name"))?;
        Ok(Name { space: self.target.clone(), local: local.to_owned() })
    }

    /// An element declaration, global or local.
    pub(super) fn element(&mut self, at: &Element, global: bool) -> Result<ElementDecl, LoadProblem> {
        let mut name = self.declared_name(at)?;
        let qualified = match at.attribute("form") {
            Some(form) => form == "qualified",
            None => self.document.elements_qualified,
        };
        if !global && !qualified {
            name.space = Arc::from("");
        }
        for asked in ["substitutionGroup", "block"] {
            if at.attribute(asked).is_some() {
                self.unjudged(at, &format!("element with {asked}"));
            }
        }
        for child in &at.children {
            if ["key", "keyref", "unique", "alternative"].contains(&child.name.local.as_str()) {
                self.unjudged(child, &child.name.local);
            }
        }
        let inside =
            at.children.iter().find(|c| ["complexType", "simpleType"].contains(&c.name.local.as_str()));
        let kind = match (at.attribute("type"), inside) {
            (Some(_), None) => types::reference(at, "type")?,
            (None, Some(inside)) => TypeRef::Own(types::any_type(self, inside)?),
            (None, None) => TypeRef::Named(Name::new(XSD, "anyType")),
            (Some(_), Some(_)) => return Err(wrong(at, "an element has two types")),
        };
        Ok(ElementDecl {
            name,
            kind,
            nillable: types::yes(at, "nillable"),
            is_abstract: types::yes(at, "abstract"),
            fixed: at.attribute("fixed").map(str::to_owned),
            default: at.attribute("default").map(str::to_owned),
        })
    }

    /// Names that are used must be declared: a schema with a hole would let everything through.
    fn every_name_is_known(&self) -> Result<(), LoadProblem> {
        let schema = &self.schema;
        let unknown = types::used_names(schema).into_iter().find(|(what, name)| match what {
            types::Used::Type => {
                !(schema.named.contains_key(name)
                    || &*name.space == XSD && super::simple::is_built_in(&name.local))
            }
            types::Used::Element => !schema.elements.contains_key(name),
            types::Used::Group => !schema.groups.contains_key(name),
            types::Used::AttributeGroup => !schema.attribute_groups.contains_key(name),
            types::Used::Attribute => {
                !schema.attributes.contains_key(name) && !name.space.ends_with("/namespace")
            }
        });
        match unknown {
            None => types::no_circles(schema).map_err(|name| LoadProblem::Wrong {
                line: 0,
                reason: format!("{name} is built upon itself"),
            }),
            Some((_, name)) => Err(LoadProblem::Wrong {
                line: 0,
                reason: format!(
                    "{} is used and nowhere declared, or is a type that is not judged here",
                    name.local
                ),
            }),
        }
    }
}

/// In a document that takes the namespace of whoever includes it, names without a prefix are of that namespace too.
fn adopt(at: &mut Element, target: &Arc<str>) {
    let mut scope = vec![(String::new(), target.clone())];
    scope.extend(at.scope.iter().cloned());
    at.scope = Arc::new(scope);
    at.children.iter_mut().for_each(|child| adopt(child, target));
}

fn put<T>(map: &mut BTreeMap<Name, T>, name: Name, value: T, at: &Element) -> Result<(), LoadProblem> {
    match map.insert(name, value) {
        None => Ok(()),
        Some(_) => Err(wrong(at, "the same name is declared twice")),
    }
}
