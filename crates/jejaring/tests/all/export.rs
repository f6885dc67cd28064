//! Lists that leave a node on the command line.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::demo::Demo;
use crate::run::run;

#[test]
fn what_the_list_shows_leaves_and_nothing_else() {
    let demo = Demo::start(80);
    let dir = demo.home("kasih");
    let file = |name: &str| demo.home(name).to_str().unwrap().to_owned();
    let export = |account: &str, more: &[&str]| {
        let account = format!("{account}@kasih.contoh.invalid");
        let mut args = vec!["--json", "export", "--dir", dir.to_str().unwrap(), "--as", &account];
        args.extend(more);
        run(&args)
    };
    let (csv, json, sheet, zip) =
        (file("kasus.csv"), file("kasus.json"), file("kasus.xlsx"), file("hsds.zip"));
    let said = export("perlindungan", &["--format", "csv", "--out", &csv]).succeeded().json();
    let records = said["records"].as_u64().unwrap();
    assert!(records > 5, "{said}");
    let text = std::fs::read_to_string(&csv).unwrap();
    assert_eq!(text.lines().count() as u64, records + 1, "one line for each record under the headings");
    assert!(text.starts_with("\u{feff}Nomor,"), "{}", text.lines().next().unwrap());

    export("perlindungan", &["--format", "json", "--out", &json]).succeeded();
    let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!(rows.len() as u64, records);
    let codes: BTreeSet<&str> = rows.iter().map(|row| row["code"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), rows.len(), "nobody twice, although the list has pages");
    assert!(codes.iter().all(|code| text.contains(code)));
    export("perlindungan", &["--format", "xlsx", "--lang", "en", "--out", &sheet]).succeeded();
    assert!(std::fs::read(&sheet).unwrap().starts_with(b"PK"));

    let open = file("open.csv");
    let narrowed = export("perlindungan", &["--where", "phase=done", "--out", &open]).succeeded().json();
    assert!(narrowed["records"].as_u64().unwrap() < records);

    // A worker's own cases, fewer than all; an operator's none, because nothing lets an operator take them away.
    let own = export("pekerja1.barat", &["--out", &file("sendiri.csv")]).succeeded().json();
    assert!(own["records"].as_u64().unwrap() < records);
    let none = file("tidak.csv");
    export("lapor.barat", &["--out", &none]).failed_saying(&["roles of this account do not let it export"]);
    assert!(!std::path::Path::new(&none).exists(), "nothing half written stays");

    export("perlindungan", &["--format", "hsds", "--out", &zip]).succeeded();
    run(&["check", "--format", "hsds", &zip]).succeeded();

    export("perlindungan", &["--out", &csv]).failed_saying(&["exists already"]);
    assert_eq!(export("perlindungan", &["--kind", "anak", "--out", &none]).code, 2);
    assert_eq!(export("perlindungan", &["--where", "name=x", "--out", &none]).code, 2);
}
