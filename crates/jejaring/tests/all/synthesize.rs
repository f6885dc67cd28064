//! `jejaring synthesize`: records for others. All rows are invented.

use std::collections::BTreeMap;
use std::fs;

use crate::run::run;

#[test]
fn nothing_rare_leaves_the_house() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let mut text = "name,sex,age,form,province\n".to_owned();
    for at in 0..600_usize {
        let form = ["labour", "sexual", "begging"][at % 7 % 3];
        text += &format!(
            "Anak {at},{},{},{form},{}\n",
            ["f", "m"][at % 2],
            at * 5 % 18,
            ["32", "33", "51"][at % 11 / 4]
        );
    }
    text += "Anak 600,f,17,rare,91\n";
    fs::write(path("anak.csv"), text).unwrap();
    let args = ["--json", "synthesize", &path("anak.csv"), "--out", &path("aman.csv")];
    run(&args).failed_saying(&["column name", "--columns"]);
    assert!(!dir.path().join("aman.csv").exists());
    let mut more = args.to_vec();
    more.extend(["--columns", "sex,age,form,province", "--bins", "age=0-5,6-11,12-17", "--report", "3"]);
    let report = run(&more).succeeded().json();
    assert_eq!(report["lengths"].as_array().unwrap().len(), 3);
    let made = fs::read_to_string(path("aman.csv")).unwrap();
    assert!(!made.contains("rare") && !made.contains("91"), "one child is no category");
    assert!(made.starts_with("sex,age,form,province\n"));
    let mut whole: BTreeMap<&str, usize> = BTreeMap::new();
    made.lines().skip(1).for_each(|line| *whole.entry(line).or_default() += 1);
    assert!(made.lines().count() > 590 && whole.len() > 5);
}

#[test]
fn what_is_told_with_differential_privacy_is_paid_for() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let mut text = "sex,age,form,tahun\n".to_owned();
    for at in 0..3000_usize {
        let form = ["forced labour; debt", "sexual", "begging"][at % 7 % 3];
        text += &format!("{},{},{form},{}\n", ["f", "m"][at % 2], at * 5 % 18, 2020 + at % 11 / 4);
    }
    fs::write(path("anak.csv"), text).unwrap();
    fs::write(path("seed"), "a secret of more than sixteen bytes").unwrap();
    let args = |epsilon: &'static str, out: &str| -> Vec<String> {
        let fixed = ["--json", "synthesize", &path("anak.csv"), "--out", &path(out), "--epsilon", epsilon];
        let more = [
            "--register",
            &path("register"),
            "--budget",
            &path("ledger.json"),
            "--layout",
            "ctdc",
            "--seed-file",
            &path("seed"),
            "--delta",
            "1e-6",
            "--grant-delta",
            "1e-5",
        ];
        fixed.iter().chain(&more).map(|text| (*text).to_owned()).collect()
    };
    let go = |args: &[String]| run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let ungranted = go(&args("2", "one.csv"));
    assert!(ungranted.code == 2 && ungranted.err.contains("--grant"), "{ungranted:?}");
    let mut first = args("2", "one.csv");
    first.extend(["--grant".to_owned(), "3".to_owned(), "--attack".to_owned()]);
    let report = go(&first).succeeded().json();
    assert_eq!(report["budget"]["releases"], 1);
    assert!(
        report["attacks"]["membership"].as_f64().is_some_and(|share| (share - 0.5).abs() < 0.12),
        "{report}"
    );
    let made = fs::read_to_string(path("one.csv")).unwrap();
    let header = made.lines().next().unwrap();
    assert!(header.starts_with("gender,ageBroad,isForcedLabour,isSexualExploit,"), "{header}");
    assert!(header.ends_with("isOtherExploit,yearOfRegistration"), "{header}");
    let book: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path("one.csv.codebook.json")).unwrap()).unwrap();
    assert_eq!(book["about"]["release"], report["release"]);
    assert!(
        book["about"]["guarantee"]["epsilon"] == 2.0 && book.to_string().contains("No record is a person")
    );
    assert!(!book.to_string().contains("true_records"), "the codebook knows only what was paid for");
    // The same release again is the same bytes and costs nothing; another does not fit any more.
    let again = go(&args("2", "two.csv")).succeeded().json();
    assert_eq!(again["paid_before"], true);
    assert_eq!(fs::read_to_string(path("two.csv")).unwrap(), made);
    go(&args("3", "three.csv")).failed_saying(&["budget"]);
    assert!(!dir.path().join("three.csv").exists());
    go(&args("0.5", "four.csv")).succeeded();
    // Another ledger for the same list, or a new one after the old was lost: the machine remembers.
    let mut other = first.clone();
    let at = other.iter().position(|arg| arg.ends_with("ledger.json")).unwrap();
    other[at] = path("other.json");
    go(&other).failed_saying(&["not begun anew", "ledger.json"]);
    assert!(!dir.path().join("other.json").exists());
    fs::rename(path("ledger.json"), path("away.json")).unwrap();
    go(&first).failed_saying(&["not begun anew"]);
    fs::rename(path("away.json"), path("ledger.json")).unwrap();
    // A ledger from before the last release is no better than none.
    let kept = fs::read_to_string(path("ledger.json")).unwrap();
    let mut older: serde_json::Value = serde_json::from_str(&kept).unwrap();
    older["entries"].as_array_mut().unwrap().pop();
    fs::write(path("ledger.json"), older.to_string()).unwrap();
    go(&args("0.25", "five.csv")).failed_saying(&["not begun anew"]);
    fs::write(path("ledger.json"), kept).unwrap();
    let regranted = go(&first);
    assert!(regranted.code == 2 && regranted.err.contains("given once"), "{regranted:?}");
}

