//! What real nodes export, as a court would check it: untouched, and tampered with at several places.

use std::path::{Path, PathBuf};

use model::Draft;
use node::acts::exchange::{AskInformation, ExportEvidence, ExportLog};
use node::{Node, Place};
use seal::exchange::Eid;
use serde_json::Value;

use super::circle::Circle;
use crate::world::World;
use crate::{run, said};

async fn circle() -> Circle {
    let dir = tempfile::tempdir().unwrap();
    let place = Place::Sqlite(dir.path().join("node.db"));
    Circle::new(World::found(place, Some(dir)).await).await
}

/// A question that crossed, whose receipt has its place under the eyes of two members.
async fn crossed(circle: &Circle) -> Eid {
    let net = &circle.net;
    let draft = Draft::default()
        .with("question", "Apakah anak ini pernah dilayani? (rekaan)")
        .with("needed_by", "2026-03-10");
    let ask = AskInformation { to: net.peer, case: None, draft };
    net.here.node.perform(&net.worker.actor, ask).await.unwrap();
    net.carry().await;
    for node in [&net.abroad.node, &net.here.node, &circle.third.node] {
        assert_eq!(circle.show(node).await, 2);
        node.turn_clock().await.unwrap();
    }
    net.carry().await;
    net.here.sql("select eid from exchange_sent").await[0][0].parse().unwrap()
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    std::fs::write(dir.join(name), bytes).unwrap();
    dir.join(name)
}

fn check(args: &[&str], paths: &[&Path]) -> (i32, String, String) {
    let paths = paths.iter().map(|path| path.to_str().unwrap());
    let args: Vec<&str> = args.iter().copied().chain(paths).collect();
    said(run(&args))
}

