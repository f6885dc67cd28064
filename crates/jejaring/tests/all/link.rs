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
fn a_quotation_mark_that_is_not_closed_loses_no_row_in_silence() {
    let dir = tempfile::tempdir().unwrap();
    let mut text = list(500);
    let rows = text.lines().count() as u64 - 1;
    // The lines after it belong to its cell, until the end of the list.
    text.push_str("R9,\"Siti,x\n");
    text.push_str(&(0..40).map(|at| format!("R1{at},Dewi,Contoh\n")).collect::<String>());
    let figures = link(dir.path(), "list.csv", text.as_bytes(), &["--truth", TRUTH]).succeeded().json();
    assert_eq!(figures["linked_rows"], rows, "{figures}");
    let lost = figures["set_aside"]["cells-do-not-fit-header"].as_u64().unwrap();
    assert!(lost >= 41 && figures["rows"] == rows + lost, "{figures}");
    // One row that never ends is not read into memory as a whole.
    let mut text = list(10);
    text.push_str("R9,\"");
    text.push_str(&"Siti ".repeat(8 << 20));
    let ended = link(dir.path(), "list.csv", text.as_bytes(), &[]);
    assert!(ended.code == 1 && ended.err.contains("quotation mark"), "{}", ended.err);
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

#[test]
fn empty_and_unnamed_lists_get_a_clear_answer() {
    let dir = tempfile::tempdir().unwrap();
    let answer = |bytes: &[u8]| {
        let ended = link(dir.path(), "list.csv", bytes, &[]);
        assert_eq!(ended.code, 1, "{ended:?}");
        ended.err
    };
    assert!(answer(b"").contains("no header"));
    assert!(answer(b",,\n1,Siti,2012-05-31\n").contains("no header"));
    assert!(answer(b"rec_id,nama\n").contains("none of the 0 rows"));
    // A list without headings is taken for one with strange headings.
    assert!(answer(b"1,Siti,2012-05-31\n2,Budi,2011-01-02\n").contains("rec_id"));
    // Windows-1252: the first byte that is no UTF-8 stands in a name.
    assert!(answer(b"rec_id,nama\n1,Ren\xe9\n2,Jos\xe9\n").contains("UTF-8"));
    let parquet = link(dir.path(), "list.parquet", b"PAR1", &[]);
    assert!(parquet.code == 1 && parquet.err.contains("cannot be read as Parquet"), "{parquet:?}");
    let missing = run(&["link", "/nonexistent/list.csv", "--out", "/nonexistent/out.csv"]);
    assert!(missing.code == 1 && missing.err.contains("list.csv"), "{missing:?}");
}

#[test]
fn placeholders_and_one_block_of_everybody_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let text = list(3_000);
    let mut lines = text.lines();
    let head = lines.next().unwrap();
    let place = |name: &str| head.split(',').position(|heading| heading == name).unwrap();
    let (nik, phone, guardian) = (place("nik"), place("phone"), place("guardian_name"));
    let mut spoiled = format!("{head}\n");
    for line in lines {
        let mut cells: Vec<&str> = line.split(',').collect();
        (cells[nik], cells[phone], cells[guardian]) = ("0000000000000000", "+62 00011112222", "Ibu Contoh");
        spoiled.push_str(&cells.join(","));
        spoiled.push('\n');
    }
    let figures = link(dir.path(), "list.csv", spoiled.as_bytes(), &["--truth", TRUTH]).succeeded().json();
    assert_eq!(figures["cells_not_used"]["nik-placeholder"], figures["rows"]);
    assert!(figures["blocks_refined"].as_u64() > Some(0), "{figures}");
    assert!(figures["candidate_pairs"].as_u64() < Some(1_000_000), "{figures}");
    assert!(figures["largest_cluster"].as_u64() <= Some(45), "{figures}");

    // Rows that are the same in everything but their id: parts by hash, as small as all blocks.
    let mut same = String::from("rec_id,nama,tanggal_lahir,kabupaten,nik\n");
    for at in 0..20_000 {
        same.push_str(&format!("R{at},Budi Contoh,2012-05-31,Kabupaten Contoh,0000000000000000\n"));
    }
    let figures = link(dir.path(), "list.csv", same.as_bytes(), &[]).succeeded().json();
    assert!(figures["candidate_pairs"].as_u64() < Some(20_000 * 50), "{figures}");
    assert!(figures["pairs_left_out_by_refining"].as_u64() > Some(100_000_000), "{figures}");
}

