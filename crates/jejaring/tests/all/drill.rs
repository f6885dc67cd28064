//! Trying a backup, and knowing how far the next step is.

use crate::run::Site;

#[test]
fn a_backup_is_tried_and_taken_away() {
    let site = Site::new(None);
    let backup = site.backup("cadangan");
    let (from, into) = (backup.to_str().unwrap(), site.path("latihan"));
    let drilled = site.run("drill", &["--from", from, "--into", into.to_str().unwrap()]).succeeded().json();
    assert_eq!((&drilled["ok"], &drilled["journal_continues"]), (&true.into(), &true.into()), "{drilled}");
    assert_eq!(drilled["age_hours"], 0);
    assert!(!into.exists(), "no copy of a node is left lying about");
    site.run("drill", &["--from", from, "--into", into.to_str().unwrap(), "--keep"]).succeeded();
    site.run_in(&into, "verify", &[], "").succeeded();
    site.run("drill", &["--from", from, "--into", into.to_str().unwrap()]).failed_saying(&["not empty"]);
    site.run("verify", &[]).succeeded();
}

#[test]
fn a_backup_that_was_damaged_is_no_backup() {
    let site = Site::new(None);
    let backup = site.backup("cadangan");
    let mut bytes = std::fs::read(&backup).unwrap();
    let middle = bytes.len() * 2 / 3;
    bytes[middle] ^= 1;
    std::fs::write(&backup, bytes).unwrap();
    let into = site.path("latihan");
    let tried = site.run("drill", &["--from", backup.to_str().unwrap(), "--into", into.to_str().unwrap()]);
    assert_eq!(tried.code, 1, "{tried:?}");
    assert!(tried.err.contains("does not come back"), "{tried:?}");
    assert!(!into.exists());
}

#[test]
fn a_node_says_how_far_it_is_from_its_next_step() {
    let site = Site::new(None);
    let said = site.run("capacity", &[]).succeeded().json();
    let figures = said["figures"].as_array().unwrap();
    assert!(figures.len() >= 3, "{said}");
    assert!(
        figures.iter().all(|figure| figure["prepare"] == false && figure["share_percent"] == 0),
        "{said}"
    );
}
