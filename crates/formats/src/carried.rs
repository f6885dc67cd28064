//! Pictures that something else carries: any body as it comes over the wire (forms, multipart, JSON, XML, plain text) is looked through
//! before anything of it is kept, in every written form in which a program could read a file out of it again.

use serde_json::Value;

use crate::error::FormatError;
use crate::finding::Finding;
use crate::guard::{Claim, claimed_kind};
use crate::limits::Limits;
use crate::picture_text::refuse_picture_text;
use crate::refusal::{Refusal, RefusalKind};
use crate::sniff::{contains_ignore_case, sniff, sniff_certain};
use crate::text::extract_text;
use crate::xml::Element;

/// Written forms inside written forms that are looked through.
const DEPTH: u32 = 4;
/// Longest text of an array that is taken for an id or a hash.
const SHORT: usize = 64;
/// Texts of an array are put together up to this size.
const JOINED: usize = 4 << 20;

/// Refuses a body that carries a picture, a recording, an archive or a file anywhere: at its start, behind other bytes, as a part of a
/// multipart body, in a text of JSON or XML after its escapes are undone, as a `data:` address, in base64, hexadecimal,
/// quoted-printable or percent digits, as an array of numbers.
///
/// What is meant to be an office document goes through [`crate::admit`] or [`crate::extract_text`] instead, which look into its parts.
///
/// # Errors
/// A [`Refusal`] with what was met; nothing of the content is in it.
pub fn refuse_carried(bytes: &[u8]) -> Result<(), Refusal> {
    look(bytes, DEPTH)
}

/// Refuses a file, as somebody chose it, that is or carries a picture, a recording, an archive or another file: documents and tables are looked
/// into part by part, everything else as any body. What else may be wrong with it is not said here, but by whoever reads it.
///
/// # Errors
/// As [`refuse_carried`].
pub fn refuse_carried_file(bytes: &[u8], claim: &Claim<'_>, limits: &Limits) -> Result<(), Refusal> {
    refuse_claimed(claim)?;
    let parts = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"%PDF-");
    if !parts && !claim.is_document() {
        return routed(refuse_carried(bytes));
    }
    match extract_text(bytes, claim, limits) {
        Err(FormatError::Refused(why)) => routed(Err(why)),
        _ => Ok(()),
    }
}

/// Refuses a file that says itself that it is a picture, a recording or an archive, by its name or its media type.
///
/// # Errors
/// As [`refuse_carried`].
pub fn refuse_claimed(claim: &Claim<'_>) -> Result<(), Refusal> {
    routed(claimed_kind(claim).map(drop))
}

fn routed(found: Result<(), Refusal>) -> Result<(), Refusal> {
    found.or_else(|why| if why.kind.wants_routing() { Err(why) } else { Ok(()) })
}

