//! Moving between databases.

use std::fs;

use trial::postgres::Cluster;

use crate::run::Site;

#[test]
fn there_and_back_with_nothing_lost() {
    let site = Site::new(None);
    let database = Cluster::shared().unwrap().scratch(None).unwrap();
    let url = database.url();
    let there = site.run("move", &["--to", &url]).succeeded().json();
    assert_eq!((&there["equal"], &there["placed"]), (&true.into(), &2.into()));
    assert!(!there["to"].as_str().unwrap().contains("user="), "no parameters of the address are shown");
    assert!(fs::read_to_string(site.dir().join("jejaring.toml")).unwrap().contains("postgres://"));
    assert!(fs::read_to_string(site.dir().join("MOVED.txt")).unwrap().contains("dipindahkan"));
    let on_postgres = site.run("verify", &[]).succeeded().json();
    assert_eq!(on_postgres["placed"], 3, "the move itself is journalled");

    let server = site.serve();
    assert_eq!(server.get("/readyz").0, "HTTP/1.1 200 OK");
    drop(server);

    site.run("move", &["--to", "sqlite:node.db"]).failed_saying(&["already holds tables"]);
    let back = site.run("move", &["--to", "sqlite:kembali.db"]).succeeded().json();
    assert_eq!(
        back["rows"].as_u64(),
        there["rows"].as_u64().map(|rows| rows + 2),
        "an entry and its place more"
    );
    let verified = site.run("verify", &[]).succeeded().json();
    assert_eq!(verified["placed"], 4);
    site.run("doctor", &[]).succeeded();
    site.run("move", &["--to", &url]).failed_saying(&["already holds tables"]);
}

#[test]
fn a_target_that_cannot_be_reached_changes_nothing() {
    let site = Site::new(None);
    let before = fs::read_to_string(site.dir().join("jejaring.toml")).unwrap();
    site.run("move", &["--to", "sqlite:tidak-ada/node.db"]).failed_saying(&["check"]);
    assert_eq!(site.run("move", &["--to", "two.db"]).code, 2);
    assert_eq!(fs::read_to_string(site.dir().join("jejaring.toml")).unwrap(), before);
    site.run("verify", &[]).succeeded();
}
