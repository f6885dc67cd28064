//! Objects of a PDF: found by looking through the whole file, not by its table of places, so that nothing hides behind that.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::ZlibDecoder;

use crate::refusal::{Refusal, RefusalKind};

/// Deepest nesting of arrays and dictionaries.
pub(super) const DEEPEST: usize = 24;
/// Most objects.
const MOST: usize = 100_000;

/// Entries of a dictionary.
pub(super) type Entries = BTreeMap<String, Object>;

/// One object.
#[derive(Debug, Clone)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(String),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Entries),
    /// Another object, by its number.
    Ref(u32),
    /// A dictionary and where its unpacked content stands in the document.
    Stream(Entries, usize),
    /// An operator of a content stream, or a word that means nothing here.
    Word(Vec<u8>),
}

/// All objects by number.
pub(super) struct Document {
    objects: BTreeMap<u32, Object>,
    /// Trailers: dictionaries without a number.
    loose: Vec<Object>,
    streams: Vec<Vec<u8>>,
}

impl Document {
    /// Reads every object and unpacks every stream, within a budget.
    pub(super) fn open(bytes: &[u8], budget: usize) -> Result<Self, Refusal> {
        let mut document = Self { objects: BTreeMap::new(), loose: Vec::new(), streams: Vec::new() };
        let (mut at, mut left) = (0, budget);
        while let Some(found) = find(bytes, at, b"obj") {
            at = found + 3;
            let Some(number) = number_before(bytes, found) else { continue };
            let mut parser = Parser { bytes, at };
            let object = parser.object(0)?;
            let object = document.with_stream(bytes, &mut parser, object, &mut left)?;
            at = parser.at.max(at);
            document.objects.insert(number, object);
            if document.objects.len() > MOST {
                return Err(Refusal::new(RefusalKind::TooLarge, "pdf_objects"));
            }
        }
        at = 0;
        while let Some(found) = find(bytes, at, b"trailer") {
            at = found + 7;
            document.loose.push(Parser { bytes, at }.object(0)?);
        }
        document.open_bundles(&mut left)?;
        if document.objects.is_empty() {
            Err(Refusal::new(RefusalKind::Damaged, "pdf"))
        } else {
            Ok(document)
        }
    }

    /// A dictionary that a stream follows takes the stream's content with it.
    fn with_stream(
        &mut self,
        bytes: &[u8],
        parser: &mut Parser<'_>,
        object: Object,
        left: &mut usize,
    ) -> Result<Object, Refusal> {
        let Object::Dict(entries) = object else { return Ok(object) };
        parser.space();
        let rest = bytes.get(parser.at..).unwrap_or_default();
        let Some(rest) = rest.strip_prefix(b"stream") else { return Ok(Object::Dict(entries)) };
        let skip = usize::from(rest.starts_with(b"\r"))
            + usize::from(rest.starts_with(b"\r\n") || rest.starts_with(b"\n"));
        let start = parser.at + 6 + skip;
        let end = self
            .stream_end(bytes, start, &entries)
            .ok_or(Refusal::new(RefusalKind::Damaged, "pdf_stream"))?;
        let packed = bytes.get(start..end).unwrap_or_default();
        parser.at = end;
        let content = unpack(packed, &entries, left)?;
        self.streams.push(content);
        Ok(Object::Stream(entries, self.streams.len() - 1))
    }

    fn stream_end(&self, bytes: &[u8], start: usize, entries: &Entries) -> Option<usize> {
        if let Some(Object::Number(length)) = entries.get("Length") {
            let end = start.checked_add(*length as usize)?;
            let behind = bytes.get(end..(end + 20).min(bytes.len())).unwrap_or_default();
            if find(behind, 0, b"endstream").is_some_and(|at| at <= 2) {
                return Some(end);
            }
        }
        find(bytes, start, b"endstream")
    }

