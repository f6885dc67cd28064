//! No picture and no video travels, not even disguised as text.

use serde_json::Value;

/// Kinds of picture and video that a media type may name. Plain words such as `video/foto` are no media type.
const SUBTYPES: [&str; 30] = [
    "jpeg",
    "jpg",
    "pjpeg",
    "png",
    "apng",
    "gif",
    "webp",
    "bmp",
    "heic",
    "heif",
    "avif",
    "tiff",
    "tif",
    "svg+xml",
    "jxl",
    "vnd.",
    "x-",
    "mp4",
    "mpeg",
    "quicktime",
    "webm",
    "ogg",
    "3gpp",
    "h264",
    "h265",
    "av1",
    "matroska",
    "mp2t",
    "jp2",
    "*",
];

/// What a data URL may say that it is.
const FAMILIES: [&str; 6] = ["image/", "video/", "audio/", "application/", "text/", "font/"];

/// How pictures and videos begin when they are written in base64 or as text.
const MAGIC: [&str; 9] = [
    "/9j/4",
    "iVBORw0KGgo",
    "R0lGODdh",
    "R0lGODlh",
    "UklGR",
    "GkXfo",
    "AAAAGGZ0eX",
    "AAAAIGZ0eX",
    "AAAAHGZ0eX",
];

/// More base64 characters than this in one piece could hold more than a number or a signature.
const LONGEST_RUN: usize = 200;
/// A run this long that begins like a picture is one.
const MAGIC_RUN: usize = 24;

/// Whether a text is, names or could hold a picture or video: a data URL, a media type of pictures or videos, a long run of
/// base64 (also when broken into lines), or the first bytes of a picture.
#[must_use]
pub fn is_media(text: &str) -> bool {
    has_data_url(text)
        || has_media_type(text)
        || has_run(text)
        || ["GIF87a", "GIF89a", "<svg"].iter().any(|magic| text.contains(magic))
}

/// Whether any text inside a JSON value is media. `runs` says whether long runs of base64 count, which they do not in the bulk
/// kinds, whose encodings have a fixed length.
#[must_use]
pub(crate) fn in_json(value: &Value, runs: bool) -> bool {
    let found = |text: &str| {
        if runs {
            is_media(text)
        } else {
            has_data_url(text) || has_media_type(text) || begins_like_picture(text)
        }
    };
    match value {
        Value::String(text) => found(text),
        Value::Array(items) => items.iter().any(|item| in_json(item, runs)),
        Value::Object(fields) => fields.iter().any(|(name, item)| found(name) || in_json(item, runs)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn has_data_url(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("data:").any(|(at, _)| {
        let head: String = lower.chars_after(at + 5).take(120).collect();
        // A colon in a narrative is followed by a space, a data URL never has one before its comma.
        head.split_once(',').is_some_and(|(kind, _)| {
            !kind.contains(char::is_whitespace)
                && (kind.contains(";base64") || FAMILIES.iter().any(|family| kind.starts_with(family)))
        })
    })
}

fn has_media_type(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["image/", "video/"].iter().any(|family| {
        lower.match_indices(family).any(|(at, _)| {
            let rest: String = lower.chars_after(at + family.len()).take(24).collect();
            SUBTYPES.iter().any(|kind| {
                rest.strip_prefix(kind).is_some_and(|rest| kind.ends_with(['.', '-']) || ends(rest))
            })
        })
    })
}

/// Whether a name has ended, so that `image/pngx` is no media type.
fn ends(rest: &str) -> bool {
    !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn begins_like_picture(text: &str) -> bool {
    text.len() >= MAGIC_RUN && MAGIC.iter().any(|magic| text.starts_with(magic))
}

/// A long run of base64, in one piece or in lines of at least 40 characters without a space.
fn has_run(text: &str) -> bool {
    let mut total = 0;
    for line in text.lines() {
        let line = line.trim();
        let mut longest = 0;
        for run in line.split(|c: char| !is_base64(c)) {
            if run.len() > LONGEST_RUN || begins_like_picture(run) {
                return true;
            }
            longest = longest.max(run.len());
        }
        let solid = longest >= 40 && longest == line.trim_matches(['"', '\'']).len();
        total = if solid { total + longest } else { 0 };
        if total > LONGEST_RUN {
            return true;
        }
    }
    false
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_' | '%')
}

trait CharsAfter {
    fn chars_after(&self, at: usize) -> std::str::Chars<'_>;
}

impl CharsAfter for str {
    fn chars_after(&self, at: usize) -> std::str::Chars<'_> {
        self.get(at..).unwrap_or_default().chars()
    }
}
