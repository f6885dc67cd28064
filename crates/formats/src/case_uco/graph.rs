//! JSON-LD as far as CASE needs it: names by the prefixes that the document itself gives, nodes by their ids, whether they lie inside one
//! another or side by side. A context that lies elsewhere is never fetched, and then the document is not understood.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::finding::Finding;

const UCO: &str = "https://ontology.unifiedcyberontology.org/uco/";
const CASE: &str = "https://ontology.caseontology.org/case/";

/// Digits of the longest number in hexadecimal that is a hash rather than content.
const LONGEST_HASH: usize = 128;

/// Names that stand for one another in a context.
const MOST_STEPS: usize = 4;

/// What stands behind a name in a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    /// Another node, by its id.
    Node(String),
    /// A word, a number or a moment, as it is written.
    Text(String),
}

/// A thing that the document speaks of.
#[derive(Debug, Clone, Default)]
pub(super) struct Node {
    /// Its types, `uco-observable:File`.
    pub(super) kinds: Vec<String>,
    /// What is said of it, by name.
    pub(super) fields: BTreeMap<String, Vec<Item>>,
}

/// All nodes, in the order in which the document first names them.
#[derive(Debug, Default)]
pub(super) struct Linked {
    pub(super) nodes: Vec<Node>,
    by_id: BTreeMap<String, usize>,
    unnamed: usize,
    /// Something in it is content, not words about content.
    pub(super) carries: bool,
}

impl Linked {
    /// Reads a document that is known to be shallow.
    pub(super) fn of(document: &Value) -> Result<Self, Finding> {
        let wrong = |place: &str, reason: &str| Finding::new(0, place, reason);
        let Value::Object(root) = document else { return Err(wrong("/", "must be an object")) };
        let terms = Terms::of(root.get("@context"))?;
        let mut linked = Self::default();
        match root.get("@graph") {
            Some(graph) => linked.items(graph, &terms)?,
            None => linked.node(root, &terms, true).map(|_| vec![])?,
        };
        Ok(linked)
    }

