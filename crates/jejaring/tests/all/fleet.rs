//! Two real processes of one node on one PostgreSQL, and a short run of what breaks them.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use trial::chaos::{self, Answer, Fleet, Person, ask};

const PATIENCE: Duration = Duration::from_secs(20);

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_jejaring"))
}

fn said(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{answer:?}"))
}

/// How long something takes to come, at most ten seconds.
fn after(mut come: impl FnMut() -> bool) -> Duration {
    let begin = Instant::now();
    while !come() && begin.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(30));
    }
    begin.elapsed()
}

#[test]
fn two_processes_are_one_node() {
    let fleet = Fleet::start(program(), 2).unwrap();
    let addresses = fleet.addresses();
    let [one, other] = addresses.as_slice() else { panic!("two addresses") };
    // Signed in at one, known at the other.
    let person = Person::sign_in(*one, "petugas0@contoh.invalid", "kapal-kertas-ukur-27").unwrap();
    let search = |at, name: &str| {
        let body = serde_json::json!({ "free": name }).to_string();
        said(&person.act(at, PATIENCE, "search-people", &body).unwrap())
    };
    let name = "Melatisari Kusumawardhani";
    let loaded = after(|| [*one, *other].iter().all(|at| search(*at, name)["still_loading"].is_null()));
    assert!(loaded < Duration::from_secs(10));
    // Opened at the other, found at the first within a second.
    let child = serde_json::json!({ "name": name, "sex": "female", "birth_year": "2012" });
    let looked = said(
        &person
            .act(*other, PATIENCE, "search-people", &serde_json::json!({ "fields": child }).to_string())
            .unwrap(),
    );
    let open = serde_json::json!({
        "search": looked["search"], "child": child, "confirmed_not_duplicate": true,
        "fields": { "registration_date": "2026-03-01", "risk_level": "medium", "region": "32.73" },
    });
    let opened = person.act(*other, PATIENCE, "open-case", &open.to_string()).unwrap();
    assert_eq!(opened.status, 200, "{opened:?}");
    let found = after(|| search(*one, name)["hits"].as_array().is_some_and(|hits| !hits.is_empty()));
    assert!(found < Duration::from_secs(1), "{found:?}");
    // Wrong passwords are counted together: ten of them lock the address at both.
    Person::sign_in(*one, "supervisor0@contoh.invalid", "kapal-kertas-ukur-27").unwrap();
    for attempt in 0..10 {
        let at = if attempt % 2 == 0 { *one } else { *other };
        assert!(Person::sign_in(at, "supervisor0@contoh.invalid", "salah").is_err());
    }
    for at in [*one, *other] {
        assert!(Person::sign_in(at, "supervisor0@contoh.invalid", "kapal-kertas-ukur-27").is_err(), "locked");
    }
    assert_eq!(person.get(*one, "/api/session").unwrap().status, 200);
    // Both are told to stop at once; what was done is whole.
    for number in 0..2 {
        fleet.signal(number, "-TERM").unwrap();
    }
    let stopping = after(|| {
        ask(*one, PATIENCE, "GET /readyz HTTP/1.1", "")
            .is_ok_and(|ready| ready.status == 503 && ready.body.contains("stopping"))
    });
    assert!(stopping < Duration::from_secs(4), "it says so while it still answers: {stopping:?}");
    let mut fleet = fleet;
    assert_eq!((fleet.wait(0).unwrap(), fleet.wait(1).unwrap()), (Some(0), Some(0)));
    assert_eq!(fleet.count("select count(*) from waiting").unwrap(), 0);
    assert_eq!(
        fleet.count("select (select count(*) from lease) + (select count(*) from process)").unwrap(),
        0
    );
    fleet.verify().unwrap();
}

#[test]
fn what_breaks_loses_nothing_and_does_nothing_twice() {
    let short = ["kill-each", "terminate", "connections-ended", "answers-lost", "mid-upgrade"];
    let lines = chaos::run(program(), 1, &short, &mut |_| {}).unwrap();
    assert_eq!(lines.len(), short.len());
    for line in &lines {
        assert!(line.holds() && line.acknowledged > 0, "{line}");
        assert!(line.recovery < Duration::from_secs(30), "{line}");
    }
}

#[test]
fn the_scale_and_the_peak_are_measured() {
    let cluster = trial::postgres::Cluster::shared().unwrap();
    let database = cluster.scratch(None).unwrap();
    let url = database.url();
    let args = [
        "--json",
        "bench",
        "scale",
        "--postgres",
        &url,
        "--cases",
        "60",
        "--entries",
        "120",
        "--processes",
        "1,2",
        "--seconds",
        "1",
    ];
    let report =
        crate::run::run(&[&args[..], &["--writers", "8", "--rate", "20"]].concat()).succeeded().json();
    let runs = report["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 2);
    for run in runs {
        assert!(run["acts"]["per_second"].as_f64() > Some(0.0), "{run}");
        assert_eq!(
            (&run["acts"]["latency"]["failed"], &run["mixed"]["failed"]),
            (&0.into(), &0.into()),
            "{run}"
        );
    }
    let args = ["--json", "bench", "peak", "--cases", "60", "--seconds", "2", "--rate", "50"];
    let report = crate::run::run(&args).succeeded().json();
    assert_eq!((report["lost"].as_u64(), report["gave_up"].as_u64()), (Some(0), Some(0)), "{report}");
    assert_eq!(report["acknowledged"], 100);
}
