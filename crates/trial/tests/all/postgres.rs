//! The temporary PostgreSQL does what the storage tests rely on.

use std::time::Duration;

use trial::postgres::{Cluster, Options};

#[test]
fn a_scratch_database_is_ones_own_and_goes_away() {
    let cluster = Cluster::shared().expect("a cluster");
    let (one, other) = (cluster.scratch(None).expect("one"), cluster.scratch(None).expect("other"));
    assert_ne!(one.name(), other.name());
    cluster.psql(one.name(), "CREATE TABLE t (n BIGINT); INSERT INTO t VALUES (7)").expect("filled");
    assert_eq!(cluster.psql(one.name(), "SELECT n FROM t").expect("read"), "7");
    assert!(cluster.psql(other.name(), "SELECT n FROM t").is_err(), "the other database saw the table");

    let name = one.name().to_owned();
    drop(one);
    let left = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
    assert_eq!(cluster.psql("postgres", &left).expect("counted"), "0");
}

#[test]
fn a_template_is_filled_once_and_copied() {
    let cluster = Cluster::start(Options::default()).expect("a cluster");
    let claims: Vec<bool> = std::thread::scope(|scope| {
        let claim = || {
            let Some(template) = cluster.template("filled").expect("claim") else { return false };
            cluster.psql("filled_draft", "CREATE TABLE t AS SELECT 'isi'::text AS word").expect("filled");
            template.finish().expect("finished");
            true
        };
        let claimants: Vec<_> = (0..3).map(|_| scope.spawn(claim)).collect();
        claimants.into_iter().map(|c| c.join().expect("joined")).collect()
    });
    assert_eq!(claims.iter().filter(|filled| **filled).count(), 1, "filled by exactly one");

    let copy = cluster.scratch(Some("filled")).expect("copy");
    assert_eq!(cluster.psql(copy.name(), "SELECT word FROM t").expect("read"), "isi");
}

#[test]
fn it_listens_on_its_socket_alone_and_in_utf8() {
    let cluster = Cluster::shared().expect("a cluster");
    let setting = |name: &str| cluster.psql("postgres", &format!("SHOW {name}")).expect("setting");
    assert_eq!(setting("listen_addresses"), "");
    assert_eq!(setting("server_encoding"), "UTF8");
    assert_eq!(setting("lc_collate"), "C");
    assert_eq!(setting("max_connections"), "300");
    assert_eq!(setting("fsync"), "off");
}

#[test]
fn a_durable_cluster_keeps_what_it_committed_through_a_crash() {
    let cluster = Cluster::start(Options { durable: true, ..Options::default() }).expect("a cluster");
    assert_eq!(cluster.psql("postgres", "SHOW fsync").expect("setting"), "on");
    cluster.psql("postgres", "CREATE TABLE t AS SELECT 1 AS n").expect("written");
    cluster.crash().expect("crashed");
    assert!(cluster.psql("postgres", "SELECT 1").is_err(), "it still answers");
    cluster.restart().expect("started again");
    assert_eq!(cluster.psql("postgres", "SELECT n FROM t").expect("read"), "1");
}

#[test]
fn an_ended_cluster_leaves_nothing_behind() {
    let cluster = Cluster::start(Options { grace: Duration::ZERO, ..Options::default() }).expect("a cluster");
    let url = cluster.url("postgres");
    let (_, socket) = url.split_once("host=").expect("host");
    let (socket, _) = socket.split_once('&').expect("parameters");
    let socket = std::path::PathBuf::from(socket);
    assert!(socket.exists());
    drop(cluster);
    assert!(!socket.parent().expect("directory").exists());
}

#[test]
fn names_too_long_for_postgresql_are_refused() {
    let cluster = Cluster::shared().expect("a cluster");
    let trouble = cluster.create_database(&"x".repeat(64), None).expect_err("refused");
    assert!(trouble.to_string().contains("1 to 63 bytes"), "{trouble}");
}