#[test]
fn ids_last_from_run_to_run_and_decisions_are_obeyed() {
    let dir = tempfile::tempdir().unwrap();
    let (text, model) = (list(2_000), dir.path().join("model.toml"));
    let (previous, decisions, changes) =
        (dir.path().join("before.csv"), dir.path().join("decisions.csv"), dir.path().join("changes.csv"));
    let [previous_, decisions_, changes_, model_] =
        [&previous, &decisions, &changes, &model].map(|path| path.to_str().unwrap());
    let some: String = text.lines().take(1_800).map(|line| format!("{line}\n")).collect();
    link(dir.path(), "list.csv", some.as_bytes(), &["--save-model", model_]).succeeded();
    fs::rename(dir.path().join("out.csv"), &previous).unwrap();
    let first = fs::read_to_string(&previous).unwrap();
    let cluster = |text: &str, id: &str| {
        let line = text.lines().find(|line| line.starts_with(&format!("{id},"))).expect("the row");
        line.split(',').nth(1).unwrap().to_owned()
    };
    let rows: Vec<(&str, &str)> = first.lines().skip(1).filter_map(|l| l.split_once(',')).collect();
    let (a, b) = rows
        .iter()
        .enumerate()
        .find_map(|(at, (a, c))| {
            rows[at + 1..].iter().find(|(_, d)| c[..16] == d[..16]).map(|(b, _)| (*a, *b))
        })
        .expect("two rows of one child");
    fs::write(&decisions, format!("a,b,decision\n{a},{b},different\n{a},R-gone,same\n")).unwrap();
    let with = ["--previous", previous_, "--decisions", decisions_, "--changes", changes_];
    let figures = link(dir.path(), "list.csv", text.as_bytes(), &with).succeeded().json();
    let second = fs::read_to_string(dir.path().join("out.csv")).unwrap();
    assert_ne!(cluster(&second, a), cluster(&second, b));
    assert_eq!(figures["decisions"]["rows_not_here"], 1);
    let kept = figures["history"]["kept"].as_u64().unwrap();
    assert!(kept * 100 > rows.len() as u64 * 30, "{figures}");
    let told = fs::read_to_string(&changes).unwrap();
    assert!(told.starts_with("change,cluster_id,others\n") && told.contains("split,"), "{told}");
    let added = ["--previous", previous_, "--model", model_, "--add"];
    let figures = link(dir.path(), "list.csv", text.as_bytes(), &added).succeeded().json();
    assert_eq!(figures["new_rows"].as_u64(), Some(text.lines().count() as u64 - 1_800));
    assert!(figures["estimate"].is_null() && figures["history"]["split"] == 0, "{figures}");
    let third = fs::read_to_string(dir.path().join("out.csv")).unwrap();
    assert_eq!(cluster(&third, a), cluster(&third, b));
    fs::write(&decisions, "a,b,decision\n1,2,perhaps\n").unwrap();
    let wrong = link(dir.path(), "list.csv", text.as_bytes(), &["--decisions", decisions_]);
    assert!(wrong.code == 1 && wrong.err.contains("line 2") && wrong.err.contains("unsure"), "{wrong:?}");
}

#[test]
fn lists_come_and_go_as_parquet() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let text = list(1_500);
    let head: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let place = |name: &str| head.iter().position(|heading| *heading == name).unwrap();
    let copied = ["given_name", "family_name", "dob"].map(place);
    // The same cells once more under headings that nobody knows, so that they are carried through.
    let mut doubled = format!("{},x_given,x_family,x_dob\n", head.join(","));
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [given, family, dob] = copied.map(|at| cells[at]);
        doubled += &format!("{line},{given},{family},{dob}\n");
    }
    fs::write(path("list.csv"), doubled).unwrap();
    let by_hand = "x_given=given_name,x_family=family_name,x_dob=dob,cluster_id=";
    let clusters = |ending: &str| -> String {
        let (first, second) = (path(&format!("first.{ending}")), path(&format!("second-{ending}.csv")));
        run(&["link", &path("list.csv"), "--out", &first]).succeeded();
        run(&["link", &first, "--out", &second, "--columns", by_hand]).succeeded();
        fs::read_to_string(second).unwrap()
    };
    let words = clusters("csv");
    assert!(words.lines().count() > 1_400);
    assert_eq!(clusters("parquet"), words, "the same rows, whatever they come in");
}