    /// Objects that were packed together (ISO 32000-1, 7.5.7).
    fn open_bundles(&mut self, left: &mut usize) -> Result<(), Refusal> {
        let bundles: Vec<(Entries, usize)> = self
            .objects
            .values()
            .filter_map(|object| match object {
                Object::Stream(entries, at)
                    if entries.get("Type").and_then(Object::name) == Some("ObjStm") =>
                {
                    Some((entries.clone(), *at))
                }
                _ => None,
            })
            .collect();
        for (entries, at) in bundles {
            let Some(content) = self.streams.get(at).cloned() else { continue };
            let number = |key: &str| entries.get(key).and_then(Object::number).unwrap_or(0.0) as usize;
            let (count, first) = (number("N").min(MOST), number("First"));
            let mut head = Parser { bytes: &content, at: 0 };
            for _ in 0..count {
                let (Object::Number(id), Object::Number(offset)) = (head.object(0)?, head.object(0)?) else {
                    break;
                };
                let mut parser = Parser { bytes: &content, at: first.saturating_add(offset as usize) };
                let object = parser.object(0)?;
                *left = left.checked_sub(1).ok_or(Refusal::new(RefusalKind::TooLarge, "pdf_objects"))?;
                self.objects.insert(id as u32, object);
            }
        }
        Ok(())
    }

    /// Every object, trailers included.
    pub(super) fn all(&self) -> impl Iterator<Item = &Object> {
        self.objects.values().chain(&self.loose)
    }

    /// Every stream's content.
    pub(super) fn unpacked(&self) -> impl Iterator<Item = &[u8]> {
        self.streams.iter().map(Vec::as_slice)
    }

    /// The object behind a reference, or the object itself.
    pub(super) fn get<'d>(&'d self, object: &'d Object) -> &'d Object {
        let mut seen = object;
        for _ in 0..DEEPEST {
            match seen {
                Object::Ref(number) => match self.objects.get(number) {
                    Some(object) => seen = object,
                    None => return &Object::Null,
                },
                other => return other,
            }
        }
        &Object::Null
    }

    /// The content of a stream.
    pub(super) fn stream(&self, object: &Object) -> Option<&[u8]> {
        match self.get(object) {
            Object::Stream(_, at) => self.streams.get(*at).map(Vec::as_slice),
            _ => None,
        }
    }
}

impl Object {
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) const fn entries(&self) -> Option<&Entries> {
        match self {
            Self::Dict(entries) | Self::Stream(entries, _) => Some(entries),
            _ => None,
        }
    }
}

fn unpack(packed: &[u8], entries: &Entries, left: &mut usize) -> Result<Vec<u8>, Refusal> {
    let filters: Vec<&str> = match entries.get("Filter") {
        None | Some(Object::Null) => Vec::new(),
        Some(Object::Name(name)) => vec![name],
        Some(Object::Array(items)) => items.iter().map(|item| item.name().unwrap_or("")).collect(),
        Some(_) => return Err(Refusal::new(RefusalKind::UnknownKind, "pdf_filter")),
    };
    let content = match filters.as_slice() {
        [] => packed.to_vec(),
        ["FlateDecode" | "Fl"] => {
            let mut content = Vec::new();
            let most = u64::try_from(*left).unwrap_or(u64::MAX).saturating_add(1);
            // A stream that ends early gives what it has: the rest is missing, not hidden.
            let _ = ZlibDecoder::new(packed).take(most).read_to_end(&mut content);
            content
        }
        ["DCTDecode" | "DCT" | "JPXDecode" | "CCITTFaxDecode" | "CCF" | "JBIG2Decode"] => {
            return Err(Refusal::new(RefusalKind::Picture, "pdf_filter"));
        }
        _ => return Err(Refusal::new(RefusalKind::UnknownKind, "pdf_filter")),
    };
    *left = left.checked_sub(content.len()).ok_or(Refusal::new(RefusalKind::TooLarge, "expanded_bytes"))?;
    Ok(content)
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(what.len()).position(|window| window == what).map(|at| from + at)
}

