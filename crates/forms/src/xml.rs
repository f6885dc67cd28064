//! XML as a tree: written for forms, read from submissions with limits. No document type, no entities of its own, no pictures.

use std::fmt::Write as _;

use formats::refuse_picture_text;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Name with its prefix.
    pub name: String,
    /// Attributes in the order of the document.
    pub attributes: Vec<(String, String)>,
    /// What stands in it.
    pub children: Vec<Content>,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
}

/// Why bytes are no XML that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum XmlFault {
    /// Not well formed, or not UTF-8.
    Broken,
    /// Larger or deeper than allowed.
    TooLarge,
    /// A document type, entities or processing instructions.
    Forbidden,
    /// A picture as text.
    Picture,
}

impl XmlFault {
    /// A fixed code for journal and API.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Broken => "xml-broken",
            Self::TooLarge => "xml-too-large",
            Self::Forbidden => "xml-forbidden",
            Self::Picture => "xml-picture",
        }
    }
}

/// Ceilings of what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XmlLimits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Elements in the document.
    pub elements: usize,
    /// Elements within one another.
    pub depth: usize,
    /// Attributes of one element.
    pub attributes: usize,
}

impl Default for XmlLimits {
    fn default() -> Self {
        Self { bytes: 2 << 20, elements: 50_000, depth: 40, attributes: 30 }
    }
}

impl Element {
    /// An empty element.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// This element with an attribute.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.attributes.push((name.to_owned(), value.into()));
        self
    }

    /// This element with text at its end.
    #[must_use]
    pub fn saying(mut self, text: &str) -> Self {
        self.children.push(Content::Text(text.to_owned()));
        self
    }

    /// Adds an element at the end.
    pub fn push(&mut self, child: Self) {
        self.children.push(Content::Element(child));
    }

    /// The elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// The first element of a name, whatever its prefix.
    #[must_use]
    pub fn child(&self, local: &str) -> Option<&Self> {
        self.elements().find(|element| element.local() == local)
    }

    /// The name without its prefix.
    #[must_use]
    pub fn local(&self) -> &str {
        self.name.rsplit_once(':').map_or(&self.name, |(_, local)| local)
    }

    /// An attribute by its name with prefix.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// The text that stands in it directly.
    #[must_use]
    pub fn text(&self) -> String {
        let texts = self.children.iter().filter_map(|child| match child {
            Content::Text(text) => Some(text.as_str()),
            Content::Element(_) => None,
        });
        texts.collect()
    }

    /// The document as text, with a declaration.
    #[must_use]
    pub fn to_document(&self) -> String {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        self.write(&mut text, 0);
        text.push('\n');
        text
    }

    /// Only what an element of the form holds nests, so the depth is bounded by the form's own.
    fn write(&self, out: &mut String, depth: usize) {
        let _ = write!(out, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"{}\"", escape(value, true));
        }
        if self.children.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        // White space inside a text is part of it, so only elements without text are laid out.
        let laid_out = !self.children.iter().any(|child| matches!(child, Content::Text(_)));
        for child in &self.children {
            match child {
                Content::Text(text) => out.push_str(&escape(text, false)),
                Content::Element(element) => {
                    if laid_out {
                        let _ = write!(out, "\n{}", "  ".repeat(depth + 1));
                    }
                    element.write(out, depth + 1);
                }
            }
        }
        if laid_out {
            let _ = write!(out, "\n{}", "  ".repeat(depth));
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

fn escape(text: &str, attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\n' | '\r' | '\t' if attribute => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            // XML 1.0 has no place for other control characters.
            letter if letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Reads a document.
///
/// # Errors
/// An [`XmlFault`].
pub fn read(bytes: &[u8], limits: &XmlLimits) -> Result<Element, XmlFault> {
    if bytes.len() > limits.bytes {
        return Err(XmlFault::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| XmlFault::Broken)?;
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut building = Building { open: Vec::new(), root: None, elements: 0, limits };
    loop {
        match reader.read_event().map_err(|_| XmlFault::Broken)? {
            Event::Start(start) => building.begin(&start)?,
            Event::Empty(start) => {
                building.begin(&start)?;
                building.end()?;
            }
            Event::End(_) => building.end()?,
            Event::Text(text) => building.text(&text.xml10_content())?,
            Event::CData(text) => building.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => building.text(&resolve(&reference)?)?,
            Event::Decl(_) | Event::Comment(_) => {}
            Event::DocType(_) | Event::PI(_) => return Err(XmlFault::Forbidden),
            Event::Eof => return building.finish(),
        }
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, XmlFault> {
    if reference.is_char_ref() {
        let letter = reference.resolve_char_ref().map_err(|_| XmlFault::Broken)?;
        let letter = letter.filter(|letter| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t'));
        return letter.map(String::from).ok_or(XmlFault::Broken);
    }
    predefined(&reference.xml10_content()).map(str::to_owned).ok_or(XmlFault::Forbidden)
}

/// The five entities that every document has; no document may bring its own.
fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

struct Building<'a> {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    limits: &'a XmlLimits,
}

impl Building<'_> {
    fn begin(&mut self, start: &BytesStart<'_>) -> Result<(), XmlFault> {
        self.elements += 1;
        if self.elements > self.limits.elements || self.open.len() >= self.limits.depth {
            return Err(XmlFault::TooLarge);
        }
        if self.root.is_some() && self.open.is_empty() {
            return Err(XmlFault::Broken);
        }
        let mut element = Element::new(start.name().as_ref());
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| XmlFault::Broken)?;
            if element.attributes.len() >= self.limits.attributes {
                return Err(XmlFault::TooLarge);
            }
            let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| XmlFault::Forbidden)?;
            element.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) -> Result<(), XmlFault> {
        let element = self.open.pop().ok_or(XmlFault::Broken)?;
        refuse_picture_text(&element.text()).map_err(|_| XmlFault::Picture)?;
        match self.open.last_mut() {
            Some(above) => above.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), XmlFault> {
        let Some(element) = self.open.last_mut() else {
            return if text.trim().is_empty() { Ok(()) } else { Err(XmlFault::Broken) };
        };
        match element.children.last_mut() {
            // A reference parts one text into several.
            Some(Content::Text(before)) => before.push_str(text),
            _ => element.children.push(Content::Text(text.to_owned())),
        }
        Ok(())
    }

    fn finish(self) -> Result<Element, XmlFault> {
        if self.open.is_empty() { self.root.ok_or(XmlFault::Broken) } else { Err(XmlFault::Broken) }
    }
}
