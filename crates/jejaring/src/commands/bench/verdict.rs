//! On what it was measured, what was aimed at, and what bounds each figure.

use std::fs;

use serde_json::{Value, json};

/// The machine, and whether it had other work when the measurement began.
pub(super) fn machine() -> Value {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let load: f64 =
        read("/proc/loadavg").split(' ').next().and_then(|text| text.parse().ok()).unwrap_or_default();
    let memory = read("/proc/meminfo");
    let memory = memory.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kib = memory.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok());
    let processor = read("/proc/cpuinfo");
    let processor = processor.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    json!({
        "processor": processor.map(|(_, name)| name.trim()), "cores": cores, "memory_mib": kib.map(|kib| kib / 1024),
        "load_before": load, "at": node::Clock::now(&node::SystemClock).to_string(),
        "note": "load generator, server and database share these cores",
    })
}

/// Milliseconds within which 95 of 100 requests should be answered.
const P95_MS: f64 = 25.0;
/// Acts in a second.
const ACTS: f64 = 1_500.0;
/// Most resident memory in MiB.
const MEMORY_MIB: f64 = 256.0;
/// Seconds until `ready`.
const READY: f64 = 1.0;

/// Adds what was aimed at and what bounds each figure.
pub(super) fn judge(report: &mut Value) {
    let aims = aims(report);
    let bounds = bounds(report);
    if let Some(members) = report.as_object_mut() {
        members.insert("aims".into(), aims);
        members.insert("bounded_by".into(), bounds);
    }
}

fn number(report: &Value, pointer: &str) -> f64 {
    report.pointer(pointer).and_then(Value::as_f64).unwrap_or_default()
}

fn aims(report: &Value) -> Value {
    let mut aims = Vec::new();
    let mut add = |what: &str, pointer: &str, aim: f64, at_most: bool| {
        let measured = number(report, pointer);
        // Nothing measured is nothing met.
        let met = measured > 0.0 && if at_most { measured <= aim } else { measured >= aim };
        aims.push(
            json!({ "figure": what, "aim": aim, "at_most": at_most, "measured": measured, "met": met }),
        );
    };
    for work in ["case_list", "case_page", "people_search", "save", "mixed"] {
        add(&format!("p95_ms of {work}"), &format!("/http/{work}/p95_ms"), P95_MS, true);
    }
    add("acts in a second", "/acts/per_second", ACTS, false);
    add("peak_mib", "/memory/peak_mib", MEMORY_MIB, true);
    add("ready_seconds", "/start/ready_seconds", READY, true);
    aims.into()
}

/// What each figure is bounded by, judged from the figures beside it: the processor when the server alone keeps most of the
/// cores busy that it must share with the load generator, the disk when a bare commit is half of the median, else the work.
fn bounds(report: &Value) -> Value {
    let cores = number(report, "/machine/cores");
    let commit = number(report, "/bare/disk/latency/median_ms");
    let mut bounds = serde_json::Map::new();
    for work in ["case_list", "case_page", "people_search", "save", "mixed"] {
        let median = number(report, &format!("/http/{work}/median_ms"));
        let bare = number(report, &format!("/bare/acts/{work}/median_ms"));
        let busy = number(report, &format!("/http/{work}/server_cores"));
        let by = if busy > cores * 0.7 {
            "processor: requests queue for the cores"
        } else if commit > median * 0.5 {
            "disk: the entry of the journal is synced before the answer"
        } else if bare > median * 0.5 {
            "the act itself: queries, keys, journal"
        } else {
            "HTTP, pages and the session around the act"
        };
        let by = json!({ "by": by, "median_ms": median, "act_median_ms": bare, "commit_median_ms": commit, "server_cores": busy });
        bounds.insert(work.into(), by);
    }
    let busy = number(report, "/acts/server_cores");
    let by = if busy > cores * 0.5 {
        "processor: server and load generator use all cores"
    } else if number(report, "/bare/writers/per_second") > number(report, "/acts/per_second") * 1.5 {
        "HTTP around the acts"
    } else {
        "commits: the one writer, its statements and its syncs"
    };
    let without = number(report, "/bare/writers/per_second");
    let syncs = number(report, "/bare/disk/commits_per_second");
    bounds.insert(
        "acts".into(),
        json!({ "by": by, "server_cores": busy, "without_http_per_second": without, "bare_commits_per_second": syncs }),
    );
    let at_rest = number(report, "/memory/at_rest_mib");
    bounds.insert(
        "memory".into(),
        json!({ "by": "not taken apart: people index, page caches, password checks, requests that queue", "at_rest_mib": at_rest }),
    );
    bounds.insert("start".into(), json!({ "by": "opening the database; people are read in after `ready`" }));
    bounds.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aims_are_reported_with_what_was_measured() {
        let mut report = json!({
            "machine": { "cores": 2 }, "http": { "save": { "p95_ms": 30.0, "median_ms": 4.0, "server_cores": 0.3 } },
            "acts": { "per_second": 1600.0 }, "bare": { "disk": { "latency": { "median_ms": 3.0 } } },
        });
        judge(&mut report);
        let aim = |figure: &str| {
            report["aims"].as_array().unwrap().iter().find(|aim| aim["figure"] == figure).unwrap()["met"]
                .clone()
        };
        assert_eq!(aim("p95_ms of save"), false);
        assert_eq!(aim("acts in a second"), true);
        assert!(report["bounded_by"]["save"]["by"].as_str().unwrap().starts_with("disk"));
    }

    #[test]
    fn the_machine_is_described() {
        assert!(machine()["cores"].as_u64().unwrap() > 0);
    }
}
