//! What is the same on many pages, as templates of their own. `extends` and macros are compiled again into every page that has
//! them, which was a quarter of the time that this crate takes to build.

use askama::Template;

use super::Frame;
use crate::forms::Control;

/// From the start of a page to its title.
#[derive(Template)]
#[template(path = "frame/head.html")]
pub struct Head<'a> {
    f: &'a Frame,
}

/// Style and icon.
#[derive(Template)]
#[template(path = "frame/links.html")]
pub struct Links<'a> {
    f: &'a Frame,
}

/// From the start of the body to the content.
#[derive(Template)]
#[template(path = "frame/top.html")]
pub struct Top<'a> {
    f: &'a Frame,
}

/// From the content to the end.
#[derive(Template)]
#[template(path = "frame/foot.html")]
pub struct Foot<'a> {
    f: &'a Frame,
}

/// From the title of a public page to its content.
#[derive(Template)]
#[template(path = "frame/public_top.html")]
pub struct PublicTop<'a> {
    f: &'a Frame,
    leave: &'a str,
}

/// A control of a form.
#[derive(Template)]
#[template(path = "frame/control.html")]
pub struct DrawnControl<'a> {
    f: &'a Frame,
    c: &'a Control,
}

impl Frame {
    /// From the start of the page to its title.
    pub const fn head(&self) -> Head<'_> {
        Head { f: self }
    }

    /// Style and icon.
    pub const fn links(&self) -> Links<'_> {
        Links { f: self }
    }

    /// From the start of the body to the content.
    pub const fn top(&self) -> Top<'_> {
        Top { f: self }
    }

    /// From the content to the end.
    pub const fn foot(&self) -> Foot<'_> {
        Foot { f: self }
    }

    /// From the title of a public page to its content.
    pub const fn public_top<'a>(&'a self, leave: &'a str) -> PublicTop<'a> {
        PublicTop { f: self, leave }
    }

    /// A control as it stands in a form.
    pub const fn control<'a>(&'a self, c: &'a Control) -> DrawnControl<'a> {
        DrawnControl { f: self, c }
    }
}
