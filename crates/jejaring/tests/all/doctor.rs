//! What `doctor` finds.

use std::fs;

use serde_json::Value;

use crate::run::Site;

fn state(answer: &Value, check: &str) -> String {
    let checks = answer["checks"].as_array().unwrap();
    let line =
        checks.iter().find(|line| line["check"] == check).unwrap_or_else(|| panic!("no {check}: {answer}"));
    assert_eq!(
        line["state"] == "ok",
        line["remedy"].is_null(),
        "a remedy when and only when it is needed: {line}"
    );
    line["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_healthy_node_is_told_what_to_do_next() {
    let site = Site::new(None);
    let answer = site.run("doctor", &[]).succeeded().json();
    for check in [
        "configuration",
        "key file",
        "file rights",
        "recovery box",
        "disk",
        "database",
        "clock",
        "keys",
        "journal",
    ] {
        assert_eq!(state(&answer, check), "ok", "{check}");
    }
    assert_eq!(state(&answer, "backup"), "warn");
    site.backup("cadangan");
    assert_eq!(state(&site.run("doctor", &[]).succeeded().json(), "backup"), "ok");
}

#[test]
fn each_fault_is_found() {
    let bad = |check: &str, harm: &dyn Fn(&Site)| {
        let site = Site::new(None);
        harm(&site);
        let answer = site.run("doctor", &[]).failed_saying(&[]).json();
        assert_eq!(state(&answer, check), "bad", "{answer}");
    };
    bad("recovery box", &|site| fs::remove_file(site.dir().join("recovery.box")).unwrap());
    bad("key file", &|site| fs::write(site.dir().join("keys/node.key"), "pendek").unwrap());
    bad("configuration", &|site| fs::write(site.dir().join("jejaring.toml"), "member = 3").unwrap());
    bad("database", &|site| fs::remove_file(site.dir().join("node.db")).unwrap());
    bad("database", &|site| {
        let other = Site::new(None);
        fs::copy(other.dir().join("keys/node.key"), site.dir().join("keys/node.key")).unwrap();
    });
    bad("database", &|site| site.sql("node.db", "insert into schema_version values (9999, 'masa-depan', 0)"));
    bad("keys", &|site| site.sql("node.db", "update member_key set wrapped = x'00'"));
    bad("journal", &|site| site.sql("node.db", "update tree_head set size = size + 1, frontier = x''"));
    bad("clock", &|site| {
        site.sql("node.db", "drop trigger journal_no_update; update journal set at = 9999999999999");
    });
}