#[test]
fn children_are_counted_where_their_column_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let mut text = "child,form,sex\n".to_owned();
    // Two children with forty rows each of a form that nobody else has, and sixty others.
    (0..80).for_each(|at| text += &format!("few{},rare,f\n", at % 2));
    (0..60).for_each(|at| text += &format!("many{at},common,{}\n", ["f", "m"][at % 2]));
    fs::write(path("anak.csv"), &text).unwrap();
    let args =
        ["--json", "synthesize", &path("anak.csv"), "--columns", "form,sex", "--out", &path("aman.csv")];
    run(&args).succeeded();
    assert!(fs::read_to_string(path("aman.csv")).unwrap().contains("rare"), "rows were counted");
    let mut by_child = args.to_vec();
    by_child.extend(["--person", "child"]);
    let report = run(&by_child).succeeded().json();
    assert_eq!((report["true_records"].as_u64(), report["true_children"].as_u64()), (Some(140), Some(62)));
    let made = fs::read_to_string(path("aman.csv")).unwrap();
    assert!(!made.contains("rare") && made.starts_with("form,sex\n"), "two children are no category");
    let first = &report["lengths"][0]["bands"];
    assert_eq!((first[0]["there"].as_u64(), first[0]["lost"].as_u64()), (Some(1), Some(1)), "{report}");
    // With differential privacy rows beyond what a child may have are left out, whatever was believed.
    let noise = ["--epsilon", "4", "--grant", "9", "--grant-delta", "1e-5", "--each", "2"];
    let places = [("--budget", path("b.json")), ("--register", path("register"))];
    let mut private = by_child.clone();
    private.extend(noise);
    places.iter().for_each(|(name, at)| private.extend([*name, at.as_str()]));
    let report = run(&private).succeeded().json();
    assert_eq!(report["left_out_beyond_each"], 76);
    assert_eq!(report["true_records"], 64);
    let book = fs::read_to_string(path("aman.csv.codebook.json")).unwrap();
    assert!(book.contains("\"rows_of_one_child\": \"counted\""), "{book}");
    fs::write(path("anak.csv"), text + ",common,f\n").unwrap();
    run(&by_child).failed_saying(&["row 142", "--person"]);
}
