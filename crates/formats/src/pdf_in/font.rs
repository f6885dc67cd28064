//! Which letters a font's codes mean.

use std::collections::HashMap;

use encoding_rs::{UTF_16BE, WINDOWS_1252};

use super::objects::{Document, Entries, Object, Parser};
use crate::refusal::Refusal;

/// Longest range of a table that is spelt out.
const LONGEST_RANGE: u32 = 4_096;

/// A font as far as its letters go.
pub(super) struct Font {
    /// Bytes of a code.
    width: usize,
    /// Letters of codes; `None` for a font whose codes are the letters themselves.
    letters: Option<HashMap<u32, String>>,
}

impl Font {
    /// Reads a font's table, if it has one.
    pub(super) fn read(document: &Document, entries: &Entries) -> Result<Self, Refusal> {
        let composite = entries.get("Subtype").and_then(Object::name) == Some("Type0");
        let width = if composite { 2 } else { 1 };
        match entries.get("ToUnicode").and_then(|table| document.stream(table)) {
            Some(table) => Ok(Self { letters: Some(letters(table)?), width }),
            // Codes of a composite font without a table mean glyphs, not letters.
            None => Ok(Self { letters: composite.then(HashMap::new), width }),
        }
    }

    /// What a string of this font says.
    pub(super) fn say(&self, bytes: &[u8]) -> String {
        let Some(letters) = &self.letters else {
            return WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
        };
        let codes = bytes.chunks(self.width).map(code);
        codes.filter_map(|code| letters.get(&code)).map(String::as_str).collect()
    }
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, byte| (code << 8) | u32::from(*byte))
}

fn spelt(bytes: &[u8]) -> String {
    UTF_16BE.decode_without_bom_handling(bytes).0.into_owned()
}

/// The entries of a table of letters (ISO 32000-1, 9.10.3).
fn letters(table: &[u8]) -> Result<HashMap<u32, String>, Refusal> {
    let mut parser = Parser { bytes: table, at: 0 };
    let mut letters = HashMap::new();
    let mut waiting: Vec<Object> = Vec::new();
    while !parser.ended() {
        match parser.object(0)? {
            Object::Word(word) if word == b"endbfchar" => {
                for pair in waiting.chunks_exact(2) {
                    if let [Object::Text(from), Object::Text(to)] = pair {
                        letters.insert(code(from), spelt(to));
                    }
                }
                waiting.clear();
            }
            Object::Word(word) if word == b"endbfrange" => {
                for range in waiting.chunks_exact(3) {
                    spell(range, &mut letters);
                }
                waiting.clear();
            }
            Object::Word(_) => waiting.clear(),
            other => waiting.push(other),
        }
    }
    Ok(letters)
}

fn spell(range: &[Object], letters: &mut HashMap<u32, String>) {
    let [Object::Text(low), Object::Text(high), to] = range else { return };
    let (low, high) = (code(low), code(high).min(code(low).saturating_add(LONGEST_RANGE)));
    match to {
        Object::Text(first) => {
            let Some((last, head)) = first.split_last() else { return };
            for (step, from) in (low..=high).enumerate() {
                // Only the last byte counts up, as the standard has it.
                let last = u8::try_from((usize::from(*last) + step) & 0xff).unwrap_or(0);
                letters.insert(from, spelt(&[head, &[last]].concat()));
            }
        }
        Object::Array(items) => {
            for (from, item) in (low..=high).zip(items) {
                if let Object::Text(to) = item {
                    letters.insert(from, spelt(to));
                }
            }
        }
        _ => {}
    }
}
