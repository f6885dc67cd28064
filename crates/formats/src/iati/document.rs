//! Whole files.

use super::VERSION;
use super::activity::Activity;
use super::carried::{Carried, Understood};
use super::check::root_of;
use super::organisation::Organisation;
use crate::finding::Finding;
use crate::xml::{Element, XmlLimits, indent, write_tree};

/// What a file lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records {
    /// An activity file.
    Activities(Vec<Activity>),
    /// An organisation file.
    Organisations(Vec<Organisation>),
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IatiDocument {
    /// When it was made, as XML Schema writes an instant.
    pub generated: Option<String>,
    /// What it lists.
    pub records: Records,
    /// What else stands there.
    pub carried: Carried,
}

impl IatiDocument {
    /// A new file.
    #[must_use]
    pub fn new(generated: &str, records: Records) -> Self {
        Self { generated: Some(generated.to_owned()), records, carried: Carried::default() }
    }
}

/// Reads a file. That it is read does not say that it is valid: see [`super::check_iati`].
///
/// # Errors
/// [`Finding`]s: no XML, another root than the two of the standard, or a picture or file written out in a text.
pub fn read_iati(bytes: &[u8], limits: &XmlLimits) -> Result<IatiDocument, Vec<Finding>> {
    let root = root_of(bytes, limits)?;
    if root.name.is("", "iati-activities") || root.name.is("", "iati-organisations") {
        return Ok(understood(root));
    }
    let place = format!("/{}", root.name.local);
    Err(vec![Finding::new(root.line, place, "the root must be iati-activities or iati-organisations")])
}

/// Writes a file.
#[must_use]
pub fn write_iati(document: &IatiDocument) -> String {
    let (name, children): (_, Vec<Element>) = match &document.records {
        Records::Activities(list) => ("iati-activities", list.iter().map(Activity::element).collect()),
        Records::Organisations(list) => {
            ("iati-organisations", list.iter().map(Organisation::element).collect())
        }
    };
    let mut root = Element::new(name).with("version", VERSION);
    root = root.with_some("generated-datetime", document.generated.as_deref());
    children.into_iter().for_each(|child| root.put(child));
    document.carried.lay_into(&mut root);
    indent(&mut root);
    write_tree(&root)
}

/// What is understood of a file.
fn understood(mut root: Element) -> IatiDocument {
    let of = |name: &'static str| move |child: &Element| child.name.is("", name);
    let children = std::mem::take(&mut root.children);
    let (records, others) = if root.name.local == "iati-organisations" {
        let (own, others): (Vec<_>, Vec<_>) = children.into_iter().partition(of("iati-organisation"));
        (Records::Organisations(own.iter().map(Organisation::read).collect()), others)
    } else {
        let (own, others): (Vec<_>, Vec<_>) = children.into_iter().partition(of("iati-activity"));
        (Records::Activities(own.iter().map(Activity::read).collect()), others)
    };
    let generated = root.attribute("generated-datetime").map(str::to_owned);
    root.attributes.retain(|(name, _)| !name.is("", "generated-datetime") && !name.is("", "version"));
    root.text.clear();
    root.before.clear();
    others.into_iter().for_each(|other| root.put(other));
    IatiDocument { generated, records, carried: Carried::of(&root) }
}
