//! Field work: what form apps speak (OpenRosa), and the pages of devices, forms and submissions.

pub(crate) mod devices;
pub(crate) mod form;
pub(crate) mod gateway;
pub(crate) mod gateways;
pub(crate) mod library;
pub(crate) mod offline;
pub(crate) mod openrosa;
pub(crate) mod outreach;
pub(crate) mod primero;
pub(crate) mod speak;
pub(crate) mod submission;
pub(crate) mod submissions;

use forms::xml::Element;

use crate::session::may;

/// Longest body of a submission that is read, in bytes: the longest filled form and what surrounds it.
pub(crate) const LIMIT: usize = node::field::LONGEST_SUBMISSION + (16 << 10);

/// Attribute that names a vocabulary.
const NAMESPACE: &str = "xmlns";

/// A small document of one of the OpenRosa vocabularies.
fn element(name: &str, namespace: &str) -> Element {
    Element::new(name).with(NAMESPACE, namespace)
}
