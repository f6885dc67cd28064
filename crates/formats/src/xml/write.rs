//! Writing: indented, escaped, and never an unclosed element.

use std::fmt::Write;

/// Writes elements one after the other.
#[derive(Debug, Default)]
pub struct Writer {
    out: String,
    open: Vec<String>,
    /// Whether the innermost open element holds elements already.
    filled: bool,
}

impl Writer {
    /// Begins a document.
    #[must_use]
    pub fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(),
            open: Vec::new(),
            filled: true,
        }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.out.push('>');
        self.open.push(name.to_owned());
        self.filled = false;
    }

    /// An element with a text alone.
    pub fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// An element with attributes and a text.
    pub fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.begin(name, attributes);
        self.out.push('>');
        escape(text, &mut self.out);
        // Writing to a text cannot fail.
        let _ = write!(self.out, "</{name}>");
        self.filled = true;
    }

    /// An element with a text, when there is one.
    pub fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.text(name, text);
        }
    }

    /// Closes the innermost open element.
    pub fn close(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if self.filled {
            self.line();
        }
        let _ = write!(self.out, "</{name}>");
        self.filled = true;
    }

    /// The document, with everything closed.
    #[must_use]
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out.push('\n');
        self.out
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) {
        if !self.open.is_empty() {
            self.line();
        }
        self.filled = true;
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.open.len()));
    }
}

/// Escapes a text; control characters that XML cannot hold become a space.
fn escape(text: &str, out: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' => out.push(sign),
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            sign => out.push(sign),
        }
    }
}