fn look(bytes: &[u8], depth: u32) -> Result<(), Refusal> {
    if let Some(magic) = sniff(bytes) {
        return Err(magic.refusal());
    }
    refuse_inside(bytes)?;
    let text = wide_text(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    refuse_picture_text(&text)?;
    let Some(depth) = depth.checked_sub(1) else { return Ok(()) };
    refuse_parts(&text)?;
    if text.trim_start().starts_with(['{', '[', '"']) {
        refuse_in_json(&text, depth)?;
    }
    let undone = [undo_percent(&text), undo_quoted_printable(&text), undo_references(&text)];
    undone.iter().flatten().try_for_each(|undone| look(undone, depth))
}

/// Texts of XML as they mean after their escapes are undone and their pieces are put together.
pub(crate) fn refuse_in_element(at: &Element, findings: &mut Vec<Finding>) {
    let values = at.attributes.iter().map(|(_, value)| value).chain([&at.text]);
    for refusal in values.filter_map(|text| refuse_picture_text(text).err()) {
        findings.push(Finding::new(at.line, &at.name.local, refusal.to_string()));
    }
    at.children.iter().for_each(|child| refuse_in_element(child, findings));
}

/// First bytes of the signatures that are looked for inside: a cheap first sieve.
const FIRST: &[u8] = b"\x89\xff\x1aGPR78B\0\xd0\xd7IM\x1f0\xfd\x28\x01";

/// Signatures that no text shows, anywhere: a file put behind other bytes.
fn refuse_inside(bytes: &[u8]) -> Result<(), Refusal> {
    let hidden = bytes.iter().enumerate().find_map(|(at, byte)| {
        if !FIRST.contains(byte) {
            return None;
        }
        let rest = bytes.get(at..)?;
        sniff_certain(rest).filter(|magic| !is_prose(magic.code, rest))
    });
    hidden.map_or(Ok(()), |magic| Err(Refusal::new(magic.kind, "file_inside")))
}

/// Signatures made of letters, which prose may show: refused at the start of a body only.
fn is_prose(code: &str, rest: &[u8]) -> bool {
    match code {
        "gif" => !rest.get(6..).is_some_and(|behind| behind.iter().take(16).any(|byte| *byte < 9)),
        "zip" => !matches!(rest.get(4..6), Some([_, 0])),
        "mp3" | "aiff" | "pdf" | "rtf" | "postscript" | "psd" | "amr" | "ogg" | "flac" | "svg" | "gzip"
        | "emf" | "flv" => true,
        "webp" | "avi" | "wav" => !rest.get(..16).is_some_and(|head| head.iter().any(|byte| *byte < 9)),
        _ => false,
    }
}

/// UTF-16 of either order, told by its mark or by every second byte being zero.
fn wide_text(bytes: &[u8]) -> Option<String> {
    let zeros =
        |start: usize| bytes.iter().skip(start).step_by(2).take(64).filter(|byte| **byte == 0).count();
    let enough = bytes.len().min(128) / 4;
    let little = bytes.starts_with(b"\xff\xfe") || (bytes.len() > 8 && zeros(1) > enough);
    let big = bytes.starts_with(b"\xfe\xff") || (bytes.len() > 8 && zeros(0) > enough);
    let unit = |pair: &[u8]| match pair {
        [first, second] if little => u16::from_le_bytes([*first, *second]),
        [first, second] => u16::from_be_bytes([*first, *second]),
        _ => 0,
    };
    (little || big).then(|| String::from_utf16_lossy(&bytes.chunks_exact(2).map(unit).collect::<Vec<_>>()))
}

/// Headers of the parts of a multipart body: a media type or a file name that says picture is believed.
fn refuse_parts(text: &str) -> Result<(), Refusal> {
    for line in text.lines().filter(|line| line.len() < 1_000) {
        let bytes = line.as_bytes();
        let head = bytes.get(..bytes.len().min(8)).unwrap_or_default();
        if !contains_ignore_case(head, b"content-") {
            continue;
        }
        let kind = [
            ("image/", RefusalKind::Picture),
            ("video/", RefusalKind::Video),
            ("audio/", RefusalKind::Audio),
        ];
        if let Some((_, kind)) =
            kind.into_iter().find(|(name, _)| contains_ignore_case(bytes, name.as_bytes()))
        {
            return Err(Refusal::new(kind, "part_media_type"));
        }
        if contains_ignore_case(bytes, b"filename") {
            refuse_file_name(line)?;
        }
    }
    Ok(())
}

const PICTURES: &[&str] = &[
    "png", "jpg", "jpeg", "jpe", "jfif", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif", "avif", "ico",
    "svg", "psd", "raw", "dng",
];
const VIDEOS: &[&str] =
    &["mp4", "m4v", "mov", "avi", "mkv", "webm", "flv", "3gp", "mpg", "mpeg", "wmv", "ts"];

fn refuse_file_name(line: &str) -> Result<(), Refusal> {
    let lower = line.to_ascii_lowercase();
    let endings = lower.split('.').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    });
    for ending in endings {
        if PICTURES.contains(&ending) {
            return Err(Refusal::new(RefusalKind::Picture, "part_name"));
        }
        if VIDEOS.contains(&ending) {
            return Err(Refusal::new(RefusalKind::Video, "part_name"));
        }
    }
    Ok(())
}

