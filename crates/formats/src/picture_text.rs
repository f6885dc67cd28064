//! Pictures smuggled into text: data addresses, and files written out in base64 or hexadecimal digits.

use crate::refusal::{Refusal, RefusalKind};
use crate::sniff::{contains_ignore_case, sniff_certain};

/// Longest unbroken run of base64 characters that is still taken for text. Keys, seals and addresses are shorter.
const LONGEST_RUN: usize = 8192;
/// Characters of a run that are decoded to look for a signature, and the fewest that are worth it.
const LOOK: usize = 64;
const FEWEST: usize = 24;

/// Refuses a free text that carries a picture, a recording or a file in any written form: a `data:` address of a
/// media type, an SVG element, or base64 or hexadecimal digits that decode to a known file signature. Spaces and
/// line breaks inside the digits are looked through.
///
/// # Errors
/// A [`Refusal`] that names the kind met; the text itself is not kept in it.
pub fn refuse_picture_text(text: &str) -> Result<(), Refusal> {
    let bytes = text.as_bytes();
    refuse_data_address(bytes)?;
    if contains_ignore_case(bytes, b"<svg") {
        return Err(Refusal::new(RefusalKind::Picture, "svg"));
    }
    refuse_written_files(bytes)
}

fn refuse_data_address(bytes: &[u8]) -> Result<(), Refusal> {
    for (at, window) in bytes.windows(5).enumerate() {
        if !window.eq_ignore_ascii_case(b"data:") {
            continue;
        }
        let rest = bytes.get(at + 5..).unwrap_or_default().trim_ascii_start();
        let head = rest.get(..rest.len().min(128)).unwrap_or_default();
        let starts = |prefix: &[u8]| head.get(..prefix.len()).is_some_and(|h| h.eq_ignore_ascii_case(prefix));
        let kind = if starts(b"image/") {
            RefusalKind::Picture
        } else if starts(b"video/") {
            RefusalKind::Video
        } else if starts(b"audio/") {
            RefusalKind::Audio
        } else if starts(b"application/") || contains_ignore_case(head, b";base64,") {
            RefusalKind::EmbeddedObject
        } else {
            continue;
        };
        return Err(Refusal::new(kind, "data_uri"));
    }
    Ok(())
}

fn refuse_written_files(bytes: &[u8]) -> Result<(), Refusal> {
    let (mut run, mut after_hex) = (0usize, false);
    for (at, byte) in bytes.iter().enumerate() {
        let opens_hex = !after_hex && byte.is_ascii_hexdigit();
        after_hex = byte.is_ascii_hexdigit();
        if base64_value(*byte).is_none() {
            run = 0;
            continue;
        }
        run += 1;
        if run > LONGEST_RUN {
            return Err(Refusal::new(RefusalKind::EmbeddedObject, "opaque_blob"));
        }
        let rest = bytes.get(at..).unwrap_or_default();
        if opens_a_signature(*byte)
            && let Some(magic) = decoded(rest, 6, base64_value).as_deref().and_then(sniff_certain)
        {
            return Err(Refusal::new(magic.kind, "base64_file"));
        }
        if opens_hex && let Some(magic) = decoded(rest, 4, hex_value).as_deref().and_then(sniff_certain) {
            return Err(Refusal::new(magic.kind, "hex_file"));
        }
    }
    Ok(())
}

/// The first six bits of every signature of [`sniff`], as base64 characters; a cheap first sieve.
fn opens_a_signature(byte: u8) -> bool {
    matches!(
        byte,
        b'i' | b'/'
            | b'_'
            | b'R'
            | b'S'
            | b'T'
            | b'A'
            | b'O'
            | b'1'
            | b'G'
            | b'M'
            | b'Z'
            | b'I'
            | b'J'
            | b'e'
            | b'U'
            | b'N'
            | b'H'
            | b'Q'
            | b'K'
            | b'0'
            | b'P'
    )
}

/// Decodes up to [`LOOK`] digits of `bits` bits each; `None` when fewer than [`FEWEST`] are there.
fn decoded(text: &[u8], bits: u32, value: fn(u8) -> Option<u8>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(LOOK);
    let (mut store, mut held, mut seen) = (0u32, 0u32, 0usize);
    for byte in text {
        if byte.is_ascii_whitespace() {
            continue;
        }
        let Some(digit) = value(*byte).filter(|_| seen < LOOK) else { break };
        seen += 1;
        store = (store << bits) | u32::from(digit);
        held += bits;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from((store >> held) & 0xff).unwrap_or_default());
        }
    }
    (seen >= FEWEST).then_some(out)
}

fn base64_value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn hex_value(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
