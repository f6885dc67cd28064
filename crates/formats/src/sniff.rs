//! What bytes are, told by their first bytes alone. Signatures after the public specifications of each format
//! (RFC 2083 PNG, ITU T.81 JPEG, ISO/IEC 14496-12 for the `ftyp` family, RFC 8794 EBML, PKWARE APPNOTE, MS-CFB).

use crate::refusal::{Refusal, RefusalKind};

/// A recognised signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Magic {
    /// The family it is refused as.
    pub kind: RefusalKind,
    /// A fixed code (`png`, `mp4`, `zip`, …).
    pub code: &'static str,
}

impl Magic {
    const fn of(kind: RefusalKind, code: &'static str) -> Self {
        Self { kind, code }
    }

    pub(crate) fn refusal(self) -> Refusal {
        Refusal::new(self.kind, self.code)
    }
}

use RefusalKind::{Archive, Audio, Document, EmbeddedObject, Picture, Video};

/// Prefixes that are long enough to be certain.
const PREFIXES: &[(&[u8], Magic)] = &[
    (b"\x89PNG\r\n\x1a\n", Magic::of(Picture, "png")),
    (b"GIF87a", Magic::of(Picture, "gif")),
    (b"GIF89a", Magic::of(Picture, "gif")),
    (b"II*\0", Magic::of(Picture, "tiff")),
    (b"MM\0*", Magic::of(Picture, "tiff")),
    (b"II+\0", Magic::of(Picture, "tiff")),
    (b"MM\0+", Magic::of(Picture, "tiff")),
    (b"\0\0\0\x0cjP  ", Magic::of(Picture, "jp2")),
    (b"\xff\x4f\xff\x51", Magic::of(Picture, "jp2")),
    (b"\0\0\0\x0cJXL ", Magic::of(Picture, "jxl")),
    (b"8BPS", Magic::of(Picture, "psd")),
    (b"\xd7\xcd\xc6\x9a", Magic::of(Picture, "wmf")),
    (b"\x1aE\xdf\xa3", Magic::of(Video, "matroska")),
    (b"FLV\x01", Magic::of(Video, "flv")),
    (b"\0\0\x01\xba", Magic::of(Video, "mpeg")),
    (b"\0\0\x01\xb3", Magic::of(Video, "mpeg")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Magic::of(Video, "asf")),
    (b"OggS", Magic::of(Audio, "ogg")),
    (b"ID3", Magic::of(Audio, "mp3")),
    (b"fLaC", Magic::of(Audio, "flac")),
    (b"#!AMR", Magic::of(Audio, "amr")),
    (b"FORM", Magic::of(Audio, "aiff")),
    (b"%PDF-", Magic::of(Document, "pdf")),
    (b"{\\rtf", Magic::of(Document, "rtf")),
    (b"%!PS", Magic::of(Document, "postscript")),
    (b"PK\x03\x04", Magic::of(Archive, "zip")),
    (b"PK\x05\x06", Magic::of(Archive, "zip")),
    (b"PK\x07\x08", Magic::of(Archive, "zip")),
    (b"Rar!\x1a\x07", Magic::of(Archive, "rar")),
    (b"7z\xbc\xaf\x27\x1c", Magic::of(Archive, "7z")),
    (b"\x1f\x8b\x08", Magic::of(Archive, "gzip")),
    (b"BZh", Magic::of(Archive, "bzip2")),
    (b"\xfd7zXZ\0", Magic::of(Archive, "xz")),
    (b"\x28\xb5\x2f\xfd", Magic::of(Archive, "zstd")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Magic::of(EmbeddedObject, "ole")),
];

/// Recognises bytes that are a picture, video, sound, archive, document or container; `None` for anything else,
/// text included.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<Magic> {
    sniff_certain(bytes).or_else(|| icon(bytes)).or_else(|| mpeg_audio(bytes))
}

/// As [`sniff`], without the signatures so weak that decoded prose or a serial number could show them.
pub(crate) fn sniff_certain(bytes: &[u8]) -> Option<Magic> {
    for (prefix, magic) in PREFIXES {
        if bytes.starts_with(prefix) && plausible(magic.code, bytes) {
            return Some(*magic);
        }
    }
    jpeg(bytes)
        .or_else(|| riff(bytes))
        .or_else(|| iso_media(bytes))
        .or_else(|| bmp(bytes))
        .or_else(|| emf(bytes))
        .or_else(|| svg(bytes))
}

