//! `jejaring estimate`: from overlaps to a figure, or to the reason why there is none.

use std::fs;
use std::path::PathBuf;

use linkage::invented::{HEADER, Plan};
use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Ended, run};

fn published(name: &str) -> String {
    format!("{}/../statistics/tests/data/mse/{name}.csv", env!("CARGO_MANIFEST_DIR"))
}

struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn estimate(&self, text: &str, more: &[&str]) -> Ended {
        let file = self.path("tabel.csv");
        fs::write(&file, text).unwrap();
        estimate(file.to_str().unwrap(), more)
    }
}

fn estimate(file: &str, more: &[&str]) -> Ended {
    let mut args = vec!["--json", "estimate", file, "--repetitions", "100"];
    args.extend(more);
    run(&args)
}

#[track_caller]
fn near(value: &Value, published: f64) {
    let found = value.as_f64().unwrap();
    assert!((found - published).abs() <= 0.5, "{found} instead of {published}");
}

fn method<'a>(object: &'a Value, name: &str) -> &'a Value {
    object["methods"].as_array().unwrap().iter().find(|method| method["name"] == name).unwrap()
}

#[test]
fn published_figures_come_out_of_the_command() {
    let found = estimate(&published("new_orleans"), &[]).succeeded().json();
    near(&found["estimate"], 1184.0);
    near(&method(&found, "main-effects")["estimate"], 997.0);
    assert_eq!((found["method"].as_str(), found["observed"].as_u64()), (Some("stepwise"), Some(185)));
    assert!(found["model"].as_str().unwrap().ends_with("D×E"), "{}", found["model"]);
    assert!(
        found["low"].as_f64() < found["estimate"].as_f64()
            && found["estimate"].as_f64() < found["high"].as_f64()
    );
    let found = estimate(&published("uk2013_six_lists"), &["--lang", "en"]).succeeded().json();
    near(&method(&found, "bic-downhill")["estimate"], 12_350.0);
    assert!((10_000.0..13_000.0).contains(&found["estimate"].as_f64().unwrap()));
    assert_eq!(found["input_sha256"].as_str().unwrap().len(), 64);
    assert!(found["version"].is_string() && found["models"].as_array().unwrap().len() > 1);
    assert!(found["text"].as_str().unwrap().contains("This is an estimate, not a count"));
    let found = estimate(&published("kosovo"), &[]).succeeded().json();
    near(&found["estimate"], 10_357.0);
    assert!(method(&found, "dga")["low"].is_number() && method(&found, "lcmcr")["high"].is_number());
    assert!(found["text"].as_str().unwrap().contains("bukan hasil pencacahan"));
}

#[test]
fn people_and_combinations_say_the_same() {
    let desk = Desk::new();
    let mut people = "ID;Dinas;Kepolisian;Rumah Aman;Jenis Kelamin\n".to_owned();
    let mut cells = "Dinas,Kepolisian,Rumah Aman,Jenis Kelamin,Jumlah\n".to_owned();
    let mut number = 0;
    for (row, girls, boys) in [
        ("1,0,0", 60, 40),
        ("0,1,0", 50, 30),
        ("0,0,1", 40, 25),
        ("1,1,0", 9, 8),
        ("1,0,1", 8, 7),
        ("0,1,1", 9, 7),
        ("1,1,1", 3, 2),
    ] {
        for (sex, count) in [("p", girls), ("l", boys)] {
            cells += &format!("{row},{sex},{count}\n");
            for _ in 0..count {
                number += 1;
                people += &format!(
                    "{number};{};{sex}\n",
                    row.replace(',', ";").replace('1', "ya").replace('0', "tidak")
                );
            }
        }
    }
    let (a, b) = (
        desk.estimate(&people, &["--quick"]).succeeded().json(),
        desk.estimate(&cells, &["--quick"]).succeeded().json(),
    );
    assert_eq!(a["estimate"], b["estimate"]);
    assert_eq!((a["low"].as_f64(), a["high"].as_f64()), (b["low"].as_f64(), b["high"].as_f64()));
    let strata = a["strata"].as_array().unwrap();
    assert_eq!(strata.len(), 2);
    assert!(
        strata.iter().all(|stratum| stratum["by"] == "sex" && stratum["estimate"].is_number()),
        "{strata:?}"
    );
    let again = desk.estimate(&cells, &["--quick", "--threads", "5"]).json();
    assert_eq!(b["high"], again["high"], "threads do not matter");
    let combined = desk.estimate(&cells, &["--quick", "--combine", "Dinas+Rumah Aman"]).succeeded().json();
    assert_eq!(combined["lists"].as_array().unwrap().len(), 2);
    assert_eq!(combined["cautions"][0], "two-lists");
}

