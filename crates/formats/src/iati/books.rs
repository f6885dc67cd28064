//! An organisation file made from books: sums with their lines, for the whole, for a receiver or for a country, and documents as links.

use super::activity::Participant;
use super::carried::Understood;
use super::money::Amount;
use super::narrative::{self, Narrative};
use super::organisation::{Organisation, order};
use crate::xml::Element;

/// For whom or what a sum is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SumOf {
    /// All that the organisation may spend.
    Budget,
    /// What a receiver may expect: its identifier, its name.
    Receiver(String, String),
    /// What is meant for a country: ISO 3166-1, two letters.
    Country(String),
    /// What the organisation has spent.
    Spent,
}

/// A part of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumLine {
    /// Where it stands in the books.
    pub reference: String,
    /// How much.
    pub amount: Amount,
    /// What it is.
    pub names: Vec<Narrative>,
}

/// A sum of a time of at most a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookSum {
    /// For whom or what.
    pub of: SumOf,
    /// BudgetStatus; none of what was spent.
    pub status: Option<String>,
    /// First day.
    pub start: String,
    /// Last day.
    pub end: String,
    /// How much.
    pub amount: Amount,
    /// What it is made of.
    pub lines: Vec<SumLine>,
}

/// A document that anybody can open, elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// Its address.
    pub url: String,
    /// Its media type.
    pub format: String,
    /// Its title.
    pub titles: Vec<Narrative>,
    /// DocumentCategory.
    pub category: String,
}

/// What the books of an organisation say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Books {
    /// Identifier.
    pub identifier: String,
    /// Names.
    pub names: Vec<Narrative>,
    /// Who reports.
    pub reporting: Participant,
    /// Last change.
    pub updated: Option<String>,
    /// Sums.
    pub sums: Vec<BookSum>,
    /// Documents.
    pub documents: Vec<DocumentLink>,
}

impl Books {
    /// As an organisation of a file, everything in it.
    #[must_use]
    pub fn organisation(self) -> Organisation {
        let plain = Organisation {
            lang: Some("id".to_owned()),
            updated: self.updated,
            identifier: self.identifier,
            names: self.names,
            reporting: self.reporting,
            ..Organisation::default()
        };
        let mut made = plain.plain();
        let mut parts: Vec<Element> = std::mem::take(&mut made.children);
        made.before.clear();
        parts.extend(self.sums.iter().map(sum));
        parts.extend(self.documents.iter().map(document));
        let wanted = order("iati-organisation");
        let place = |part: &Element| wanted.iter().position(|name| *name == part.name.local);
        parts.sort_by_key(|part| place(part).unwrap_or(wanted.len()));
        parts.into_iter().for_each(|part| made.put(part));
        Organisation::read(&made)
    }
}

fn sum(one: &BookSum) -> Element {
    let (element, line) = match one.of {
        SumOf::Budget => ("total-budget", "budget-line"),
        SumOf::Receiver(..) => ("recipient-org-budget", "budget-line"),
        SumOf::Country(_) => ("recipient-country-budget", "budget-line"),
        SumOf::Spent => ("total-expenditure", "expense-line"),
    };
    let mut made = Element::new(element).with_some("status", one.status.as_deref());
    match &one.of {
        SumOf::Receiver(reference, name) => {
            let known = Some(reference.as_str()).filter(|reference| !reference.is_empty());
            let receiver = Element::new("recipient-org").with_some("ref", known);
            made.put(narrative::put(receiver, &[Narrative::new("id", name)]));
        }
        SumOf::Country(code) => made.put(Element::new("recipient-country").with("code", code)),
        SumOf::Budget | SumOf::Spent => {}
    }
    made.put(Element::new("period-start").with("iso-date", &one.start));
    made.put(Element::new("period-end").with("iso-date", &one.end));
    made.put(one.amount.element());
    for part in &one.lines {
        let mut made_line = Element::new(line).with("ref", &part.reference);
        made_line.put(part.amount.element());
        made.put(narrative::put(made_line, &part.names));
    }
    made
}

fn document(one: &DocumentLink) -> Element {
    let mut made = Element::new("document-link").with("format", &one.format).with("url", &one.url);
    made.put(narrative::put(Element::new("title"), &one.titles));
    made.put(Element::new("category").with("code", &one.category));
    made
}
