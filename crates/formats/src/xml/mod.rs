//! XML as a small strict tree: UTF-8 only, no document type, no entities but the five of XML, limits on everything.

mod read;
mod tree;
mod write;

use std::fmt;
use std::sync::Arc;

pub(crate) use read::is_name;
pub use read::{XmlLimits, parse};
pub use tree::{indent, write_tree};
pub use write::Writer;

/// A name with its namespace; no namespace is the empty text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// Address that names the namespace.
    pub space: Arc<str>,
    /// The name itself.
    pub local: String,
}

impl Name {
    /// A name.
    #[must_use]
    pub fn new(space: &str, local: &str) -> Self {
        Self { space: space.into(), local: local.to_owned() }
    }

    /// Whether it is that name.
    #[must_use]
    pub fn is(&self, space: &str, local: &str) -> bool {
        self.local == local && *self.space == *space
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.local)
    }
}

/// Prefixes and the namespaces they stand for, at one place of a document.
pub(crate) type Scope = Arc<Vec<(String, Arc<str>)>>;

/// An element.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its name.
    pub name: Name,
    /// Its attributes, without the declarations of namespaces.
    pub attributes: Vec<(Name, String)>,
    /// The elements in it, in order.
    pub children: Vec<Self>,
    /// The text directly in it, put together.
    pub text: String,
    /// For each child, how many bytes of the text stand before it.
    pub(crate) before: Vec<usize>,
    /// Line of its start tag, from 1.
    pub line: u32,
    pub(crate) scope: Scope,
}

impl Element {
    /// An element without a namespace, with nothing in it.
    #[must_use]
    pub fn new(local: &str) -> Self {
        Self {
            name: Name::new("", local),
            attributes: Vec::new(),
            children: Vec::new(),
            text: String::new(),
            before: Vec::new(),
            line: 0,
            scope: Scope::default(),
        }
    }

    /// The same with an attribute; `xml:lang` and its like by that prefix.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let name = match name.strip_prefix("xml:") {
            Some(local) => Name::new(read::XML, local),
            None => Name::new("", name),
        };
        self.attributes.push((name, value.to_owned()));
        self
    }

    /// The same with an attribute, when there is a value.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// The same with a text behind what it holds.
    #[must_use]
    pub fn holding(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Puts an element behind what it holds.
    pub fn put(&mut self, child: Self) {
        self.before.resize(self.children.len(), self.text.len());
        self.before.push(self.text.len());
        self.children.push(child);
    }

    /// The value of an attribute without namespace.
    #[must_use]
    pub fn attribute(&self, local: &str) -> Option<&str> {
        self.attribute_of("", local)
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute_of(&self, space: &str, local: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name.is(space, local)).map(|(_, value)| value.as_str())
    }

    /// Children of that name, whatever their namespace.
    pub fn named<'a>(&'a self, local: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name.local == local)
    }

    /// The first child of that name.
    #[must_use]
    pub fn child(&self, local: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name.local == local)
    }

    /// The trimmed text of the first child of that name.
    #[must_use]
    pub fn text_of(&self, local: &str) -> Option<&str> {
        self.child(local).map(|child| child.text.trim())
    }

    /// A name as it is written in a value here, with the prefixes that hold here. Without a prefix it has the default namespace.
    /// `None` when the prefix is not declared.
    #[must_use]
    pub fn name_in_value(&self, written: &str) -> Option<Name> {
        let (prefix, local) = written.trim().split_once(':').unwrap_or(("", written.trim()));
        if prefix == "xml" {
            return Some(Name::new(read::XML, local));
        }
        let space =
            self.scope.iter().rev().find(|(known, _)| known == prefix).map(|(_, space)| space.clone());
        let space = space.or_else(|| prefix.is_empty().then(|| Arc::from("")))?;
        Some(Name { space, local: local.to_owned() })
    }
}

/// Why bytes are no XML for us. Nothing of the content is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlProblem {
    /// Line, from 1.
    pub line: u32,
    /// What is wrong and what to do.
    pub reason: &'static str,
}

impl fmt::Display for XmlProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for XmlProblem {}
