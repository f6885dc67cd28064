//! Writing a tree as it was read: names and their prefixes, attributes, elements and the text between them. Comments are not kept.

use std::sync::Arc;

use super::read::XML;
use super::{Element, Name, Scope};

/// The tree as a document. Reading it gives the same tree.
#[must_use]
pub fn write_tree(root: &Element) -> String {
    let mut out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    Writing { out: &mut out, known: Vec::new() }.element(root, &Scope::default());
    out.push('\n');
    out
}

/// Puts every element on a line of its own, where elements stand without a text between them. What has a namespace is left as it is:
/// who knows what a space means there.
pub fn indent(root: &mut Element) {
    indent_at(root, 0);
}

fn indent_at(at: &mut Element, depth: usize) {
    if !at.name.space.is_empty() {
        return;
    }
    at.children.iter_mut().for_each(|child| indent_at(child, depth + 1));
    if at.children.is_empty() || !at.text.trim().is_empty() {
        return;
    }
    let line = format!("\n{}", "  ".repeat(depth + 1));
    at.text = line.repeat(at.children.len()) + "\n" + &"  ".repeat(depth);
    at.before = (1..=at.children.len()).map(|number| number * line.len()).collect();
}

struct Writing<'a> {
    out: &'a mut String,
    /// Prefixes that hold where we are; the last of a prefix counts.
    known: Vec<(String, Arc<str>)>,
}

impl Writing<'_> {
    fn element(&mut self, at: &Element, outer: &Scope) {
        let before = self.known.len();
        let mut declared = Vec::new();
        if !Arc::ptr_eq(&at.scope, outer) {
            self.declare_scope(at, &mut declared);
        }
        let name = self.name(&at.name, true, &mut declared);
        let attributes: Vec<(String, &str)> = at
            .attributes
            .iter()
            .map(|(name, value)| (self.name(name, false, &mut declared), value.as_str()))
            .collect();
        self.out.push('<');
        self.out.push_str(&name);
        for (prefix, space) in &declared {
            let name = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
            self.attribute(&name, space);
        }
        for (name, value) in attributes {
            self.attribute(&name, value);
        }
        if at.children.is_empty() && at.text.is_empty() {
            self.out.push_str("/>");
        } else {
            self.out.push('>');
            self.inside(at);
            self.out.push_str("</");
            self.out.push_str(&name);
            self.out.push('>');
        }
        self.known.truncate(before);
    }

    fn inside(&mut self, at: &Element) {
        let mut written = 0;
        for (number, child) in at.children.iter().enumerate() {
            let upto = at.before.get(number).copied().unwrap_or(at.text.len()).max(written);
            if let Some(text) = at.text.get(written..upto) {
                escape(text, false, self.out);
                written = upto;
            }
            self.element(child, &at.scope);
        }
        escape(at.text.get(written..).unwrap_or_default(), false, self.out);
    }

    fn bound(&self, prefix: &str) -> Option<&Arc<str>> {
        self.known.iter().rev().find(|(known, _)| known == prefix).map(|(_, space)| space)
    }

    fn bind(&mut self, prefix: &str, space: &Arc<str>, declared: &mut Vec<(String, Arc<str>)>) {
        declared.retain(|(known, _)| known != prefix);
        declared.push((prefix.to_owned(), space.clone()));
        self.known.push((prefix.to_owned(), space.clone()));
    }

    /// Declares what holds at an element and not yet where we are, so that names in values keep their meaning too.
    fn declare_scope(&mut self, at: &Element, declared: &mut Vec<(String, Arc<str>)>) {
        for (number, (prefix, space)) in at.scope.iter().enumerate() {
            let last = !at.scope.iter().skip(number + 1).any(|(later, _)| later == prefix);
            let same = match self.bound(prefix) {
                Some(held) => held == space,
                None => space.is_empty(),
            };
            // XML 1.0 cannot take a prefix back, and needs not.
            if last && !same && (prefix.is_empty() || !space.is_empty()) {
                self.bind(prefix, space, declared);
            }
        }
    }

    /// A name as it is written here; declares a prefix when none holds.
    fn name(&mut self, name: &Name, default: bool, declared: &mut Vec<(String, Arc<str>)>) -> String {
        if &*name.space == XML {
            return format!("xml:{}", name.local);
        }
        if name.space.is_empty() {
            if default && self.bound("").is_some_and(|space| !space.is_empty()) {
                self.bind("", &Arc::from(""), declared);
            }
            return name.local.clone();
        }
        let held = self.known.iter().rev().find(|(prefix, space)| {
            *space == name.space && (default || !prefix.is_empty()) && self.bound(prefix) == Some(space)
        });
        let prefix = match held {
            Some((prefix, _)) => prefix.clone(),
            None => {
                let free = (1..).map(|number| format!("ns{number}")).find(|free| self.bound(free).is_none());
                let free = free.unwrap_or_default();
                self.bind(&free, &name.space, declared);
                free
            }
        };
        if prefix.is_empty() { name.local.clone() } else { format!("{prefix}:{}", name.local) }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(value, true, self.out);
        self.out.push('"');
    }
}

/// Escapes a text; in an attribute also what reading would turn into a space. What XML cannot hold becomes a space.
fn escape(text: &str, attribute: bool, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\t' | '\n' => out.push(sign),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            sign => out.push(sign),
        }
    }
}