/// The number of `12 0 obj`, if this `obj` begins an object.
fn number_before(bytes: &[u8], at: usize) -> Option<u32> {
    let head = bytes.get(at.saturating_sub(24)..at)?;
    let text = String::from_utf8_lossy(head);
    if !text.ends_with(|c: char| c.is_ascii_whitespace()) {
        return None;
    }
    let mut words = text.split_ascii_whitespace().rev();
    let _: u32 = words.next()?.parse().ok()?;
    words.next()?.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Reads objects and operators.
pub(super) struct Parser<'b> {
    pub(super) bytes: &'b [u8],
    pub(super) at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Skips white space and comments.
    pub(super) fn space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\0' | b'\t' | b'\n' | 0x0c | b'\r' | b' ' => self.at += 1,
                b'%' => {
                    while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                        self.at += 1;
                    }
                }
                _ => break,
            }
        }
    }

    /// Whether nothing is left.
    pub(super) fn ended(&mut self) -> bool {
        self.space();
        self.at >= self.bytes.len()
    }

    /// The next object or operator.
    pub(super) fn object(&mut self, depth: usize) -> Result<Object, Refusal> {
        if depth > DEEPEST {
            return Err(Refusal::new(RefusalKind::TooLarge, "depth"));
        }
        self.space();
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        match rest {
            [] => Ok(Object::Null),
            [b'<', b'<', ..] => self.dict(depth),
            [b'<', ..] => Ok(Object::Text(self.hex())),
            [b'(', ..] => Ok(Object::Text(self.text())),
            [b'[', ..] => self.array(depth),
            [b'/', ..] => Ok(Object::Name(self.name())),
            [b'+' | b'-' | b'.' | b'0'..=b'9', ..] => Ok(self.number_or_ref()),
            _ => Ok(Object::Word(self.word())),
        }
    }

    fn dict(&mut self, depth: usize) -> Result<Object, Refusal> {
        self.at += 2;
        let mut entries = Entries::new();
        loop {
            self.space();
            match self.bytes.get(self.at..) {
                Some([b'>', b'>', ..]) => {
                    self.at += 2;
                    return Ok(Object::Dict(entries));
                }
                Some([b'/', ..]) => {
                    let key = self.name();
                    let value = self.object(depth + 1)?;
                    entries.insert(key, value);
                }
                Some([_, ..]) => self.at += 1,
                Some([]) | None => return Ok(Object::Dict(entries)),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Object, Refusal> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Ok(Object::Array(items));
                }
                None => return Ok(Object::Array(items)),
                Some(_) => items.push(self.object(depth + 1)?),
            }
        }
    }

    fn name(&mut self) -> String {
        self.at += 1;
        let raw = self.regular();
        let mut name = String::new();
        let mut bytes = raw.iter().copied();
        while let Some(byte) = bytes.next() {
            if byte != b'#' {
                name.push(char::from(byte));
                continue;
            }
            let digits =
                [bytes.next(), bytes.next()].into_iter().flatten().map(char::from).collect::<String>();
            name.extend(u8::from_str_radix(&digits, 16).ok().map(char::from));
        }
        name
    }

    fn regular(&mut self) -> Vec<u8> {
        let start = self.at;
        while self.peek().is_some_and(|byte| !b"\0\t\n\x0c\r ()<>[]{}/%".contains(&byte)) {
            self.at += 1;
        }
        self.bytes.get(start..self.at).unwrap_or_default().to_vec()
    }

    fn word(&mut self) -> Vec<u8> {
        let word = self.regular();
        // A delimiter that begins nothing is stepped over, or nothing would ever end.
        if word.is_empty() {
            self.at += 1;
        }
        word
    }

    fn number_or_ref(&mut self) -> Object {
        let parsed = |raw: &[u8]| String::from_utf8_lossy(raw).parse::<f64>().unwrap_or(0.0);
        let first = self.regular();
        if first.is_empty() {
            self.at += 1;
        }
        let behind = self.at;
        if first.iter().all(u8::is_ascii_digit) {
            self.space();
            let second = self.regular();
            self.space();
            if !second.is_empty() && second.iter().all(u8::is_ascii_digit) && self.regular() == b"R" {
                return Object::Ref(parsed(&first) as u32);
            }
            self.at = behind;
        }
        Object::Number(parsed(&first))
    }

    fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut digits = String::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'>' => break,
                _ if byte.is_ascii_hexdigit() => digits.push(char::from(byte)),
                _ => {}
            }
        }
        if digits.len() % 2 == 1 {
            digits.push('0');
        }
        let pairs = digits.as_bytes().chunks_exact(2);
        pairs.filter_map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16).ok()).collect()
    }

    fn text(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut out, mut open) = (Vec::new(), 1);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.escaped(&mut out),
                b'(' => {
                    open += 1;
                    out.push(byte);
                }
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                    out.push(byte);
                }
                _ => out.push(byte),
            }
        }
        out
    }

    fn escaped(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' | b'f' | b'\r' | b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                out.push(u8::try_from(code & 0xff).unwrap_or(0));
            }
            other => out.push(other),
        }
    }
}