/// Texts of JSON as they mean after their escapes are undone; what is no JSON was looked at as text already.
fn refuse_in_json(text: &str, depth: u32) -> Result<(), Refusal> {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => in_value(&value, depth),
        Err(_) => Ok(()),
    }
}

fn in_value(value: &Value, depth: u32) -> Result<(), Refusal> {
    match value {
        Value::String(text) => look(text.as_bytes(), depth),
        Value::Object(fields) => fields.iter().try_for_each(|(name, item)| {
            refuse_picture_text(name)?;
            in_value(item, depth)
        }),
        Value::Array(items) => {
            items.iter().try_for_each(|item| in_value(item, depth))?;
            refuse_together(items, depth)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// A file cut into the texts or the numbers of one array.
fn refuse_together(items: &[Value], depth: u32) -> Result<(), Refusal> {
    let texts: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
    if let Some(texts) = texts.filter(|texts| texts.len() > 1) {
        let size: usize = texts.iter().map(|text| text.len()).sum();
        let found = if size <= JOINED { look(texts.concat().as_bytes(), depth) } else { Ok(()) };
        // Many ids or hashes beside each other are no file; of one that is cut up its first bytes tell.
        let short = texts.iter().all(|text| text.len() <= SHORT);
        return found
            .or_else(|why| if short && why.detail_code == "opaque_blob" { Ok(()) } else { Err(why) });
    }
    let numbers =
        items.iter().take(64).map(|item| item.as_u64().and_then(|number| u8::try_from(number).ok()));
    match numbers.collect::<Option<Vec<u8>>>() {
        Some(bytes) if bytes.len() >= 8 => match sniff_certain(&bytes) {
            Some(magic) => Err(Refusal::new(magic.kind, "number_array")),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// `%89PNG`; `None` where nothing is written so.
fn undo_percent(text: &str) -> Option<Vec<u8>> {
    undo(text, '%', |rest| hex_pair(rest.get(..2)?).map(|byte| (vec![byte], 2)))
}

/// `=89PNG`, and lines that go on behind `=`.
fn undo_quoted_printable(text: &str) -> Option<Vec<u8>> {
    undo(text, '=', |rest| {
        if let Some(end) = ["\r\n", "\n"].into_iter().find(|end| rest.starts_with(end)) {
            return Some((Vec::new(), end.len()));
        }
        hex_pair(rest.get(..2)?).map(|byte| (vec![byte], 2))
    })
}

/// `&#105;` and `&#x69;` of XML and HTML.
fn undo_references(text: &str) -> Option<Vec<u8>> {
    undo(text, '&', |rest| {
        let inside = rest.strip_prefix('#')?;
        let end =
            inside.get(..inside.len().min(9)).map_or_else(|| inside.find(';'), |head| head.find(';'))?;
        let digits = inside.get(..end)?;
        let number = match digits.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => digits.parse().ok()?,
        };
        Some((char::from_u32(number)?.to_string().into_bytes(), end + 2))
    })
}

fn hex_pair(pair: &str) -> Option<u8> {
    let digits = pair.bytes().all(|byte| byte.is_ascii_hexdigit());
    u8::from_str_radix(pair, 16).ok().filter(|_| digits)
}

/// Replaces what `read` understands behind each `mark`; `None` when there was nothing.
fn undo(text: &str, mark: char, read: impl Fn(&str) -> Option<(Vec<u8>, usize)>) -> Option<Vec<u8>> {
    let (mut out, mut rest, mut any) = (Vec::with_capacity(text.len()), text, false);
    while let Some((before, behind)) = rest.split_once(mark) {
        out.extend_from_slice(before.as_bytes());
        match read(behind).and_then(|(bytes, length)| Some((bytes, behind.get(length..)?))) {
            Some((bytes, after)) => {
                any = true;
                out.extend(bytes);
                rest = after;
            }
            None => {
                out.extend(mark.to_string().bytes());
                rest = behind;
            }
        }
    }
    out.extend_from_slice(rest.as_bytes());
    any.then_some(out)
}
