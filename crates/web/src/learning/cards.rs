//! A page of cards, each with lines that may lead somewhere or do one thing.

use askama::Template;

use crate::frame::Frame;
use crate::say::Badge;

#[derive(Template)]
#[template(path = "learning/cards.html")]
pub(super) struct CardsPage {
    pub(super) f: Frame,
    pub(super) title: String,
    pub(super) lead: String,
    /// Where it was reached from.
    pub(super) back: Option<(String, String)>,
    /// What can be done from here.
    pub(super) links: Vec<(String, String)>,
    pub(super) cards: Vec<Card>,
}

/// A card.
#[derive(Default)]
pub(super) struct Card {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) lines: Vec<Line>,
    /// What to say where there is nothing.
    pub(super) empty: String,
}

/// A line of a card.
#[derive(Default)]
pub(super) struct Line {
    pub(super) href: Option<String>,
    pub(super) text: String,
    pub(super) about: String,
    pub(super) badge: Option<Badge>,
    pub(super) button: Option<Button>,
}

/// What a line can do.
pub(super) struct Button {
    pub(super) action: String,
    pub(super) label: String,
    pub(super) hidden: Vec<(&'static str, String)>,
}
