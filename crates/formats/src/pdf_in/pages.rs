//! Pages in the order of the document, with the fonts that each may use.

use std::collections::HashMap;

use super::content;
use super::font::Font;
use super::objects::{DEEPEST, Document, Entries, Object};
use crate::refusal::{Refusal, RefusalKind};

/// Pages of a document that are read.
const MOST: usize = 2_000;
/// Forms within forms.
const FORMS: usize = 4;

/// The text of every page.
pub(super) fn text(document: &Document) -> Result<String, Refusal> {
    let mut pages = Vec::new();
    for object in document.all() {
        let Some(entries) = object.entries() else { continue };
        if entries.get("Type").and_then(Object::name) == Some("Catalog")
            && let Some(tree) = entries.get("Pages")
        {
            gather(document, tree, None, 0, &mut pages);
        }
    }
    if pages.is_empty() {
        return Err(Refusal::new(RefusalKind::Damaged, "pdf_pages"));
    }
    let mut out = String::new();
    for (page, resources) in pages {
        let mut packed = Vec::new();
        for part in parts(document, page) {
            packed.extend_from_slice(part);
            packed.push(b'\n');
        }
        draw(document, &packed, resources, 0, &mut out)?;
        out.push_str("\n\n");
    }
    Ok(out)
}

/// A page, and the resources of its own or of what stands above it.
type Page<'d> = (&'d Entries, Option<&'d Entries>);

fn gather<'d>(
    document: &'d Document,
    node: &'d Object,
    above: Option<&'d Entries>,
    depth: usize,
    pages: &mut Vec<Page<'d>>,
) {
    let Some(entries) = document.get(node).entries() else { return };
    if depth > DEEPEST || pages.len() >= MOST {
        return;
    }
    let own = entries.get("Resources").and_then(|own| document.get(own).entries());
    let resources = own.or(above);
    match entries.get("Kids").map(|kids| document.get(kids)) {
        Some(Object::Array(kids)) => {
            for kid in kids {
                gather(document, kid, resources, depth + 1, pages);
            }
        }
        _ => pages.push((entries, resources)),
    }
}

fn parts<'d>(document: &'d Document, page: &'d Entries) -> Vec<&'d [u8]> {
    match page.get("Contents").map(|contents| document.get(contents)) {
        Some(Object::Array(items)) => items.iter().filter_map(|item| document.stream(item)).collect(),
        Some(one) => document.stream(one).into_iter().collect(),
        None => Vec::new(),
    }
}

fn draw(
    document: &Document,
    packed: &[u8],
    resources: Option<&Entries>,
    depth: usize,
    out: &mut String,
) -> Result<(), Refusal> {
    let below =
        |key: &str| resources.and_then(|all| all.get(key)).and_then(|found| document.get(found).entries());
    let mut fonts = HashMap::new();
    for (name, font) in below("Font").into_iter().flatten() {
        if let Some(entries) = document.get(font).entries() {
            fonts.insert(name.clone(), Font::read(document, entries)?);
        }
    }
    let drawn = content::words(packed, &fonts, out)?;
    if depth >= FORMS {
        return Ok(());
    }
    for name in drawn {
        let Some(form) = below("XObject").and_then(|forms| forms.get(&name)) else { continue };
        let (Some(entries), Some(content)) = (document.get(form).entries(), document.stream(form)) else {
            continue;
        };
        let own = entries.get("Resources").and_then(|own| document.get(own).entries());
        draw(document, content, own.or(resources), depth + 1, out)?;
    }
    Ok(())
}
