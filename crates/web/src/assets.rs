//! Our few files, compiled in. Their addresses carry a mark of their content, so browsers may keep them for good.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;

use crate::error::{Answer, Fault};

struct File {
    name: &'static str,
    kind: &'static str,
    bytes: &'static [u8],
}

const FILES: &[File] = &[
    File { name: "app.css", kind: "text/css; charset=utf-8", bytes: include_bytes!("../static/app.css") },
    File {
        name: "app.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../static/app.js"),
    },
    File {
        name: "public.js",
        kind: "text/javascript; charset=utf-8",
        bytes: include_bytes!("../static/public.js"),
    },
    File { name: "mark.svg", kind: "image/svg+xml", bytes: include_bytes!("../static/mark.svg") },
];

/// The address of a file, with the mark of its content.
pub(crate) fn href(name: &str) -> String {
    let mark = FILES.iter().find(|file| file.name == name).map_or(0, |file| fnv(file.bytes));
    format!("/static/{name}?v={mark:08x}")
}

/// FNV-1a, 32 bits: tells versions of one file apart, proves nothing.
pub(crate) fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Sends a file.
pub(crate) async fn file(Path(name): Path<String>) -> Answer {
    let file = FILES.iter().find(|file| file.name == name).ok_or(Fault::NOT_FOUND)?;
    let headers = [(CONTENT_TYPE, file.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, file.bytes).into_response())
}
