//! What we compile beside what the reference compiler (`pyxform` 4.5.0) makes of the same forms: written down by meaning with
//! `bench/forms/compare.py --expect`, so that the comparison runs wherever the tests do.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use forms::xml::{Content, Element, XmlLimits, read};

use crate::support::{opened, root};

const LIMITS: XmlLimits = XmlLimits { bytes: 16 << 20, elements: 500_000, depth: 60, attributes: 30 };

/// White space around words and operators carries no meaning in labels and expressions.
fn squeeze(text: &str) -> String {
    let words: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let operator =
        |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|c| "(),[]=<>!+*".contains(*c));
    let kept = words
        .iter()
        .enumerate()
        .filter(|(at, letter)| **letter != ' ' || !(operator(at.checked_sub(1)) || operator(Some(at + 1))));
    kept.map(|(_, letter)| letter).collect()
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn attributes(element: &Element) -> Vec<(String, String)> {
    let own = element.attributes.iter().filter(|(name, _)| !name.starts_with("xmlns"));
    let mut own: Vec<(String, String)> =
        own.map(|(name, value)| (local(name).to_owned(), squeeze(value))).collect();
    own.sort();
    own
}

fn show(element: &Element) -> String {
    let tag = element.local();
    let attributes: String =
        attributes(element).iter().map(|(name, value)| format!(" {name}={value}")).collect();
    let children: String = element
        .children
        .iter()
        .map(|child| match child {
            Content::Element(element) => show(element),
            Content::Text(text) => squeeze(text),
        })
        .collect();
    format!("<{tag}{attributes}>{children}</{tag}>")
}

type Parts = BTreeMap<String, String>;

/// The parts of a form, each under a name of its own.
fn parts(element: &Element, found: &mut Parts) {
    match element.local() {
        "title" => drop(found.insert("title".into(), squeeze(&element.text()))),
        "body" => drop(found.insert("body".into(), show(element))),
        "model" => model(element, found),
        _ => {}
    }
    element.elements().for_each(|child| parts(child, found));
}

fn model(element: &Element, found: &mut Parts) {
    let own: Vec<String> =
        attributes(element).iter().map(|(name, value)| format!("{name}={value}")).collect();
    found.insert("model".into(), own.join(" "));
    for child in element.elements() {
        let of = |name: &str| child.attribute(name).unwrap_or_default().to_owned();
        match child.local() {
            "instance" => drop(found.insert(format!("instance {}", of("id")), show(child))),
            "bind" => drop(found.insert(format!("bind {}", of("nodeset")), show(child))),
            "itext" => child.elements().for_each(|language| texts(language, found)),
            other => {
                let name = child.attribute("ref").unwrap_or("None");
                found.entry(format!("{other} {name}")).or_default().push_str(&show(child));
            }
        }
    }
}

fn texts(language: &Element, found: &mut Parts) {
    let lang = language.attribute("lang").unwrap_or_default();
    found.insert(format!("language {lang}"), language.attribute("default").unwrap_or_default().to_owned());
    for text in language.elements() {
        let mut values: Vec<String> = text.elements().map(show).collect();
        // As the reference was written: what stands for every reader before what stands for some.
        values.sort_by_key(|value| (value.starts_with("<value "), value.clone()));
        found.insert(format!("text {lang} {}", text.attribute("id").unwrap_or_default()), values.concat());
    }
}

#[test]
fn every_form_means_what_the_reference_compiler_makes_of_it() {
    let folder = |path: &str| fs::read_dir(root().join(path)).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = folder("crates/forms/tests/corpus").chain(folder("forms")).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "csv" || end == "xlsx"));
    assert!(paths.len() >= 20);
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let book = opened(&path);
        let document =
            forms::compile(&forms::read(&book, &path.file_stem().unwrap().to_string_lossy()).form.unwrap());
        let mut ours = Parts::new();
        parts(&read(document.as_bytes(), &LIMITS).unwrap(), &mut ours);
        let mut ours: Vec<String> = ours.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        ours.sort();
        let expected = root()
            .join("crates/forms/tests/reference")
            .join(format!("{}.txt", path.file_stem().unwrap().to_string_lossy()));
        let expected =
            fs::read_to_string(&expected).unwrap_or_else(|_| panic!("{} is missing", expected.display()));
        let expected: Vec<&str> = expected.lines().collect();
        for (ours, theirs) in ours.iter().zip(&expected) {
            assert_eq!(ours, theirs, "{name}");
        }
        assert_eq!(ours.len(), expected.len(), "{name}");
    }
}
