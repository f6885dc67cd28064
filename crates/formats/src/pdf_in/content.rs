//! The words of a content stream: text operators alone. An inline picture refuses the file.

use std::collections::HashMap;

use super::font::Font;
use super::objects::{Object, Parser};
use crate::refusal::{Refusal, RefusalKind};

/// From this shift on (in thousandths of the font's size) two pieces are two words.
const SPACE: f64 = -180.0;

/// Appends the words of a content stream; answers the names of forms that it draws.
pub(super) fn words(
    content: &[u8],
    fonts: &HashMap<String, Font>,
    out: &mut String,
) -> Result<Vec<String>, Refusal> {
    let mut parser = Parser { bytes: content, at: 0 };
    let mut before: Vec<Object> = Vec::new();
    let mut font: Option<&Font> = None;
    let (mut height, mut drawn) = (f64::NAN, Vec::new());
    while !parser.ended() {
        let word = match parser.object(0)? {
            Object::Word(word) => word,
            other => {
                before.push(other);
                continue;
            }
        };
        let number = |from_end: usize| {
            before
                .len()
                .checked_sub(from_end)
                .and_then(|at| before.get(at))
                .and_then(Object::number)
                .unwrap_or(0.0)
        };
        match word.as_slice() {
            b"BI" | b"ID" => return Err(Refusal::new(RefusalKind::Picture, "pdf_inline_image")),
            b"Tf" => font = before.iter().rev().find_map(Object::name).and_then(|name| fonts.get(name)),
            b"Tj" | b"TJ" => say(&before, font, out),
            b"'" | b"\"" => {
                line(out);
                say(&before, font, out);
            }
            b"T*" | b"ET" => line(out),
            b"Td" | b"TD" => {
                if number(1).abs() > 0.5 {
                    line(out);
                } else {
                    gap(out);
                }
            }
            b"Tm" => {
                let at = number(1);
                if (at - height).abs() > 0.5 || height.is_nan() {
                    line(out);
                } else {
                    gap(out);
                }
                height = at;
            }
            b"Do" => drawn.extend(before.iter().rev().find_map(Object::name).map(str::to_owned)),
            _ => {}
        }
        before.clear();
    }
    Ok(drawn)
}

fn say(before: &[Object], font: Option<&Font>, out: &mut String) {
    let Some(font) = font else { return };
    for object in before {
        match object {
            Object::Text(bytes) => out.push_str(&font.say(bytes)),
            Object::Array(items) => {
                for item in items {
                    match item {
                        Object::Text(bytes) => out.push_str(&font.say(bytes)),
                        Object::Number(shift) if *shift < SPACE => gap(out),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

fn line(out: &mut String) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn gap(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
}
