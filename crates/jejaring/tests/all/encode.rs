//! `jejaring encode`: what is written, what is refused, and that encodings find children as names do.

use std::fs;
use std::path::Path;

use linkage::invented::{HEADER, Plan, TRUTH};

use crate::run::{Ended, run};

const SCHEMA: &str = include_str!("../../../../bench/linkage/schema.json");
const SECRET: &str = "rahasia rekaan yang cukup panjang untuk diuji 0123456789";

fn list(seed: u64, records: usize) -> String {
    let (rows, _) = Plan { records, seed, ..Plan::default() }.rows();
    let mut text = format!("{},{TRUTH}\n", HEADER.join(","));
    for row in &rows {
        text.push_str(&format!("{},C{}\n", row.cells.join(","), row.child));
    }
    text
}

fn encode(dir: &Path, name: &str, text: &str, schema: &str, secret: &str, more: &[&str]) -> Ended {
    let [file, out, schema_, secret_] =
        [format!("{name}.csv"), format!("{name}-clk.csv"), "schema.json".into(), "secret".into()]
            .map(|name: String| dir.join(name));
    fs::write(&file, text).unwrap();
    fs::write(&schema_, schema).unwrap();
    fs::write(&secret_, secret).unwrap();
    let [file, out, schema_, secret_] = [&file, &out, &schema_, &secret_].map(|path| path.to_str().unwrap());
    let mut args =
        vec!["--json", "encode", file, "--out", out, "--schema", schema_, "--secret-file", secret_];
    args.extend(more);
    run(&args)
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(format!("{name}-clk.csv"))).unwrap()
}

#[test]
fn encodings_find_children_without_names() {
    let dir = tempfile::tempdir().unwrap();
    let text = list(43, 6_000);
    encode(dir.path(), "a", &text, SCHEMA, SECRET, &["--keep", TRUTH]).succeeded();
    let encoded = read(dir.path(), "a");
    let words: Vec<&str> = text.lines().nth(1).unwrap().split(',').filter(|cell| cell.len() > 5).collect();
    let line = encoded.lines().nth(1).unwrap();
    // The id and the agency stay as they are.
    assert!(words[2..].iter().all(|word| !line.contains(word)), "{line}");
    let [file, out] = ["a-clk.csv", "out.csv"].map(|name| dir.path().join(name));
    let args = ["--json", "link", file.to_str().unwrap(), "--out", out.to_str().unwrap(), "--truth", TRUTH];
    let figures = run(&args).succeeded().json();
    assert!(figures["set_aside"].get("cells-do-not-fit-header").is_none(), "{figures}");
    assert!(figures["clustered"]["f1"].as_f64() > Some(0.85), "{figures}");
    assert!(figures["clustered"]["precision"].as_f64() > Some(0.93), "{figures}");
}

#[test]
fn the_same_row_gives_the_same_filter_and_another_secret_another() {
    let dir = tempfile::tempdir().unwrap();
    let text = list(47, 50);
    for (name, secret, more) in [
        ("a", SECRET, &[][..]),
        ("b", SECRET, &["--threads", "1"][..]),
        ("c", "rahasia rekaan yang lain dan cukup panjang untuk diuji", &[][..]),
        ("d", SECRET, &["--salt-by", "sex"][..]),
    ] {
        encode(dir.path(), name, &text, SCHEMA, secret, more).succeeded();
    }
    let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| read(dir.path(), name));
    assert_eq!(a, b);
    let filter = |text: &str| text.lines().nth(1).unwrap().split(',').nth(2).unwrap().to_owned();
    assert_ne!(filter(&a), filter(&c));
    assert_ne!(filter(&a), filter(&d));
    let [first, second, out] = ["a-clk.csv", "c-clk.csv", "out.csv"].map(|name| dir.path().join(name));
    let args = ["link", first.to_str().unwrap(), second.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let mixed = run(&args);
    assert!(mixed.code == 1 && mixed.err.contains("one secret and one schema"), "{mixed:?}");
}

#[test]
fn what_is_not_done_is_refused_clearly() {
    let dir = tempfile::tempdir().unwrap();
    let text = list(53, 20);
    let answer = |schema: &str, secret: &str| {
        let ended = encode(dir.path(), "a", &text, schema, secret, &[]);
        assert_eq!(ended.code, 1, "{ended:?}");
        ended.err
    };
    assert!(answer(&SCHEMA.replace("\"version\": 3", "\"version\": 2"), SECRET).contains("version 3"));
    assert!(answer(&SCHEMA.replace("\"exact\"", "\"numeric\""), SECRET).contains("numeric comparison"));
    assert!(
        answer(&SCHEMA.replace("\"xor_folds\": 1", "\"xor_folds\": 1, \"salt\": 2"), SECRET)
            .contains("salt is not known")
    );
    assert!(
        answer(&SCHEMA.replace("\"identifier\": \"phone\"", "\"identifier\": \"warna\""), SECRET)
            .contains("warna")
    );
    assert!(answer(&SCHEMA.replace("\"l\": 1024", "\"l\": 1000"), SECRET).contains("multiple of 64"));
    assert!(answer("{", SECRET).contains("not JSON"));
    assert!(answer(SCHEMA, "pendek").contains("32 bytes"));
    let without = text.replacen("guardian_name", "catatan", 1);
    let ended = encode(dir.path(), "a", &without, SCHEMA, SECRET, &[]);
    assert!(ended.code == 1 && ended.err.contains("guardian_name"), "{ended:?}");
}
