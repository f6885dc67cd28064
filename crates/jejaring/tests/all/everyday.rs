//! From an empty directory to a node that was lost and is back.

use std::time::Duration;

use seal::witness::WitnessSigner;
use seal::{SignedNote, SigningKey};
use trial::postgres::Cluster;

use crate::run::{MEMBER, Site};

/// Another member has countersigned the checkpoint; a second one, who is required too, has not.
fn a_cosigned_checkpoint_counts(site: &Site, checkpoint: &std::path::Path) {
    let (signed, missing) = (SigningKey::from_bytes(&[7; 32]), SigningKey::from_bytes(&[8; 32]));
    let witness = WitnessSigner::new("saksi.contoh.invalid", &signed).unwrap();
    let mut note = SignedNote::parse(&std::fs::read_to_string(checkpoint).unwrap()).unwrap();
    note.cosign(&witness, 1_790_000_000);
    let file = site.path("cosigned");
    std::fs::write(&file, note.to_string()).unwrap();
    let key = witness.verifier().to_string();
    let asked = ["--checkpoint", file.to_str().unwrap(), "--witness", &key];
    let verified = site.run("verify", &asked).succeeded().json();
    assert_eq!(verified["witnesses"][0]["name"], "saksi.contoh.invalid");
    let other = WitnessSigner::new("lain.contoh.invalid", &missing).unwrap().verifier().to_string();
    let both = [asked.as_slice(), &["--witness", &other]].concat();
    site.run("verify", &both).failed_saying(&["only 1 of the 2 required witnesses"]);
    site.run("verify", &[both.as_slice(), &["--need", "1"]].concat()).succeeded();
}

fn whole_life(site: &Site, restore_to: Option<&str>) {
    let server = site.serve();
    assert!(server.ready_after < Duration::from_secs(10), "{:?}", server.ready_after);
    assert_eq!(server.get("/healthz"), ("HTTP/1.1 200 OK".into(), "ok\n".into()));
    assert_eq!(server.get("/readyz").0, "HTTP/1.1 200 OK");
    let during = site.backup("during.backup");
    let (code, log) = server.stop("-KILL");
    assert_eq!(code, None, "killed: {log}");

    let verified = site.run("verify", &[]).succeeded().json();
    assert_eq!((&verified["ok"], &verified["truncation_excluded"]), (&true.into(), &false.into()));
    let checkpoint = site.dir().join("checkpoint");
    let verified = site.run("verify", &["--checkpoint", checkpoint.to_str().unwrap()]).succeeded().json();
    assert_eq!(verified["truncation_excluded"], true);
    a_cosigned_checkpoint_counts(site, &checkpoint);

    let file = site.backup("after.backup");
    assert!(std::fs::metadata(&during).unwrap().len() > 0);
    let sealed = std::fs::read(&file).unwrap();
    for clear in ["Yayasan Contoh Kasih", "admin@contoh.invalid", "found-node", "argon2"] {
        assert!(
            !sealed.windows(clear.len()).any(|window| window == clear.as_bytes()),
            "{clear} in the backup"
        );
    }
    let new = site.path("baru");
    let mut more = vec!["--from", file.to_str().unwrap(), "--words-stdin"];
    more.extend(restore_to.iter().flat_map(|url| ["--database", url]));
    let short: Vec<_> = site.words.split(' ').map(|word| word.get(..4).unwrap_or(word)).collect();
    let restored = site.run_in(&new, "restore", &more, &short.join("\n")).succeeded().json();
    assert_eq!((&restored["member"], &restored["erased_again"]), (&MEMBER.into(), &0.into()));
    let again =
        site.run_in(&new, "verify", &["--checkpoint", checkpoint.to_str().unwrap()], "").succeeded().json();
    let entries =
        |answer: &serde_json::Value| answer["placed"].as_u64().unwrap() + answer["waiting"].as_u64().unwrap();
    assert_eq!(entries(&again), entries(&verified) + 2, "the restore and its erasures are journalled");
    site.run_in(&new, "doctor", &[], "").succeeded();

    let server = crate::run::Server::start(&new);
    assert_eq!(server.get("/readyz").0, "HTTP/1.1 200 OK");
    let (code, log) = server.stop("-TERM");
    assert_eq!(code, Some(0), "{log}");
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("logs are JSON lines");
        assert!(line["fields"]["message"].is_string());
    }
    assert!(log.contains("serving") && log.contains("stopped") && !log.contains("admin@"));
}

#[test]
fn a_node_lives_on_sqlite() {
    whole_life(&Site::new(None), None);
}

#[test]
fn a_node_lives_on_postgres() {
    let cluster = Cluster::shared().unwrap();
    let (first, second) = (cluster.scratch(None).unwrap(), cluster.scratch(None).unwrap());
    whole_life(&Site::new(Some(&first.url())), Some(&second.url()));
}

#[test]
fn a_backup_crosses_the_engines() {
    let cluster = Cluster::shared().unwrap();
    let (first, second) = (cluster.scratch(None).unwrap(), cluster.scratch(None).unwrap());
    whole_life(&Site::new(Some(&first.url())), None);
    whole_life(&Site::new(None), Some(&second.url()));
}

#[test]
fn one_server_on_a_directory() {
    let site = Site::new(None);
    let server = site.serve();
    site.run("serve", &["--listen", "127.0.0.1:0"])
        .failed_saying(&["a server is running on", "stop it first"]);
    site.run("move", &["--to", "sqlite:two.db"]).failed_saying(&["a server is running on"]);
    site.run("rotate", &[]).failed_saying(&["a server is running on"]);
    site.run("doctor", &[]).succeeded();
    drop(server);
    let (code, _) = site.serve().stop("-INT");
    assert_eq!(code, Some(0));
}

#[test]
fn an_altered_journal_is_named() {
    let site = Site::new(None);
    site.sql(
        "node.db",
        "drop trigger journal_no_update; update journal set outcome = 'denied' where act = 'found-node'",
    );
    let ended = site.run("verify", &[]).failed_saying(&["altered", "position 0", "id "]);
    let answer = ended.json();
    assert_eq!((&answer["fault"], &answer["position"]), (&"altered".into(), &0.into()));
    assert!(answer["entry"].is_string());
}