/// Changes one character of the text at a place in a JSON document.
fn altered(document: &Value, place: &str) -> Vec<u8> {
    let mut document = document.clone();
    let text = document.pointer_mut(place).unwrap_or_else(|| panic!("nothing at {place}"));
    let mut bytes = text.as_str().unwrap().as_bytes().to_vec();
    let half = bytes.len() / 2;
    let at = half + bytes[half..].iter().position(u8::is_ascii_alphanumeric).unwrap();
    bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
    *text = Value::String(String::from_utf8(bytes).unwrap());
    serde_json::to_vec(&document).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exported_evidence_stands_and_every_change_is_found() {
    let circle = circle().await;
    let eid = crossed(&circle).await;
    let dir = tempfile::tempdir().unwrap();
    let anchor = serde_json::to_vec(&circle.net.directory.anchor()).unwrap();
    let anchor = write(dir.path(), "anchor.json", &anchor);
    let node = &circle.net.abroad.node;
    let export = ExportEvidence { eid, reveal: true };
    let bundle = node.perform(&node.system("exchange"), export).await.unwrap().to_bytes();
    let file = write(dir.path(), "evidence.json", &bundle);
    let (code, out, err) = check(&[file.to_str().unwrap(), "--anchor"], &[&anchor]);
    assert_eq!((code, err.as_str()), (0, ""));
    for part in
        ["sent a rfi.ask to PH/HOT/HALIMBAWA", "countersigned by ID/", "is what the sender committed to"]
    {
        assert!(out.contains(part), "{part}: {out}");
    }
    let document: Value = serde_json::from_slice(&bundle).unwrap();
    for place in [
        "/envelope/payload",
        "/envelope/signatures/0/sig",
        "/directory/payload",
        "/directory/signatures/0/sig",
        "/receipts/0/receipt/payload",
        "/receipts/0/receipt/signatures/0/sig",
        "/receipts/0/inclusion/proof/0",
        "/receipts/0/inclusion/checkpoint",
        "/content/salt",
        "/content/plain",
    ] {
        write(dir.path(), "evidence.json", &altered(&document, place));
        let (code, out, err) = check(&[file.to_str().unwrap(), "--anchor"], &[&anchor]);
        assert!(code == 1 && out.is_empty() && err.starts_with("NOT PROVEN"), "{place}: {code} {out}{err}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_node_exports_while_one_operator_has_revoked_a_key_stands() {
    let circle = circle().await;
    let net = &circle.net;
    let dir = tempfile::tempdir().unwrap();
    let anchor = serde_json::to_vec(&net.directory.anchor()).unwrap();
    let anchor = write(dir.path(), "anchor.json", &anchor);
    // One operator stops a stolen key tonight; afterwards a question crosses.
    let mut narrow = net.directory.clone();
    let now = net.here.node.now().millis();
    narrow.version += 1;
    (narrow.valid_from, narrow.valid_until) = (now, (now + model::time::DAY).min(narrow.valid_until));
    narrow.revoked.push(seal::exchange::Revoked {
        key: Some(seal::exchange::Hash([7; 32])),
        member: None,
        at: now,
        reason: "hilang (rekaan)".try_into().unwrap(),
    });
    let [one, _] = super::net::operators();
    let payload = serde_json::to_vec(&narrow).unwrap();
    let document = seal::exchange::Dsse::sign(seal::exchange::DIRECTORY_TYPE, payload, &[&one]);
    for node in [&net.here.node, &net.abroad.node] {
        assert!(node.exchange_newer_directory(document.clone()).await.unwrap());
    }
    let eid = crossed(&circle).await;
    let node = &net.abroad.node;
    let bundle = node.perform(&node.system("exchange"), ExportEvidence { eid, reveal: false }).await.unwrap();
    assert_eq!(bundle.before.len(), 1, "with the version that two signed");
    let file = write(dir.path(), "evidence.json", &bundle.to_bytes());
    let (code, out, err) = check(&[file.to_str().unwrap(), "--anchor"], &[&anchor]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let (here, _) = log(&net.here.node, dir.path(), "here.json").await;
    let (code, _, err) = check(&["--log", here.to_str().unwrap(), "--anchor"], &[&anchor]);
    assert_eq!((code, err.as_str()), (0, ""));
    // The versions that a node adopted say who signed each.
    let versions = seal::evidence::History::new(node.exchange_directories().await.unwrap());
    let file = write(dir.path(), "directories.json", &versions.to_bytes());
    let (code, out, err) = check(&["--directory", file.to_str().unwrap(), "--anchor"], &[&anchor]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("was signed by 1 of the 2 operators needed") && out.contains("revoked 1"), "{out}");
}

async fn log(node: &Node, dir: &Path, name: &str) -> (PathBuf, Value) {
    let bytes = node.perform(&node.system("exchange"), ExportLog).await.unwrap().to_bytes();
    (write(dir, name, &bytes), serde_json::from_slice(&bytes).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn journals_of_three_nodes_agree_and_every_change_is_found() {
    let circle = circle().await;
    crossed(&circle).await;
    let dir = tempfile::tempdir().unwrap();
    let anchor = serde_json::to_vec(&circle.net.directory.anchor()).unwrap();
    let anchor = write(dir.path(), "anchor.json", &anchor);
    let (here, _) = log(&circle.net.here.node, dir.path(), "here.json").await;
    let (abroad, document) = log(&circle.net.abroad.node, dir.path(), "abroad.json").await;
    let (third, _) = log(&circle.third.node, dir.path(), "third.json").await;
    let args = [
        "--log",
        here.to_str().unwrap(),
        "--log",
        abroad.to_str().unwrap(),
        "--log",
        third.to_str().unwrap(),
    ];
    let args: Vec<&str> = args.into_iter().chain(["--anchor"]).collect();
    let (code, out, err) = check(&args, &[&anchor]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("PH/HOT/HALIMBAWA") && out.contains("countersigned up to entry"), "{out}");
    for place in ["/hashes", "/checkpoints/0", "/seen/0", "/directory/payload"] {
        write(dir.path(), "abroad.json", &altered(&document, place));
        let (code, out, err) = check(&args, &[&anchor]);
        assert!(code == 1 && out.is_empty() && err.starts_with("NOT PROVEN"), "{place}: {code} {out}{err}");
    }
    // Entries cut off the end, with the node's own checkpoints: what the others saw tells.
    let mut cut = document.clone();
    let hashes = seal::from_base64(cut["hashes"].as_str().unwrap()).unwrap();
    cut["hashes"] = Value::String(seal::to_base64(&hashes[..hashes.len() / 64 * 32]));
    cut["checkpoints"] = Value::Array(Vec::new());
    write(dir.path(), "abroad.json", &serde_json::to_vec(&cut).unwrap());
    let (code, _, err) = check(&args, &[&anchor]);
    assert!(code == 1 && err.contains("entries were cut off"), "{err}");
}
