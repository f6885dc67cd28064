//! A table with a link in each row.

use askama::Template;

use crate::frame::Frame;
use crate::say::Badge;

/// A page with one table.
#[derive(Template)]
#[template(path = "admin/table.html")]
pub(super) struct TablePage {
    pub(super) f: Frame,
    pub(super) title: String,
    pub(super) lead: String,
    /// Where a new one is made, and how that is called.
    pub(super) new: Option<(String, String)>,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Line>,
}

/// One row.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) badge: Option<Badge>,
    pub(super) cells: Vec<String>,
}
