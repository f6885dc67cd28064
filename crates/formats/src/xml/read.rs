//! Reading.

use std::sync::Arc;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Element, Name, Scope, XmlProblem};

pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Ceilings of what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XmlLimits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Elements inside one another.
    pub depth: usize,
    /// Elements altogether.
    pub elements: usize,
    /// Attributes of one element.
    pub attributes: usize,
    /// Bytes of text directly in one element, or of one attribute.
    pub text: usize,
}

impl Default for XmlLimits {
    fn default() -> Self {
        Self { bytes: 16 << 20, depth: 64, elements: 500_000, attributes: 64, text: 64 << 10 }
    }
}

/// Reads a document.
///
/// # Errors
/// [`XmlProblem`] with the line: no UTF-8, not well-formed, a document type, an entity beyond the five of XML, or a limit.
pub fn parse(bytes: &[u8], limits: &XmlLimits) -> Result<Element, XmlProblem> {
    if bytes.len() > limits.bytes {
        return Err(XmlProblem { line: 1, reason: "the document is too large: split it" });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes)
        .map_err(|_| XmlProblem { line: 1, reason: "the document is not in UTF-8: save it in UTF-8" })?;
    let mut reading = Reading { lines: Lines::of(text), limits, open: Vec::new(), root: None, elements: 0 };
    let mut reader = Reader::from_str(text);
    loop {
        let at = reader.buffer_position();
        let Ok(event) = reader.read_event() else {
            let at = reader.error_position();
            return Err(reading.problem(at, "this is not well-formed XML: ask its sender for another copy"));
        };
        if !reading.take(event, at)? {
            return reading.finish(reader.buffer_position());
        }
    }
}

