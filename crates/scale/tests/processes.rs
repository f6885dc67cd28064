//! Scheduler, executors and client as real processes, held against the engine embedded in this one.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::{Int32Type, UInt64Type};
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use linkage::invented::{HEADER, Plan, Row};
use linkage::link::{Column, Intake, Linked, Model, People, Policy, RULES, Raw, Settings, link};
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_jejaring-scale");

/// Ended with the test, whatever becomes of it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port()
}

fn start(port: u16, args: &[&str]) -> Running {
    let child = Command::new(PROGRAM).args(args).stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    let running = Running(child.expect("the program starts"));
    for _ in 0..600 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return running;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("nothing listens for {args:?}");
}

/// A scheduler and two executors; the scheduler's address.
fn cluster(folder: &Path) -> (String, [Running; 3]) {
    let ports = [free_port(), free_port(), free_port()];
    let [scheduler, first, second] = ports.map(|port| port.to_string());
    let address = format!("127.0.0.1:{scheduler}");
    let shared = folder.join("shared");
    fs::create_dir_all(&shared).expect("a folder");
    let shared = shared.to_str().expect("text");
    let running = start(ports[0], &["scheduler", "--port", &scheduler, "--silence", "8"]);
    let executor = |port: &str, at: u16| {
        let work = folder.join(port);
        let work = work.to_str().expect("text");
        start(at, &["executor", "--port", port, "--scheduler", &address, "--folder", shared, "--work", work])
    };
    let executors = [executor(&first, ports[1]), executor(&second, ports[2])];
    let [one, two] = executors;
    (address, [running, one, two])
}

fn rows(records: usize) -> Vec<Row> {
    Plan { seed: 1003, records, ..Plan::default() }.rows().0
}

fn embedded(rows: &[Row], model: Option<Model>) -> (People, Linked) {
    let mut intake = Intake::new();
    for (at, row) in (0_u32..).zip(rows) {
        let mut raw = Raw::default();
        for (heading, cell) in HEADER.iter().zip(&row.cells) {
            raw.cells[Column::of_heading(heading).expect("a heading") as usize] = cell;
        }
        let _ = intake.take(&raw, at, "list");
    }
    let people = People::gather(vec![intake]);
    let settings = Settings { threads: 2, model, policy: Policy::default() };
    let linked = link(&people, &settings, &mut |_| {});
    (people, linked)
}

fn write_list(path: &Path, rows: &[Row]) {
    let mut out = csv::Writer::from_path(path).expect("a file");
    out.write_record(HEADER).expect("written");
    for row in rows {
        out.write_record(&row.cells).expect("written");
    }
    out.flush().expect("written");
}

fn run(args: &[&str]) -> Output {
    Command::new(PROGRAM).args(args).stdin(Stdio::null()).output().expect("the program runs")
}

/// Rows, weights and scores of a file of pairs.
fn pairs(path: &Path) -> Vec<(u64, u64, i32, i32, i32)> {
    let file = File::open(path).expect("pairs");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet").build().expect("Parquet");
    let mut all = Vec::new();
    for batch in reader {
        let batch = batch.expect("a batch");
        let row = |at: usize, column: usize| batch.column(column).as_primitive::<UInt64Type>().value(at);
        let bits = |at: usize, column: usize| batch.column(column).as_primitive::<Int32Type>().value(at);
        all.extend(
            (0..batch.num_rows()).map(|at| (row(at, 0), row(at, 1), bits(at, 2), bits(at, 3), bits(at, 4))),
        );
    }
    all
}

