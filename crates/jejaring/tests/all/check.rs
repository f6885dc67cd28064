//! Foreign files are valid or not, with each reason and place, and no value of theirs is ever printed.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::run::run;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn put(dir: &TempDir, name: &str, content: &str) -> String {
    let path = dir.path().join(name);
    std::fs::write(&path, content).unwrap();
    text(&path)
}

#[test]
fn valid_files_are_valid() {
    let (stix, cybertip) =
        (repository("fuzz/seeds/stix/bundel.json"), repository("fuzz/seeds/cybertip/laporan.xml"));
    let report = run(&["--json", "check", "--format", "stix", &text(&stix)]).succeeded().json();
    assert_eq!(
        (report["valid"].as_bool(), report["objects"].as_u64(), report["not_read"].as_u64()),
        (Some(true), Some(2), Some(1))
    );
    run(&["check", "--format", "cybertip", &text(&cybertip)]).succeeded();
    let (schema, goaml) = (
        repository("crates/formats/tests/data/goaml/contoh.xsd"),
        repository("fuzz/seeds/reports/transaksi.xml"),
    );
    let report = run(&["--json", "check", "--format", "goaml", "--schema", &text(&schema), &text(&goaml)])
        .succeeded()
        .json();
    assert_eq!((report["valid"].as_bool(), report["transactions"].as_u64()), (Some(true), Some(1)));
}

#[test]
fn what_is_not_valid_is_named_with_its_place_and_without_its_value() {
    let dir = TempDir::new().unwrap();
    let goaml = std::fs::read_to_string(repository("fuzz/seeds/reports/transaksi.xml")).unwrap();
    let broken = put(&dir, "rusak.xml", &goaml.replace("<amount_local>1500000.50", "<amount_local>RAHASIA"));
    let schema = text(&repository("crates/formats/tests/data/goaml/contoh.xsd"));
    let ended = run(&["--json", "check", "--format", "goaml", "--schema", &schema, &broken]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let report = ended.json();
    assert_eq!(report["findings"][0]["place"], "/report/transaction/amount_local");
    assert!(report["findings"][0]["line"].as_u64() > Some(1));
    assert!(!format!("{ended:?}").contains("RAHASIA"));
    let not = put(&dir, "bukan.json", "{\"type\":\"bundle\"");
    run(&["check", "--format", "stix", &not]).failed_saying(&["not valid", "1 findings"]);
    run(&["check", "--format", "cybertip", &not]).failed_saying(&["not valid"]);
    run(&["check", "--format", "stix", &text(&dir.path().join("tidak-ada"))])
        .failed_saying(&["is not there"]);
}

#[test]
fn a_schema_that_asks_more_than_is_judged_makes_nothing_valid_by_silence() {
    let dir = TempDir::new().unwrap();
    let schema = put(
        &dir,
        "unit.xsd",
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='report'><xs:complexType><xs:sequence>\
         <xs:any maxOccurs='unbounded' processContents='skip'/></xs:sequence><xs:assert test='true()'/></xs:complexType></xs:element></xs:schema>",
    );
    let goaml = text(&repository("fuzz/seeds/reports/transaksi.xml"));
    run(&["check", "--format", "goaml", "--schema", &schema, &goaml]).failed_saying(&["not judged"]);
    let report =
        run(&["--json", "check", "--format", "goaml", "--schema", &schema, "--allow-unjudged", &goaml])
            .succeeded()
            .json();
    assert_eq!(report["unjudged"][0], "line 1: xs:assert");
    let hole = put(
        &dir,
        "hole.xsd",
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='../lain.xsd'/></xs:schema>",
    );
    run(&["check", "--format", "goaml", "--schema", &hole, &goaml])
        .failed_saying(&["put that file beside it"]);
}

#[test]
fn wrong_use_exits_with_two() {
    for args in [
        ["check", "--format", "goaml", "a.xml"].as_slice(),
        &["check", "--format", "visio", "a.xml"],
        &["check", "--format", "stix"],
        &["check", "a.json"],
    ] {
        assert_eq!(run(args).code, 2, "{args:?}");
    }
}

#[test]
fn iati_files_are_judged_by_schema_ruleset_and_lists() {
    let dir = TempDir::new().unwrap();
    for name in ["kegiatan.xml", "organisasi.xml"] {
        let file = text(&repository(&format!("fuzz/seeds/iati/{name}")));
        let report = run(&["--json", "check", "--format", "iati", &file]).succeeded().json();
        assert_eq!(
            (report["valid"].as_bool(), report["records"].as_u64()),
            (Some(true), Some(1)),
            "{report}"
        );
    }
    let valid = std::fs::read_to_string(repository("fuzz/seeds/iati/kegiatan.xml")).unwrap();
    let broken =
        valid.replace("percentage=\"60\"", "percentage=\"61\"").replace("code=\"ID\"/>", "code=\"QQ\"/>");
    let ended = run(&["--json", "check", "--format", "iati", &put(&dir, "rusak.xml", &broken)]);
    assert_eq!(ended.code, 1, "{ended:?}");
    let report = ended.json();
    assert_eq!(report["findings"][0]["place"], "/iati-activities/iati-activity/sector[1]/@percentage");
    assert_eq!(report["findings"][0]["line"], 33);
    assert_eq!(report["warnings"][0]["place"], "/iati-activities/iati-activity/recipient-country/@code");
}
