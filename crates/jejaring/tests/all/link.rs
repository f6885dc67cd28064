//! `jejaring link`: lists in, clusters and figures out, and a clear answer to every list that cannot be linked.

use std::fs;
use std::path::Path;

use linkage::invented::{HEADER, Plan, TRUTH};

use crate::run::{Ended, run};

/// An invented list as CSV, with a column that linkage does not know.
fn list(records: usize) -> String {
    let (rows, _) = Plan { records, seed: 41, ..Plan::default() }.rows();
    let mut text = format!("{},{TRUTH},catatan\n", HEADER.join(","));
    for row in &rows {
        text.push_str(&format!("{},C{},\"a, b\"\n", row.cells.join(","), row.child));
    }
    text
}

fn link(dir: &Path, name: &str, bytes: &[u8], more: &[&str]) -> Ended {
    let (file, out) = (dir.join(name), dir.join("out.csv"));
    fs::write(&file, bytes).unwrap();
    let mut args = vec!["--json", "link", file.to_str().unwrap(), "--out", out.to_str().unwrap()];
    args.extend(more);
    run(&args)
}

#[test]
fn a_list_is_linked_and_judged() {
    let dir = tempfile::tempdir().unwrap();
    let report = dir.path().join("report.html");
    let text = list(4_000);
    let ended = link(
        dir.path(),
        "list.csv",
        text.as_bytes(),
        &["--truth", TRUTH, "--threads", "2", "--report", report.to_str().unwrap()],
    )
    .succeeded();
    let figures = ended.json();
    assert_eq!(figures["rows"], text.lines().count() - 1);
    for name in ["candidate_pairs", "blocking_recall", "clusters", "peak_rss_bytes"] {
        assert!(figures[name].is_number(), "{name}: {figures}");
    }
    assert!(figures["clustered"]["f1"].as_f64().unwrap() > 0.95, "{figures}");
    assert!(figures["pairwise"]["recall"].is_number() && figures["clustered"]["count_error"].is_number());
    assert!(figures["estimate"]["low"].as_f64() <= figures["estimate"]["count"].as_f64(), "{figures}");
    assert!(figures["seconds"]["compare"].is_number());
    let out = fs::read_to_string(dir.path().join("out.csv")).unwrap();
    assert_eq!(out.lines().next(), Some("rec_id,cluster_id,catatan"));
    assert_eq!(out.lines().count(), text.lines().count());
    assert!(
        out.lines().nth(1).unwrap().starts_with("R0000000,")
            && out.lines().nth(1).unwrap().ends_with("\"a, b\"")
    );
    assert!(fs::read_to_string(report).unwrap().contains("By agency"));
}

#[test]
fn broken_rows_are_set_aside_and_counted() {
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = list(500).into_bytes();
    bytes.extend(
        b"R9,too,few\n,,,Siti,,,,,,,,,,,C1,x\nR10,,,,,,,,,,,,,,C1,x\nR11,,,\xff\xfe,,,,,,,,,,,C1,x\n",
    );
    let figures = link(dir.path(), "list.csv", &bytes, &["--truth", TRUTH]).succeeded().json();
    let aside = &figures["set_aside"];
    for reason in ["cells-do-not-fit-header", "no-id", "no-name-and-no-nik", "not-text"] {
        assert_eq!(aside[reason], 1, "{reason}: {aside}");
    }
}

#[test]
fn lists_that_cannot_be_linked_get_a_clear_answer() {
    let dir = tempfile::tempdir().unwrap();
    let answer = |bytes: &[u8], more: &[&str]| {
        let ended = link(dir.path(), "list.csv", bytes, more);
        assert_eq!(ended.code, 1, "{ended:?}");
        ended.err
    };
    assert!(answer(b"rec_id,warna\n1,biru\n", &[]).contains("no usable column"));
    assert!(answer(b"nama,warna\nSiti,biru\n", &[]).contains("--id"));
    assert!(answer(b"rec_id,nama\n1,Siti\n1,Budi\n1,Dewi\n", &[]).contains("repeat the id"));
    assert!(answer(b"\xff\xfer\0e\0c\0", &[]).contains("UTF-8"));
    assert!(answer(b"rec_id,nama\n1,\xff\n2,\xff\n3,Siti\n", &[]).contains("UTF-8"));
    assert!(answer(b"rec_id,nama\n1,\n", &[]).contains("none of the 1 rows"));
    assert!(answer(b"rec_id,nama\n1,Siti\n", &["--truth", "anak"]).contains("--truth"));
    let wrong = link(dir.path(), "list.csv", b"rec_id,nama\n1,Siti\n", &["--columns", "nama=nme"]);
    assert_eq!(wrong.code, 2, "{wrong:?}");
}

#[test]
fn columns_can_be_named_by_hand_and_a_model_used_again() {
    let dir = tempfile::tempdir().unwrap();
    let text = list(1_500).replacen("given_name", "Panggilan Kecil", 1);
    let model = dir.path().join("model.toml");
    let by_hand = [
        "--columns",
        "Panggilan Kecil=given_name,child_id=,catatan=",
        "--save-model",
        model.to_str().unwrap(),
    ];
    link(dir.path(), "list.csv", text.as_bytes(), &by_hand).succeeded();
    let first = fs::read_to_string(dir.path().join("out.csv")).unwrap();
    assert_eq!(first.lines().next(), Some("rec_id,cluster_id"));
    let [columns, mapping, ..] = by_hand;
    let again = [columns, mapping, "--model", model.to_str().unwrap(), "--threads", "1"];
    link(dir.path(), "list.csv", text.as_bytes(), &again).succeeded();
    assert_eq!(fs::read_to_string(dir.path().join("out.csv")).unwrap(), first);
}
