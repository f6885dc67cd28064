//! The app's own files, compiled in: the page, its script, the worker that keeps both on the telephone, and what a telephone asks
//! for to put it on its screen.

use askama::Template;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::assets;
use crate::door;
use crate::error::Answer;
use crate::frame;
use crate::i18n::Words;
use crate::session::Anyone;
use crate::state::WebState;

/// Bundled by `build.rs`; empty where the program was built without Node.
const SCRIPT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/offline-app.js"));
const WORKER: &str = include_str!(concat!(env!("OUT_DIR"), "/offline-worker.js"));

/// The engine that fills in XLSForms; fetched once a form is opened.
const ENGINE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/offline-forms.js"));

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// Every visit asks whether there is a newer one; without a network the worker answers.
const ASK: &str = "no-cache";

/// As every page, and the engine of forms may compile its own parser of expressions (WebAssembly level 2, section on policies).
const MAY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; object-src 'none'; \
                   form-action 'self'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "field/app.html")]
struct AppPage {
    words: Words,
    name: String,
    demo: bool,
    css: String,
    script: String,
    mark: String,
    /// Where the engine of forms is fetched.
    engine: String,
    /// Whether the program was built with the app in it.
    there: bool,
}

/// `GET /app`: the one address that people know.
pub(crate) async fn door(State(state): State<WebState>) -> Response {
    door::go(&state.settings.url("/app/"))
}

fn script_href(state: &WebState) -> String {
    state.settings.url(&format!("/app/app.js?v={:08x}", assets::fnv(SCRIPT)))
}

/// `GET /app/`: the page. It holds nothing about anybody, and is the same for everybody.
pub(crate) async fn page(State(state): State<WebState>, Anyone(visitor): Anyone) -> Answer {
    let page = AppPage {
        words: visitor.words,
        name: state.settings.name.clone(),
        demo: state.settings.demo,
        css: state.settings.url(&assets::href("app.css")),
        script: script_href(&state),
        mark: state.settings.url(&assets::href("mark.svg")),
        engine: if ENGINE.is_empty() { String::new() } else { engine_href(&state) },
        there: !SCRIPT.is_empty(),
    };
    let mut response = frame::draw(&page)?;
    response.headers_mut().insert(CACHE_CONTROL, axum::http::HeaderValue::from_static(ASK));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, axum::http::HeaderValue::from_static(MAY));
    Ok(response)
}

/// `GET /app/app.js`.
pub(crate) async fn script() -> Response {
    let headers = [(CONTENT_TYPE, JAVASCRIPT), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, SCRIPT).into_response()
}

fn engine_href(state: &WebState) -> String {
    state.settings.url(&format!("/app/forms.js?v={:08x}", assets::fnv(ENGINE)))
}

/// `GET /app/forms.js`.
pub(crate) async fn engine() -> Response {
    let headers = [(CONTENT_TYPE, JAVASCRIPT), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, ENGINE).into_response()
}

/// `GET /app/worker.js`: which files to keep is said in front of it, so that it changes whenever they do.
pub(crate) async fn worker(State(state): State<WebState>) -> Response {
    let files = [
        state.settings.url("/app/"),
        script_href(&state),
        state.settings.url(&assets::href("app.css")),
        state.settings.url(&assets::href("mark.svg")),
        state.settings.url("/app/manifest.webmanifest"),
    ];
    // Kept when it is first asked for, or when forms are taken along.
    let later = [engine_href(&state)];
    let text = format!("self.FILES = {};\nself.LATER = {};\n{WORKER}", json!(files), json!(later));
    ([(CONTENT_TYPE, JAVASCRIPT), (CACHE_CONTROL, ASK)], text).into_response()
}

/// `GET /app/manifest.webmanifest`. Its name says nothing of children: it stands on the screen of a telephone.
pub(crate) async fn manifest(State(state): State<WebState>) -> Response {
    let icon = json!({ "src": state.settings.url(&assets::href("mark.svg")), "sizes": "any", "type": "image/svg+xml" });
    let body = json!({
        "name": "Jejaring", "short_name": "Jejaring", "lang": "id", "dir": "ltr",
        "start_url": state.settings.url("/app/"), "scope": state.settings.url("/app/"), "id": state.settings.url("/app/"),
        "display": "standalone", "background_color": "#ffffff", "theme_color": "#ffffff", "icons": [icon],
    });
    ([(CONTENT_TYPE, "application/manifest+json"), (CACHE_CONTROL, ASK)], body.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_built_without_node_says_what_to_do() {
        let page = |there: bool| {
            let text = String::new;
            let words = Words::new(model::Lang::Id);
            let page = AppPage {
                words,
                name: text(),
                demo: false,
                css: text(),
                script: "app.js".into(),
                mark: text(),
                engine: text(),
                there,
            };
            page.render().expect("drawn")
        };
        let without = page(false);
        assert!(without.contains("Pasang Node 20") && !without.contains("<script"), "{without}");
        assert!(page(true).contains("<script src=\"app.js\""));
    }
}
