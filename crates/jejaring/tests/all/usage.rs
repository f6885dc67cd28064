//! Help, wrong use, and what `init` refuses.

use crate::run::{MEMBER, PASSWORD, Site, run, run_with};

const COMMANDS: [&str; 22] = [
    "demo",
    "init",
    "serve",
    "import",
    "export",
    "doctor",
    "verify",
    "backup",
    "restore",
    "move",
    "rotate",
    "bench",
    "tabulate",
    "link",
    "encode",
    "exchange",
    "check",
    "estimate",
    "synthesize",
    "form",
    "capacity",
    "drill",
];

#[test]
fn every_command_has_help_with_an_example() {
    let all = run(&["--help"]).succeeded().out;
    let listed =
        all.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let listed: Vec<_> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(listed.iter().filter(|name| **name != "help").count(), COMMANDS.len(), "{listed:?}");
    for command in COMMANDS {
        assert!(listed.contains(&command), "{command}");
        let help = run(&[command, "--help"]).succeeded().out;
        assert!(help.contains(&format!("Example:\n  jejaring {command} ")), "{help}");
    }
}

#[test]
fn wrong_use_exits_with_two() {
    let init = ["init", "--dir", "/nowhere/node", "--name", "Contoh", "--password-stdin"];
    let with = |more: &[&'static str]| [init.as_slice(), more].concat();
    for args in [
        vec![],
        vec!["menari"],
        vec!["serve"],
        vec!["verify", "--dir"],
        vec!["serve", "--dir", "/nowhere", "--listen", "bukan-alamat"],
        vec!["restore", "--from", "f", "--dir", "d", "--words-stdin", "--key-file", "k"],
        with(&["--member", "CONTOH", "--admin", "admin@contoh.invalid"]),
        with(&["--member", "ID/XXX/CONTOH", "--admin", "admin@contoh.invalid"]),
        with(&["--member", MEMBER, "--admin", "bukan alamat"]),
        with(&["--member", MEMBER, "--admin", "admin@contoh.invalid", "--database", "mysql://x"]),
    ] {
        let ended = run(&args);
        assert_eq!(ended.code, 2, "{args:?}: {ended:?}");
        assert!(!ended.err.is_empty());
    }
}

#[test]
fn init_refuses_what_is_there_and_short_passwords_and_leaves_nothing() {
    let site = Site::new(None);
    let dir = site.dir();
    let new = site.path("lain");
    let init = |dir: &std::path::Path, password: &str| {
        let dir = dir.to_str().unwrap();
        let args =
            ["init", "--dir", dir, "--member", MEMBER, "--name", "Contoh", "--admin", "a@contoh.invalid"];
        run_with(&[args.as_slice(), &["--password-stdin"]].concat(), password)
    };
    init(&dir, PASSWORD).failed_saying(&["exists already"]);
    init(&new, "pendek").failed_saying(&["at least 12 characters"]);
    assert!(!new.exists());
    let words = init(&new, PASSWORD).succeeded().out;
    assert!(words.contains("KATA PEMULIHAN") && words.contains("RECOVERY WORDS") && words.contains("  24. "));
    assert!(!words.contains(PASSWORD));
}

#[test]
fn a_directory_without_a_node_is_named() {
    run(&["verify", "--dir", "/nowhere/node"])
        .failed_saying(&["/nowhere/node is not there", "jejaring init"]);
    let answer =
        run(&["--json", "doctor", "--dir", "/nowhere/node"]).failed_saying(&["one check is bad"]).json();
    assert_eq!(answer["ok"], false);
}

#[test]
fn no_secret_stands_in_the_configuration_or_is_open_to_others() {
    use std::os::unix::fs::MetadataExt;
    let site = Site::new(None);
    let config = std::fs::read_to_string(site.dir().join("jejaring.toml")).unwrap();
    let names: Vec<_> =
        config.lines().filter_map(|line| line.split_once(" =")).map(|(name, _)| name).collect();
    assert_eq!(names, ["member", "name", "listen"]);
    for file in
        ["", "keys", "keys/node.key", "node.db", "node.db-wal", "recovery.box", "jejaring.toml", "checkpoint"]
    {
        // A database that was closed cleanly has no log beside it.
        if file == "node.db-wal" && !site.dir().join(file).exists() {
            continue;
        }
        let mode = std::fs::metadata(site.dir().join(file)).unwrap().mode();
        assert_eq!(mode & 0o077, 0, "{file} is open to others");
    }
    std::fs::set_permissions(
        site.dir().join("keys/node.key"),
        std::os::unix::fs::PermissionsExt::from_mode(0o640),
    )
    .unwrap();
    site.run("serve", &[]).failed_saying(&["may be read by others", "chmod 600"]);
    site.run("doctor", &[]).failed_saying(&["checks are bad"]);
}
