//! What stands in an element besides what is understood.

use std::collections::BTreeMap;

use crate::xml::{Element, Name, indent};

/// The element as it came. It says nothing about whether two values are equal: what is understood does.
#[derive(Debug, Clone, Default)]
pub struct Carried(Option<Box<Element>>);

impl PartialEq for Carried {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Carried {}

/// Something that is an element and understands a part of it.
pub(super) trait Understood: Sized + PartialEq {
    /// Names of the elements in it that are understood.
    const ELEMENTS: &'static [&'static str];
    /// Names of its attributes that are understood.
    const ATTRIBUTES: &'static [&'static str];

    fn read(at: &Element) -> Self;

    /// What is understood, as an element.
    fn plain(&self) -> Element;

    fn carried(&self) -> &Carried;
}

impl Carried {
    /// Keeps an element.
    pub(super) fn of(at: &Element) -> Self {
        Self(Some(Box::new(at.clone())))
    }

    /// Puts what came into an element that was made anew.
    pub(super) fn lay_into(&self, into: &mut Element) {
        let Some(came) = &self.0 else { return };
        into.scope = came.scope.clone();
        into.attributes.extend(came.attributes.iter().cloned());
        came.children.iter().for_each(|child| into.put(child.clone()));
    }
}

/// The element to be written: as it came when nothing that is understood was changed; otherwise what is understood, with what came
/// besides put where `order`, the names in the order of the schema, wants it.
pub(super) fn written<T: Understood>(value: &T, order: &[&str]) -> Element {
    let plain = value.plain();
    let Some(came) = &value.carried().0 else { return plain };
    if T::read(came) == *value {
        return (**came).clone();
    }
    let mut merged = Element { attributes: plain.attributes, ..Element::new(&came.name.local) };
    merged.line = came.line;
    merged.scope = came.scope.clone();
    let others = came.attributes.iter().filter(|(name, _)| !is_one_of(name, T::ATTRIBUTES));
    merged.attributes.extend(others.cloned());
    let others = came.children.iter().filter(|child| !is_one_of(&child.name, T::ELEMENTS)).cloned();
    let mut children = as_they_came(came, &T::read(came).plain(), plain.children);
    children.extend(others);
    // Elements of other standards stand at the end.
    children.sort_by_key(|child| match child.name.space.is_empty() {
        true => order.iter().position(|name| *name == child.name.local).unwrap_or(order.len()),
        false => order.len() + 1,
    });
    children.into_iter().for_each(|child| merged.put(child));
    indent(&mut merged);
    merged
}

fn is_one_of(name: &Name, own: &[&str]) -> bool {
    match &*name.space {
        "" => own.contains(&name.local.as_str()),
        "http://www.w3.org/XML/1998/namespace" => own.contains(&format!("xml:{}", name.local).as_str()),
        _ => false,
    }
}

/// Parts that say what a part that came says are written as that came. `before` is what was understood of `came`: of each name it has
/// as many parts, in the same order.
fn as_they_came(came: &Element, before: &Element, parts: Vec<Element>) -> Vec<Element> {
    let mut left: Vec<(&Element, &Element)> = Vec::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for understood in &before.children {
        let number = seen.entry(&understood.name.local).or_default();
        if let Some(held) = came.named(&understood.name.local).nth(*number) {
            left.push((understood, held));
        }
        *number += 1;
    }
    let keep = |part: Element| match left.iter().position(|(understood, _)| is_same(understood, &part)) {
        Some(at) => left.remove(at).1.clone(),
        None => part,
    };
    parts.into_iter().map(keep).collect()
}

fn is_same(a: &Element, b: &Element) -> bool {
    let children = || a.children.iter().zip(&b.children).all(|(a, b)| is_same(a, b));
    a.name == b.name
        && a.attributes == b.attributes
        && a.text == b.text
        && a.children.len() == b.children.len()
        && children()
}
