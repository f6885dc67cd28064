//! Pages and API: requests become acts, results become HTML or JSON.
//!
//! Start at [`routes`], which lists every address; then read `door.rs`, which is what happens around each request, and then
//! one page, such as `kinds/view.rs` with its template.
//!
//! # Adding a page
//! 1. `src/pages/my_page.rs`: a struct with `#[derive(Template)]`, `#[template(path = "pages/my_page.html")]` and the field
//!    `f: Frame`; a handler that takes [`session::SignedIn`] (or [`session::Anyone`] for a public page, and
//!    [`session::Posted`] for a form), performs acts with `who.session.actor`, and answers [`frame::draw`] or
//!    [`frame::done`]. Errors go up with `?`; they are worded at the door.
//! 2. `templates/pages/my_page.html`: `{% extends "layout.html" %}`, blocks `title` and `content`; macros from
//!    `macros/forms.html` (`hidden`, `control`, `problems`) and `macros/marks.html` (`badge`, `value`, `rows`).
//! 3. One line in [`routes`], with the slugs of its acts; `tests/all/routes.rs` fails while it has none and is not on the list.
//! 4. Words in `locales/id` and `locales/en`; `tests/all/words.rs` fails when one is missing, idle or in one language only.

mod admin;
mod api;
mod assets;
mod carried;
mod casework;
mod cookies;
mod counting;
mod desk;
mod device;
mod door;
pub mod error;
mod field;
pub mod forms;
pub mod frame;
mod harm;
pub mod i18n;
mod import;
mod intake;
mod kinds;
mod learning;
mod money;
mod monitoring;
mod nav;
mod ops;
pub mod pages;
mod papers;
mod people;
mod practice;
mod promises;
mod public;
mod research;
pub mod routes;
pub mod say;
pub mod session;
mod source;
mod state;
pub mod visitor;
mod written;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use tower_http::compression::CompressionLayer;

pub use api::json::row as row_json;
pub use kinds::export::{Pages, Sheet};
pub use kinds::list_query::filters;
pub use promises::hsds::listings;
pub use public::PublicSettings;
pub use state::{Settings, WebState};

pub use node::Session;

/// Longest body that is read, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;

/// Every page and the API of a node.
pub fn router(state: WebState) -> Router {
    let mut pages = Router::new();
    for route in routes::ROUTES {
        pages = pages.route(route.path, route.method_router());
    }
    let base = state.settings.base.clone();
    let app = if base.is_empty() { pages } else { Router::new().nest(&base, pages) };
    app.fallback(|| async { error::Fault::NOT_FOUND })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(state.clone(), door::around))
        // Cookies are SameSite=Strict, so no other site can make a page with a secret and its own text in it be
        // compressed together (BREACH).
        .layer(CompressionLayer::new())
        .with_state(state)
}
