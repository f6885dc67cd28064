//! Exchanging the node key, whole and interrupted.

use std::fs;
use std::path::Path;

use crate::run::Site;

fn opens_with(site: &Site, file: &Path, words: &str, dir: &str) -> bool {
    let args = ["--from", file.to_str().unwrap(), "--words-stdin"];
    site.run_in(&site.path(dir), "restore", &args, words).code == 0
}

#[test]
fn new_words_open_new_backups_and_old_words_old_ones() {
    let site = Site::new(None);
    let before = site.backup("lama");
    let old_key = fs::read(site.dir().join("keys/node.key")).unwrap();
    let rotated = site.run("rotate", &[]).succeeded().json();
    assert_eq!((&rotated["wrapped"], &rotated["resumed"]), (&2.into(), &false.into()));
    let words = rotated["recovery_words"].as_str().unwrap();
    assert_ne!(words, site.words);
    let new_key = fs::read(site.dir().join("keys/node.key")).unwrap();
    assert_ne!(old_key[..32], new_key[..32]);
    assert_eq!(old_key[32..], new_key[32..], "the journal keeps its name");
    site.run("verify", &[]).succeeded();
    site.run("doctor", &[]).succeeded();
    let after = site.backup("baru");
    assert!(opens_with(&site, &before, &site.words, "a"));
    assert!(opens_with(&site, &after, words, "b"));
    assert!(!opens_with(&site, &after, &site.words, "c"));
}

#[test]
fn an_interruption_before_or_after_the_database_changed_is_completed() {
    let site = Site::new(None);
    let key = site.dir().join("keys/node.key");
    let next = site.dir().join("keys/node.key.next");
    let old = fs::read(&key).unwrap();

    // Before: the next key was prepared, the database knows nothing of it.
    let mut prepared = old.clone();
    prepared[..32].fill(5);
    fs::write(&next, &prepared).unwrap();
    fs::set_permissions(&next, fs::metadata(&key).unwrap().permissions()).unwrap();
    site.run("verify", &[]).succeeded();
    let resumed = site.run("rotate", &[]).succeeded().json();
    assert_eq!((&resumed["wrapped"], &resumed["resumed"]), (&2.into(), &true.into()));
    assert_eq!(fs::read(&key).unwrap(), prepared);
    assert!(!next.exists());

    // After: the database was changed, the files were not.
    fs::rename(&key, &next).unwrap();
    fs::write(&key, &old).unwrap();
    fs::set_permissions(&key, fs::metadata(&next).unwrap().permissions()).unwrap();
    site.run("verify", &[]).succeeded();
    site.run("doctor", &[]).failed_saying(&["one check is bad"]);
    let file = site.path("cadangan");
    site.run("backup", &["--to", file.to_str().unwrap()]).failed_saying(&["jejaring rotate"]);
    let resumed = site.run("rotate", &[]).succeeded().json();
    assert_eq!((&resumed["wrapped"], &resumed["resumed"]), (&0.into(), &true.into()));
    assert_eq!(fs::read(&key).unwrap(), prepared);
    let file = site.backup("cadangan");
    assert!(opens_with(&site, &file, resumed["recovery_words"].as_str().unwrap(), "baru"));
}
