//! The measurement measures: everything it promises is there after a small run, and all of it worked.

use crate::run::run;

#[test]
fn a_small_measurement_has_every_figure() {
    let args = "--json bench casework --cases 60 --entries 240 --rate 20 --seconds 1 --writers 4";
    let report = run(&args.split(' ').collect::<Vec<_>>()).succeeded().json();
    for work in ["case_list", "case_page", "people_search", "save", "case_list_api", "case_page_api", "mixed"]
    {
        let figures = &report["http"][work];
        assert_eq!(
            (figures["count"].as_u64(), figures["failed"].as_u64()),
            (Some(20), Some(0)),
            "{work}: {figures}"
        );
        assert!(figures["p95_ms"].as_f64() >= figures["median_ms"].as_f64(), "{work}: {figures}");
    }
    assert_eq!(report["acts"]["latency"]["failed"], 0);
    for positive in [
        "/acts/per_second",
        "/memory/peak_mib",
        "/start/ready_seconds",
        "/bare/writers/per_second",
        "/bare/acts/people_search/median_ms",
        "/bare/disk/commits_per_second",
    ] {
        assert!(report.pointer(positive).and_then(serde_json::Value::as_f64) > Some(0.0), "{positive}");
    }
    assert_eq!(report["aims"].as_array().map(Vec::len), Some(8));
    assert_eq!(report["bounded_by"].as_object().map(serde_json::Map::len), Some(8));
}

#[test]
fn private_matching_is_measured() {
    let args = ["--json", "bench", "matching", "--people", "1000", "--rounds", "2"];
    let report = run(&args).succeeded().json();
    for positive in [
        "/oblivious/blind_per_second",
        "/oblivious/evaluate_per_second",
        "/oblivious/finish_per_second",
        "/oblivious/query/cpu_ms",
        "/table/lookups_per_second",
        "/table/bytes_per_million_people",
    ] {
        assert!(
            report.pointer(positive).and_then(serde_json::Value::as_f64) > Some(0.0),
            "{positive}: {report}"
        );
    }
    assert_eq!(report["table"]["tokens"], 24_000);
}

#[test]
fn estimates_are_measured() {
    let args = ["--json", "bench", "estimate", "--trials", "12", "--repetitions", "50"];
    let report = run(&args).succeeded().json();
    let populations = report["populations"].as_array().unwrap();
    assert_eq!(populations.len(), 4);
    for population in populations {
        for way in ["fixed", "stepwise", "bic"] {
            let found = &population[way];
            assert!(
                found["covered"].as_f64() > Some(0.4) && found["standard_error"].is_number(),
                "{way}: {population}"
            );
        }
    }
    // Three people on several lists carry nothing: nearly every table is refused, and the reasons add up.
    let thin = report["thin"].as_array().unwrap();
    assert_eq!(thin.len(), 4);
    for way in ["stepwise", "bic"] {
        let found = &thin[0][way];
        assert!(found["refused"].as_u64() > Some(9), "{found}");
        let reasons = found["reasons"].as_object().unwrap();
        assert_eq!(
            reasons.values().filter_map(serde_json::Value::as_u64).sum::<u64>(),
            found["refused"].as_u64().unwrap()
        );
    }
    assert!(report["seconds_of_1000_repetitions_six_lists"]["stepwise"].as_f64() > Some(0.0));
}

#[test]
fn the_hash_index_is_measured_and_misses_nothing() {
    let args = ["--json", "bench", "hashes", "--rows", "40000", "--lookups", "200", "--checked", "100"];
    let report = run(&args).succeeded().json();
    for positive in [
        "/pdq/lookups_per_second",
        "/pdq/bytes",
        "/exact/lookups_per_second",
        "/pdq/adds_per_second_when_full",
    ] {
        assert!(
            report.pointer(positive).and_then(serde_json::Value::as_f64) > Some(0.0),
            "{positive}: {report}"
        );
    }
    assert_eq!(report["pdq"]["recall"], 1.0);
    assert_eq!(report["pdq"]["beyond_the_limit"], 0);
    // Half of the questions lie near a hash that is held.
    assert!(report["pdq"]["expected"].as_u64() >= Some(50));
}

#[test]
fn the_exchange_is_measured() {
    let args = "--json bench exchange --envelopes 40 --writers 8 --parts 2 --recipients 12 --wide 2";
    let report = run(&args.split(' ').collect::<Vec<_>>()).succeeded().json();
    for positive in [
        "/processor/seal_and_sign_per_second",
        "/processor/verify_and_open_per_second",
        "/processor/seal_to_many/per_second",
        "/one_recipient/queued/per_second",
        "/one_recipient/carried/per_second",
        "/one_recipient/end_to_end/per_second",
        "/bulk_parts/parts_per_second",
        "/many_recipients/recipients_per_second",
    ] {
        let figure = report.pointer(positive).and_then(serde_json::Value::as_f64);
        assert!(figure > Some(0.0), "{positive}: {report}");
    }
    assert!(report["processor"]["plaintext_bytes"].as_u64() > Some(1_800));
}