#[test]
fn what_cannot_be_read_or_borne_is_said() {
    let desk = Desk::new();
    desk.estimate("A,B,C,count\n1,0,0,9\n0,2,1,4\n", &[]).failed_saying(&["row 3", "column B", "--lists"]);
    desk.estimate("A,B,C,count\n1,0,0,9\n0,1,1,empat\n", &[]).failed_saying(&[
        "row 3",
        "column count",
        "whole number",
    ]);
    desk.estimate("A,kota,count\n1,Bandung,9\n0,Garut,4\n", &[]).failed_saying(&["column kota", "--ignore"]);
    desk.estimate("A,count\n1,9\n", &[]).failed_saying(&["fewer than two"]);
    let refused = desk.estimate("A,B,C,count\n1,0,0,90\n0,1,0,40\n0,0,1,30\n", &["--lang", "en"]);
    assert_eq!(
        (refused.json()["refused"].as_str(), refused.json()["ok"].as_bool()),
        (Some("no-overlap"), Some(false))
    );
    refused.failed_saying(&["nobody stands on two lists"]);
    let refused = desk.estimate("A,B,C,count\n1,0,0,90\n0,1,0,40\n0,0,1,30\n1,1,0,3\n", &[]);
    assert_eq!(refused.json()["refused"], "too-few-shared");
    let ended = desk.estimate("A,B,C,count\n1,0,0,90\n0,1,0,40\n0,0,1,30\n1,1,0,9\n", &["--method", "sihir"]);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.err.contains("stepwise"));
}

#[test]
fn doubt_of_the_linkage_reaches_the_figure() {
    let desk = Desk::new();
    let (rows, _) = Plan { records: 4_000, seed: 17, ..Plan::default() }.rows();
    let mut text = HEADER.join(",") + "\n";
    rows.iter().for_each(|row| text += &(row.cells.join(",") + "\n"));
    fs::write(desk.path("semua.csv"), text).unwrap();
    let path = |name: &str| desk.path(name).to_str().unwrap().to_owned();
    let args = [
        "--json",
        "link",
        &path("semua.csv"),
        "--out",
        &path("anak.csv"),
        "--clusterings",
        &path("klaster.csv"),
        "--samples",
        "10",
    ];
    run(&args).succeeded();
    let head = fs::read_to_string(desk.path("klaster.csv")).unwrap();
    assert_eq!(
        head.lines().next(),
        Some(
            "list,cluster_id,sample_1_at_0,sample_2_at_-1,sample_3_at_1,sample_4_at_-0.5,sample_5_at_0.5,\
             sample_6_at_0,sample_7_at_-1,sample_8_at_1,sample_9_at_-0.5,sample_10_at_0.5"
        )
    );
    let found = estimate(&path("klaster.csv"), &["--quick", "--method", "main-effects"]).succeeded().json();
    let shares = &found["linkage"]["shares"];
    let sum: f64 =
        ["linkage", "threshold", "sampling", "model"].iter().map(|part| shares[part].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9 && shares["linkage"].as_f64() > Some(0.0), "{shares}");
    assert_eq!(found["linkage"]["by_clustering"].as_array().unwrap().len(), 10);
    let of = |place: &serde_json::Value| place.as_f64().unwrap();
    assert_eq!(found["estimate"], found["linkage"]["estimate"]);
    assert_eq!(found["estimate_of_likeliest_linkage"], found["methods"][0]["estimate"]);
    assert!(of(&found["low"]) <= of(&found["estimate"]) && of(&found["observed"]) <= of(&found["estimate"]));
    // A linkage that is sure of itself: every sample is the likeliest clustering, and the figure is that of the table.
    let text = fs::read_to_string(desk.path("klaster.csv")).unwrap();
    let sure = text.lines().enumerate().map(|(at, line)| {
        let cells: Vec<&str> = line.splitn(3, ',').collect();
        if at == 0 {
            line.to_owned()
        } else {
            format!("{},{}{}", cells[0], cells[1], format!(",{}", cells[1]).repeat(10))
        }
    });
    fs::write(desk.path("yakin.csv"), sure.collect::<Vec<_>>().join("\n")).unwrap();
    let sure = estimate(&path("yakin.csv"), &["--quick", "--method", "main-effects"]).succeeded().json();
    for end in ["estimate", "low", "high"] {
        assert!((of(&sure[end]) / of(&sure["methods"][0][end]) - 1.0).abs() < 1e-9, "{end}: {sure}");
    }
    assert_eq!(
        (of(&sure["linkage"]["shares"]["linkage"]), of(&sure["linkage"]["shares"]["threshold"])),
        (0.0, 0.0)
    );
    assert!(found["text"].as_str().unwrap().contains("penautan nama"));
}
