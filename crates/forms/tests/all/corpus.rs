//! Our own forms and the documents that they compile to. The expected documents are ours, checked once against the reference compiler
//! with `bench/forms/compare.py`; they are compared by meaning, so that layout may change.
//!
//! `UPDATE_SNAPSHOTS=1 cargo nextest run -p forms corpus` writes them anew: look at the difference before you commit it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use forms::sheets::Workbook;
use forms::xml::{Element, XmlLimits, read};

use crate::support::opened;

const LIMITS: XmlLimits = XmlLimits { bytes: 16 << 20, elements: 500_000, depth: 60, attributes: 30 };

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "csv"));
    paths.sort();
    paths
}

fn compiled(path: &Path) -> String {
    let name = path.file_name().unwrap().to_string_lossy();
    let book = opened(path);
    let reading = forms::read(&book, "formulir");
    let errors: Vec<String> = reading.errors().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
    forms::compile(&reading.form.unwrap())
}

/// An element by its meaning: attributes without order, white space without weight.
fn meaning(element: &Element) -> String {
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let attributes: BTreeMap<&str, String> =
        element.attributes.iter().map(|(name, value)| (name.as_str(), squeeze(value))).collect();
    let children: Vec<String> = element
        .children
        .iter()
        .map(|child| match child {
            forms::xml::Content::Element(element) => meaning(element),
            forms::xml::Content::Text(text) => squeeze(text),
        })
        .filter(|text| !text.is_empty())
        .collect();
    format!("<{} {attributes:?}>{}</>", element.local(), children.join("\n"))
}

#[test]
fn every_form_compiles_to_what_is_expected() {
    let paths = corpus();
    assert!(paths.len() >= 10);
    for path in paths {
        let (document, expected) = (compiled(&path), path.with_extension("xml"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            fs::write(&expected, &document).unwrap();
        }
        let expected = read(&fs::read(&expected).expect("an expected document"), &LIMITS).unwrap();
        let found = read(document.as_bytes(), &LIMITS).unwrap();
        assert_eq!(meaning(&found), meaning(&expected), "{}", path.display());
    }
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    for path in corpus() {
        assert_eq!(compiled(&path), compiled(&path));
    }
}

#[test]
fn sheets_survive_a_workbook() {
    for path in corpus() {
        let book = opened(&path);
        let bytes = book.to_xlsx().unwrap();
        assert_eq!(bytes, book.to_xlsx().unwrap());
        let mut again = Workbook::open(&bytes, "form.xlsx").unwrap();
        again.files.clone_from(&book.files);
        let (one, two) = (forms::read(&book, "f").form.unwrap(), forms::read(&again, "f").form.unwrap());
        assert_eq!(forms::compile(&one), forms::compile(&two), "{}", path.display());
    }
}