/// Signatures made of letters also begin honest text (`BZh…`, `ID3`, `FORM…`); ask for one field more.
fn plausible(code: &str, bytes: &[u8]) -> bool {
    match code {
        "bzip2" => bytes.get(3).is_some_and(u8::is_ascii_digit) && bytes.get(4..10) == Some(b"1AY&SY"),
        "mp3" => bytes.get(3).is_some_and(|v| *v < 10) && bytes.get(4).is_some_and(|v| *v < 10),
        "aiff" => matches!(bytes.get(8..12), Some(b"AIFF" | b"AIFC")),
        "gzip" => bytes.get(3).is_some_and(|flags| *flags < 0x20),
        _ => true,
    }
}

fn jpeg(bytes: &[u8]) -> Option<Magic> {
    let marker = *bytes.get(3)?;
    let start = bytes.starts_with(b"\xff\xd8\xff");
    (start && (0xc0..=0xfe).contains(&marker)).then_some(Magic::of(Picture, "jpeg"))
}

fn riff(bytes: &[u8]) -> Option<Magic> {
    if !bytes.starts_with(b"RIFF") {
        return None;
    }
    match bytes.get(8..12)? {
        b"WEBP" => Some(Magic::of(Picture, "webp")),
        b"AVI " => Some(Magic::of(Video, "avi")),
        b"WAVE" => Some(Magic::of(Audio, "wav")),
        _ => None,
    }
}

fn iso_media(bytes: &[u8]) -> Option<Magic> {
    match bytes.get(4..8)? {
        b"ftyp" => {}
        // QuickTime from before the brand box existed.
        b"moov" | b"mdat" if bytes.first() == Some(&0) => return Some(Magic::of(Video, "mov")),
        _ => return None,
    }
    let magic = match bytes.get(8..12)? {
        b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" | b"msf1" | b"hevc" | b"hevx" => {
            Magic::of(Picture, "heic")
        }
        b"avif" | b"avis" => Magic::of(Picture, "avif"),
        b"M4A " | b"M4B " => Magic::of(Audio, "m4a"),
        b"qt  " => Magic::of(Video, "mov"),
        _ => Magic::of(Video, "mp4"),
    };
    Some(magic)
}

fn bmp(bytes: &[u8]) -> Option<Magic> {
    let header = bytes.get(..18)?;
    let size = header.get(14..18)?;
    let known_size = matches!(size, [12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]);
    (header.starts_with(b"BM") && header.get(6..10) == Some(&[0; 4]) && known_size)
        .then_some(Magic::of(Picture, "bmp"))
}

fn icon(bytes: &[u8]) -> Option<Magic> {
    match bytes.get(..10)? {
        [0, 0, 1 | 2, 0, count, 0, _, _, _, 0] if *count > 0 => Some(Magic::of(Picture, "ico")),
        _ => None,
    }
}

fn emf(bytes: &[u8]) -> Option<Magic> {
    (bytes.starts_with(&[1, 0, 0, 0]) && bytes.get(40..44) == Some(b" EMF"))
        .then_some(Magic::of(Picture, "emf"))
}

/// MPEG-1/2 audio frames have no magic number, only eleven set bits; the other header fields must be legal too.
fn mpeg_audio(bytes: &[u8]) -> Option<Magic> {
    let [0xff, second, third, _] = *bytes.first_chunk::<4>()? else { return None };
    // FF FE opens UTF-16 text far more often than a Layer I recording.
    let legal = second != 0xfe && second & 0xe0 == 0xe0 && second & 0x18 != 0x08 && second & 0x06 != 0;
    let rates = third & 0xf0 != 0xf0 && third & 0xf0 != 0 && third & 0x0c != 0x0c;
    (legal && rates).then_some(Magic::of(Audio, "mp3"))
}

/// An SVG is text, so its root element is looked for near the start.
fn svg(bytes: &[u8]) -> Option<Magic> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    (text.first() == Some(&b'<') && contains_ignore_case(text, b"<svg")).then_some(Magic::of(Picture, "svg"))
}

/// Whether `needle` (lower case) occurs in `hay`, ASCII case ignored.
pub(crate) fn contains_ignore_case(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle))
}