    /// The place of a node among all.
    pub(super) fn at(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    fn place(&mut self, id: String) -> usize {
        let next = self.nodes.len();
        let place = *self.by_id.entry(id).or_insert(next);
        if place == next {
            self.nodes.push(Node::default());
        }
        place
    }

    fn items(&mut self, value: &Value, terms: &Terms) -> Result<Vec<Item>, Finding> {
        match value {
            Value::Null => Ok(Vec::new()),
            Value::Bool(yes) => Ok(vec![Item::Text(yes.to_string())]),
            Value::Number(number) => Ok(vec![Item::Text(number.to_string())]),
            Value::String(text) => Ok(vec![Item::Text(text.clone())]),
            Value::Array(items) => {
                let mut all = Vec::new();
                for item in items {
                    all.extend(self.items(item, terms)?);
                }
                Ok(all)
            }
            Value::Object(fields) => self.object(fields, terms),
        }
    }

    fn object(&mut self, fields: &Map<String, Value>, terms: &Terms) -> Result<Vec<Item>, Finding> {
        if let Some(inner) = fields.get("@list").or_else(|| fields.get("@set")) {
            return self.items(inner, terms);
        }
        match fields.get("@value") {
            Some(Value::Object(_) | Value::Array(_)) => {
                Err(Finding::new(0, "/@graph", "a value must be a word or a number"))
            }
            Some(value) => {
                let kind = fields.get("@type").and_then(Value::as_str).unwrap_or_default();
                self.carries |= is_content(&terms.whole(kind), value);
                self.items(value, terms)
            }
            None => self.node(fields, terms, false).map(|id| vec![Item::Node(id)]),
        }
    }

    /// A node, or what another place of the document says of it; answers its id.
    fn node(&mut self, fields: &Map<String, Value>, terms: &Terms, root: bool) -> Result<String, Finding> {
        if !root && fields.contains_key("@context") {
            return Err(Finding::new(
                0,
                "/@graph",
                "a context inside a node is not read: put it at the beginning",
            ));
        }
        let id = match terms.keyword(fields, "@id").and_then(Value::as_str) {
            Some(id) => terms.whole(id),
            None => {
                self.unnamed += 1;
                format!("_:{}", self.unnamed)
            }
        };
        let place = self.place(id.clone());
        for (name, value) in fields {
            match terms.whole(name).as_str() {
                "@type" => {
                    let kinds = self.items(value, terms)?;
                    let kinds = kinds.into_iter().filter_map(|kind| match kind {
                        Item::Text(kind) => Some(short(&terms.whole(&kind))),
                        Item::Node(_) => None,
                    });
                    let kinds: Vec<String> = kinds.collect();
                    if let Some(node) = self.nodes.get_mut(place) {
                        node.kinds.extend(kinds);
                    }
                }
                keyword if keyword.starts_with('@') => {}
                whole => {
                    let name = short(whole);
                    self.carries |= name == "uco-observable:dataPayload";
                    let items = self.items(value, terms)?;
                    if let Some(node) = self.nodes.get_mut(place) {
                        node.fields.entry(name).or_default().extend(items);
                    }
                }
            }
        }
        Ok(id)
    }
}

/// Bytes written out as a value of a type for bytes; a hash is short.
fn is_content(kind: &str, value: &Value) -> bool {
    let written = value.as_str().map_or(0, str::len);
    kind.ends_with("#base64Binary") && written > 0 || kind.ends_with("#hexBinary") && written > LONGEST_HASH
}

/// The prefixes and names of a context.
struct Terms(BTreeMap<String, String>);

impl Terms {
    fn of(context: Option<&Value>) -> Result<Self, Finding> {
        let mut terms = BTreeMap::new();
        let parts = match context {
            None => {
                return Err(Finding::new(
                    0,
                    "/@context",
                    "there is no context: the names mean nothing without one",
                ));
            }
            Some(Value::Array(parts)) => parts.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        for part in parts {
            let Value::Object(names) = part else {
                let reason = "the context lies elsewhere and is never fetched: ask for the document with its context written out";
                return Err(Finding::new(0, "/@context", reason));
            };
            for (name, meaning) in names {
                let meaning = meaning.as_str().or_else(|| meaning.get("@id").and_then(Value::as_str));
                terms.extend(meaning.map(|meaning| (name.clone(), meaning.to_owned())));
            }
        }
        Ok(Self(terms))
    }

    /// A name as the ontologies have it. A name that leads in a circle stays where it is after a few steps.
    fn whole(&self, name: &str) -> String {
        let mut name = name.to_owned();
        for _ in 0..MOST_STEPS {
            if name.starts_with('@') {
                break;
            }
            let known = self.0.get(&name).cloned();
            let known = known.or_else(|| {
                let (prefix, rest) = name.split_once(':').filter(|(_, rest)| !rest.starts_with("//"))?;
                self.0.get(prefix).map(|whole| format!("{whole}{rest}"))
            });
            let vocabulary = || {
                let bare = !name.contains(':');
                self.0.get("@vocab").filter(|_| bare).map(|whole| format!("{whole}{name}"))
            };
            match known.or_else(vocabulary) {
                Some(next) => name = next,
                None => break,
            }
        }
        name
    }

    fn keyword<'a>(&self, fields: &'a Map<String, Value>, keyword: &str) -> Option<&'a Value> {
        fields.iter().find(|(name, _)| self.whole(name) == keyword).map(|(_, value)| value)
    }
}

/// A name as this house writes it: `uco-core:name`. Of names of other vocabularies the last part, so that no address stands in a report.
fn short(whole: &str) -> String {
    let known = whole.strip_prefix(UCO).map(|rest| ("uco", rest));
    let known = known.or_else(|| whole.strip_prefix(CASE).map(|rest| ("case", rest)));
    if let Some((house, rest)) = known
        && let Some((part, name)) = rest.split_once('/')
    {
        return format!("{house}-{}:{}", plain(part), plain(name));
    }
    plain(whole.rsplit(['/', '#', ':']).next().unwrap_or_default())
}

fn plain(name: &str) -> String {
    let plain: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(60).collect();
    if plain.is_empty() { "?".to_owned() } else { plain }
}
