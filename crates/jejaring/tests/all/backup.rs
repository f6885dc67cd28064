//! Backups that must not be believed, and words that are not right.

use std::fs;

use crate::run::{Ended, Site};

fn restore(site: &Site, file: &std::path::Path, words: &str) -> Ended {
    let new = site.path("baru");
    let ended = site.run_in(&new, "restore", &["--from", file.to_str().unwrap(), "--words-stdin"], words);
    assert_eq!(new.exists(), ended.code == 0, "a refused restore leaves nothing behind");
    ended
}

#[test]
fn a_tampered_backup_is_refused() {
    let site = Site::new(None);
    let file = site.backup("cadangan");
    let whole = fs::read(&file).unwrap();
    let bad = site.path("buruk");
    let preamble = 22 + u32::from_be_bytes(whole[18..22].try_into().unwrap()) as usize;
    let flip = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let member = whole.windows(6).position(|window| window == b"member").unwrap();
    for (what, bytes) in [
        ("magic", flip(3)),
        ("a name in the preamble", flip(member)),
        ("a character of the preamble", flip(preamble - 8)),
        ("the stream's header", flip(preamble + 20)),
        ("the stream", flip(whole.len() / 2)),
        ("the last byte", flip(whole.len() - 1)),
        ("cut", whole[..whole.len() - 40].to_vec()),
        ("cut in the preamble", whole[..40].to_vec()),
        ("something appended", [whole.as_slice(), b"x"].concat()),
        ("empty", Vec::new()),
    ] {
        fs::write(&bad, bytes).unwrap();
        let ended = restore(&site, &bad, &site.words).failed_saying(&[]);
        assert!(ended.err.contains("another") || ended.err.contains("words"), "{what}: {ended:?}");
    }
    restore(&site, &file, &site.words).succeeded();
}

#[test]
fn parts_of_two_backups_do_not_fit() {
    let site = Site::new(None);
    let (one, other) = (fs::read(site.backup("satu")).unwrap(), fs::read(site.backup("dua")).unwrap());
    let end = |file: &[u8]| 22 + u32::from_be_bytes(file[18..22].try_into().unwrap()) as usize;
    let mixed = site.path("campur");
    fs::write(&mixed, [&one[..end(&one)], &other[end(&other)..]].concat()).unwrap();
    restore(&site, &mixed, &site.words).failed_saying(&["put together from two backups"]);
}

#[test]
fn wrong_words_are_named_by_their_place() {
    let site = Site::new(None);
    let file = site.backup("cadangan");
    let mut words: Vec<&str> = site.words.split(' ').collect();
    words[6] = "kelinci";
    let ended = restore(&site, &file, &words.join(" ")).failed_saying(&["word 7 of 24"]);
    assert!(!ended.err.contains("kelinci"), "typed words are not repeated");
    restore(&site, &file, "abandon abandon").failed_saying(&["24 recovery words", "2 were given"]);
    let other = Site::new(None);
    restore(&site, &file, &other.words).failed_saying(&["not those of this backup"]);
}

#[test]
fn a_key_file_opens_a_backup_too() {
    let site = Site::new(None);
    let file = site.backup("cadangan");
    let key = site.dir().join("keys/node.key");
    let args = ["--from", file.to_str().unwrap(), "--key-file", key.to_str().unwrap()];
    site.run_in(&site.path("baru"), "restore", &args, "").succeeded();
    let other = Site::new(None);
    let key = other.dir().join("keys/node.key");
    let args = ["--from", file.to_str().unwrap(), "--key-file", key.to_str().unwrap()];
    site.run_in(&site.path("lain"), "restore", &args, "").failed_saying(&["does not open this backup"]);
}

#[test]
fn nothing_is_written_over() {
    let site = Site::new(None);
    let file = site.backup("cadangan");
    site.run("backup", &["--to", file.to_str().unwrap()]).failed_saying(&["exists already"]);
    let args = ["--from", file.to_str().unwrap(), "--words-stdin"];
    site.run("restore", &args).failed_saying(&["is not empty"]);
    site.run("doctor", &[]).succeeded();
}

#[test]
fn erasures_kept_apart_are_applied_again() {
    const KEY: &str = "0195a000-0000-7000-8000-00000000000";
    const PERSON: &str = "0195a000-0000-7000-8000-0000000000aa";
    let site = Site::new(None);
    site.sql(
        "node.db",
        &format!(
            "insert into person_key (id, organisation_id, wrapped)
             select '{KEY}' || n, o.id, x'00' from organisation o, (select 1 as n union select 2)"
        ),
    );
    let organisation = site.read("node.db", "select id from organisation");
    let file = site.backup("cadangan");
    let line = |n: u8| format!("{KEY}{n}\t{PERSON}\t{organisation}\tsubject-request\t177270000000{n}\n");
    // Somebody of an organisation that came after the backup, too.
    let later = format!("{KEY}3\t{PERSON}\t{PERSON}\tlegal-order\t1772700000003\n");
    let list = site.path("daftar");
    fs::write(&list, line(1) + &later).unwrap();
    let new = site.path("baru");
    fs::create_dir(&new).unwrap();
    fs::write(new.join("erasures"), line(2)).unwrap();
    let args = ["--from", file.to_str().unwrap(), "--words-stdin", "--erasures", list.to_str().unwrap()];
    let restored = site.run_in(&new, "restore", &args, &site.words).succeeded().json();
    assert_eq!(restored["erased_again"], 2);
    assert_eq!(
        fs::read_to_string(new.join("erasures")).unwrap(),
        line(1) + &line(2) + &later,
        "the list stays whole"
    );

    fs::write(&list, "bukan sebuah penghapusan\n").unwrap();
    site.run_in(&site.path("lain"), "restore", &args, &site.words).failed_saying(&["line 1 of"]);
}
