//! The forms that ship: usable, current, in both languages, with the code lists that the kinds have.

use std::fs;
use std::path::PathBuf;

use forms::mapping::Mapping;
use forms::sheets::Workbook;
use forms::{Form, Severity};
use model::{Lang, codes};

use crate::support::root;

pub(crate) const NAMES: [&str; 10] = [
    "assessment",
    "child-interview",
    "consent",
    "follow-up",
    "intake",
    "outreach",
    "report",
    "safety-plan",
    "shelter-intake",
    "trafficking",
];

fn folder(name: &str) -> PathBuf {
    root().join("forms").join(name)
}

fn sheets(name: &str) -> Workbook {
    let sheet = |part: &str| fs::read(folder(name).join(part).with_extension("csv")).unwrap();
    let (survey, choices, settings) = (sheet("survey"), sheet("choices"), sheet("settings"));
    Workbook::of_csv(&[("survey", &survey), ("choices", &choices), ("settings", &settings)]).unwrap()
}

pub(crate) fn national(name: &str) -> Form {
    forms::read(&sheets(name), name).form.unwrap()
}

pub(crate) fn mapping(name: &str) -> Mapping {
    Mapping::parse(&fs::read_to_string(folder(name).join("mapping.json")).unwrap()).unwrap()
}

#[test]
fn nothing_is_to_be_said_about_them() {
    for name in NAMES {
        let problems: Vec<String> = forms::read(&sheets(name), name)
            .problems
            .iter()
            .map(|problem| format!("{}: {problem}", problem.severity().code()))
            .collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
    }
    assert_eq!(Severity::Warning.code(), "warning");
}

#[test]
fn workbooks_are_built_from_their_sheets() {
    for name in NAMES {
        let built = fs::read(folder(name).with_extension("xlsx")).unwrap();
        let built = Workbook::open(&built, "form.xlsx").unwrap();
        let source = sheets(name);
        let cells = |book: &Workbook| -> Vec<Vec<Vec<String>>> {
            let trimmed = |cells: &Vec<String>| {
                let kept = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
                cells[..kept].to_vec()
            };
            book.sheets
                .iter()
                .map(|sheet| sheet.rows.iter().map(|row| trimmed(&row.cells)).collect())
                .collect()
        };
        assert_eq!(cells(&built), cells(&source), "{name}: run `cargo run -p forms --example build_forms`");
    }
}

/// Lists that are no code lists: regions, plain yes and no, and those of the trafficking standard that the model does not have.
fn is_own(list: &str) -> bool {
    matches!(list, "province" | "regency" | "yes_no")
        || (list.starts_with("htcds_") && list != "htcds_type_of_exploitation")
}

#[test]
fn choices_are_the_code_lists() {
    for name in NAMES {
        let form = national(name);
        for list in form.lists.iter().filter(|list| !is_own(&list.name)) {
            let known =
                codes::list(&list.name.replace('_', "-")).unwrap_or_else(|| panic!("{name}: {}", list.name));
            let shown: Vec<(&str, &str, &str)> = list
                .choices
                .iter()
                .map(|choice| {
                    let label = |language| choice.label.exact(Some(language)).unwrap_or_default();
                    (choice.name.as_str(), label("Bahasa Indonesia (id)"), label("English (en)"))
                })
                .collect();
            let straight = |text: &'static str| text.replace(['‘', '’'], "'").replace(['“', '”'], "\"");
            let expected: Vec<(&str, String, String)> = known
                .offered()
                .map(|code| (code.code, straight(code.label(Lang::Id)), straight(code.label(Lang::En))))
                .collect();
            let shown: Vec<(&str, String, String)> =
                shown.into_iter().map(|(code, id, en)| (code, id.to_owned(), en.to_owned())).collect();
            assert_eq!(shown, expected, "{name}: {}", list.name);
        }
        for list in form.lists.iter().filter(|list| matches!(list.name.as_str(), "province" | "regency")) {
            assert!(
                list.choices.iter().all(|choice| model::regions::get(&choice.name).is_some()),
                "{}",
                list.name
            );
        }
    }
}

#[test]
fn every_mapping_fits_its_form_and_the_kinds() {
    for name in NAMES {
        let problems = mapping(name).problems(&national(name));
        assert!(problems.is_empty(), "{name}: {problems:#?}");
    }
}

#[test]
fn ids_are_all_different_and_versions_are_there() {
    let mut ids: Vec<String> = NAMES.iter().map(|name| national(name).settings.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), NAMES.len());
    assert!(NAMES.iter().all(|name| !national(name).settings.version.is_empty()));
}