#[test]
fn two_executors_give_the_pairs_weights_and_clusters_of_the_embedded_engine() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = rows(5_000);
    let (_, first) = embedded(&rows, None);
    // The model file is what both go by, as an office would hand it on.
    // Blocks of a few records, so that even a short list has some that must be refined.
    let model = first.model.to_toml().replace("largest_block = 100", "largest_block = 12");
    let (people, linked) = embedded(&rows, Some(Model::from_toml(&model).expect("a model")));
    let at = |name: &str| folder.path().join(name);
    write_list(&at("list.csv"), &rows);
    fs::write(at("model.toml"), &model).expect("written");
    let (address, _running) = cluster(folder.path());
    let text = |name: &str| at(name).to_str().expect("text").to_owned();
    let (list, given, shared, out, kept) =
        (text("list.csv"), text("model.toml"), text("shared"), text("out.csv"), text("pairs.parquet"));
    let common = ["link", "--input", &list, "--model", &given, "--scheduler", &address, "--folder", &shared];

    // First the cost alone: pairs of every rule as the embedded engine counts them, and nothing linked.
    let told = run(&[&common[..], &["--estimate"]].concat());
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let cost: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    for (rule, count) in RULES.iter().zip(&linked.blocks.counts) {
        let figures = &cost["estimate"]["by_rule"][rule.key()];
        assert_eq!(figures["pairs"], count.pairs, "{}", rule.key());
        assert_eq!(figures["before_refining"], count.before, "{}", rule.key());
        assert_eq!(figures["refined_blocks"], count.refined, "{}", rule.key());
    }
    assert!(
        linked.blocks.counts.iter().filter(|count| count.refined > 0).count() > 4,
        "few blocks were refined"
    );
    assert!(cost.get("compared").is_none());

    let told = run(&[&common[..], &["--out", &out, "--pairs", &kept, "--json"]].concat());
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let figures: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    assert_eq!(figures["compared"], linked.compared);
    assert_eq!(figures["clusters"], linked.clusters.count());
    let children = figures["children"].as_f64().expect("a number");
    assert!((children - linked.estimate.count).abs() < 1e-6);

    let weights = linked.edges().iter().map(|edge| edge.told());
    let expected: Vec<(u64, u64, i32, i32, i32)> = linked
        .scored(&people)
        .zip(weights)
        .map(|((a, b, score), (_, _, weight, household, _))| (a as u64, b as u64, weight, household, score))
        .collect();
    assert!(expected.len() > 1_000);
    assert_eq!(pairs(&at("pairs.parquet")), expected);

    let mut numbers = linked.cluster_numbers(&people);
    numbers.sort_unstable();
    let mut clusters = csv::Reader::from_path(at("out.csv")).expect("clusters");
    let found: Vec<(String, String)> =
        clusters.records().map(|row| row.expect("a row")).map(|row| (row[0].into(), row[1].into())).collect();
    let expected: Vec<(String, String)> = numbers
        .into_iter()
        .map(|(row, cluster)| (rows[row as usize].cells[0].clone(), format!("{cluster:016x}")))
        .collect();
    assert_eq!(found, expected);

    // What the run shared is gone with it.
    assert_eq!(fs::read_dir(at("shared")).expect("the folder").count(), 0);
}

/// Runs the measurement, whose outcome says whether both engines agree in everything.
fn measured(records: &str, more: &[&str]) -> Value {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().to_str().expect("text");
    let common = ["bench", "--json", "--records", records, "--folder", place];
    let told = run(&[&common[..], more].concat());
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    serde_json::from_slice(&told.stdout).expect("JSON")
}

#[test]
fn a_lost_executor_changes_nothing_but_the_time() {
    let figures = measured("5000", &["--executors", "2", "--kill", "--kill-after", "150", "--silence", "8"]);
    let run = &figures["runs"][0];
    assert_eq!((&run["killed"], &run["equal"]), (&Value::Bool(true), &Value::Bool(true)));
    assert!(run["bytes_shuffled"].as_u64().expect("bytes") > 0);
    // Without a model it was learned from patterns that the executors counted.
    assert!(run["stages"].as_array().expect("stages").iter().any(|stage| stage["stage"] == "count patterns"));
}

#[test]
#[ignore = "takes minutes: a million records, once with both executors and once with one of them killed"]
fn a_million_records_agree_too() {
    for more in [&["--executors", "2"][..], &["--executors", "2", "--kill", "--kill-after", "3000"]] {
        let figures = measured("1000000", more);
        assert_eq!(figures["runs"][0]["equal"], Value::Bool(true));
    }
}

#[test]
fn nothing_listens_to_other_machines_unless_told_so() {
    for command in [
        &["scheduler", "--bind", "0.0.0.0"][..],
        &["executor", "--bind", "::", "--folder", ".", "--work", "never-made"],
    ] {
        let told = run(command);
        assert!(!told.status.success());
        assert!(String::from_utf8_lossy(&told.stderr).contains("--private-network"));
    }
    assert!(!Path::new("never-made").exists());
}