struct Reading<'a> {
    lines: Lines<'a>,
    limits: &'a XmlLimits,
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl Reading<'_> {
    fn problem(&mut self, at: u64, reason: &'static str) -> XmlProblem {
        XmlProblem { line: self.lines.at(at), reason }
    }

    /// Takes one event; `false` at the end.
    fn take(&mut self, event: Event<'_>, at: u64) -> Result<bool, XmlProblem> {
        match event {
            Event::Start(start) => {
                let element = self.start(&start, at)?;
                if self.open.len() >= self.limits.depth {
                    return Err(self.problem(at, "elements lie too deep in one another"));
                }
                self.open.push(element);
            }
            Event::Empty(start) => {
                let element = self.start(&start, at)?;
                self.close(element, at)?;
            }
            Event::End(_) => match self.open.pop() {
                Some(element) => self.close(element, at)?,
                None => return Err(self.problem(at, "an element is closed that was never opened")),
            },
            Event::Text(text) => self.text(&text.xml10_content(), at)?,
            Event::CData(text) => self.text(&text.xml10_content(), at)?,
            Event::GeneralRef(reference) => {
                let named = resolve_predefined_entity(&reference).map(str::to_owned);
                let sign = || reference.resolve_char_ref().ok().flatten().map(String::from);
                match named.or_else(sign).filter(|text| text.chars().all(is_xml_char)) {
                    Some(text) => self.text(&text, at)?,
                    None => {
                        return Err(self.problem(at, "an entity is used that XML does not have by itself"));
                    }
                }
            }
            Event::DocType(_) => {
                return Err(self.problem(at, "a document type is declared: send the file without one"));
            }
            Event::Decl(declaration) => {
                let utf8 =
                    |name: &str| name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii");
                if !declaration.encoding().is_none_or(|name| name.is_ok_and(|name| utf8(&name))) {
                    return Err(self.problem(at, "another encoding than UTF-8 is declared: save it in UTF-8"));
                }
            }
            Event::PI(_) => {
                return Err(self.problem(at, "a processing instruction: send the file without it"));
            }
            Event::Comment(_) => {}
            Event::Eof => return Ok(false),
        }
        Ok(true)
    }

    fn finish(mut self, at: u64) -> Result<Element, XmlProblem> {
        match self.root.take() {
            Some(root) if self.open.is_empty() => Ok(root),
            _ => Err(self.problem(at, "the document ends before its elements are closed")),
        }
    }

    fn text(&mut self, text: &str, at: u64) -> Result<(), XmlProblem> {
        let limit = self.limits.text;
        if !text.chars().all(is_xml_char) {
            return Err(self.problem(at, "a control character that XML does not allow"));
        }
        let Some(element) = self.open.last_mut() else {
            return if text.trim().is_empty() {
                Ok(())
            } else {
                Err(self.problem(at, "text outside the root element"))
            };
        };
        if element.text.len() + text.len() > limit {
            return Err(self.problem(at, "a text is too long: send its number and where it is held instead"));
        }
        element.text.push_str(text);
        Ok(())
    }

    fn close(&mut self, element: Element, at: u64) -> Result<(), XmlProblem> {
        match self.open.last_mut() {
            Some(parent) => parent.put(element),
            None if self.root.is_none() => self.root = Some(element),
            None => return Err(self.problem(at, "a second root element")),
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>, at: u64) -> Result<Element, XmlProblem> {
        self.elements += 1;
        if self.elements > self.limits.elements {
            return Err(self.problem(at, "too many elements: split the document"));
        }
        let line = self.lines.at(at);
        let wrong = |reason| XmlProblem { line, reason };
        let outer = self.open.last().map_or_else(Scope::default, |parent| parent.scope.clone());
        let (mut written, mut declared) = (Vec::new(), Vec::new());
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| wrong("an attribute is not well-formed"))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|_| wrong("an attribute is not well-formed"))?;
            if value.len() > self.limits.text || written.len() + declared.len() >= self.limits.attributes {
                return Err(wrong("too many or too long attributes"));
            }
            if !value.chars().all(is_xml_char) {
                return Err(wrong("a control character that XML does not allow"));
            }
            match attribute.key.0 {
                "xmlns" => declared.push((String::new(), Arc::from(&*value))),
                name => match name.strip_prefix("xmlns:") {
                    Some(prefix) => declared.push((prefix.to_owned(), Arc::from(&*value))),
                    None => written.push((name.to_owned(), value.into_owned())),
                },
            }
        }
        let scope = if declared.is_empty() { outer } else { Arc::new([outer.to_vec(), declared].concat()) };
        if scope.len() > 256 {
            return Err(wrong("too many namespaces"));
        }
        let undeclared = "a prefix is used that is not declared";
        let mut attributes = Vec::with_capacity(written.len());
        for (name, value) in written {
            let name = qualified(&name, &scope, false).ok_or(wrong(undeclared))?;
            if attributes.iter().any(|(known, _)| *known == name) {
                return Err(wrong("the same attribute twice"));
            }
            attributes.push((name, value));
        }
        let name = qualified(start.name().0, &scope, true).ok_or(wrong(undeclared))?;
        Ok(Element {
            name,
            attributes,
            children: Vec::new(),
            text: String::new(),
            before: Vec::new(),
            line,
            scope,
        })
    }
}

fn qualified(written: &str, scope: &Scope, default: bool) -> Option<Name> {
    let (prefix, local) = written.split_once(':').unwrap_or(("", written));
    if !is_name(local) || (prefix.is_empty() && written.starts_with(':')) {
        return None;
    }
    let space = match prefix {
        "" if !default => return Some(Name::new("", local)),
        "xml" => Some(Arc::from(XML)),
        _ => scope.iter().rev().find(|(known, _)| known == prefix).map(|(_, space)| space.clone()),
    };
    let space = space.or_else(|| prefix.is_empty().then(|| Arc::from("")))?;
    Some(Name { space, local: local.to_owned() })
}

/// Names without a colon (Namespaces in XML 1.0), somewhat wider in letters of other scripts.
pub(crate) fn is_name(text: &str) -> bool {
    let mut signs = text.chars();
    signs.next().is_some_and(|c| c.is_alphabetic() || c == '_')
        && signs
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}'))
}

fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Counts lines up to a place; places come in rising order.
struct Lines<'a> {
    text: &'a str,
    counted: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, counted: 0, line: 1 }
    }

    fn at(&mut self, place: u64) -> u32 {
        let place = usize::try_from(place).unwrap_or(usize::MAX).min(self.text.len());
        let new = self.text.as_bytes().get(self.counted..place).unwrap_or_default();
        let lines = new.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.counted = self.counted.max(place);
        self.line
    }
}
