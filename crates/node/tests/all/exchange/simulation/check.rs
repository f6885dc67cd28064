//! What has to be true when everything has come to rest.

use std::collections::BTreeMap;

use node::acts::exchange::ExportLog;
use seal::evidence::{Trust, verify_logs};
use serde_json::Value;

use super::ground::NAMES;
use super::play::Sim;

/// One process asks all databases everything: starting one for each question would take longer than the history.
const ASK: &str = "
import sqlite3, sys, json
Q = {
 'inbox': 'select eid, state, marking, kind, thread_id, matter_id, from_member from exchange_inbox',
 'outbox': '''select o.eid, o.to_member, o.state, s.marking, s.kind from exchange_outbox o
              join exchange_sent s on s.eid = o.eid''',
 'referrals': '''select m.id, m.kind, m.state, r.shared_id from exchange_shared r join matter m on m.id = r.matter_id
              where r.about = 'referral' ''',
 'transfers': '''select m.id, m.kind, m.state, r.shared_id from exchange_shared r join matter m on m.id = r.matter_id
              where r.about = 'transfer' ''',
 'recalled': 'select eid from exchange_recalled',
 'counts': '''select (select count(*) from journal where act = 'receive-envelope' and outcome = 'done'),
   (select count(*) from exchange_inbox),
   (select count(*) from exchange_outbox where undelivered_id is not null),
   (select count(*) from matter where kind = 'undelivered'),
   (select count(*) from matter where kind = 'case' and phase = 'open' and custodian_post is null),
   (select count(*) from exchange_two_faces),
   (select count(*) from exchange_outbox where state in ('failed', 'expired') and undelivered_id is null)''',
 'cases': '''select c.state, c.phase, t.shared_id from exchange_shared t join matter m on m.id = t.matter_id
             join matter c on c.id = m.root_id where m.kind = 'transfer' ''',
 'opened': '''select c.phase, t.shared_id from exchange_shared t join k_incoming_transfer k on k.id = t.matter_id
              join matter c on c.id = k.child_case''',
}
out = []
for path in sys.argv[1:]:
    db = sqlite3.connect(path, timeout=20)
    out.append({name: db.execute(sql).fetchall() for name, sql in Q.items()})
print(json.dumps(out))
";

type Rows = BTreeMap<String, Vec<Vec<Value>>>;

async fn ask(sim: &Sim) -> Vec<Rows> {
    let paths = sim.sides.iter().map(|side| side.path.clone());
    let out = tokio::process::Command::new("python3").args(["-c", ASK]).args(paths).output().await.unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).unwrap()
}

fn text(row: &[Value], at: usize) -> &str {
    row[at].as_str().unwrap_or_default()
}

pub(super) async fn everything(sim: &Sim) -> Result<(), String> {
    let nodes = ask(sim).await;
    for (at, rows) in nodes.iter().enumerate() {
        each(at, rows)?;
    }
    delivered(&nodes)?;
    referrals(&nodes)?;
    children(&nodes)?;
    journals(sim).await
}

/// Journals equal acts, nothing was lost in silence, nothing took effect twice, every open case has a post.
fn each(at: usize, rows: &Rows) -> Result<(), String> {
    let counts: Vec<i64> = rows["counts"][0].iter().map(|cell| cell.as_i64().unwrap()).collect();
    if counts[0] != counts[1] {
        return Err(format!("{} entries for {} envelopes at node {at}", counts[0], counts[1]));
    }
    if counts[2] != counts[3] || counts[6] != 0 {
        return Err(format!("{} lost, {} seen, {} in silence at node {at}", counts[2], counts[3], counts[6]));
    }
    if counts[4] != 0 || counts[5] != 0 {
        return Err(format!(
            "{} cases without a post, {} two-faced journals at node {at}",
            counts[4], counts[5]
        ));
    }
    for (kind, table) in [("referral.offer", "referrals"), ("transfer.offer", "transfers")] {
        let mut threads: Vec<_> = rows["inbox"]
            .iter()
            .filter(|row| text(row, 3) == kind && !row[5].is_null())
            .map(|row| (text(row, 6), text(row, 4)))
            .collect();
        threads.sort_unstable();
        threads.dedup();
        let incoming = kind.replace(".offer", "");
        let made = rows[table].iter().filter(|row| text(row, 1) == format!("incoming-{incoming}")).count();
        if made != threads.len() {
            return Err(format!("{made} {incoming}s of {} offers at node {at}", threads.len()));
        }
    }
    Ok(())
}

/// What was acknowledged is there, once, with the marking that it left with.
fn delivered(nodes: &[Rows]) -> Result<(), String> {
    for (from, rows) in nodes.iter().enumerate() {
        for row in &rows["outbox"] {
            let (eid, to, state) = (text(row, 0), text(row, 1), text(row, 2));
            let to = NAMES.iter().position(|name| *name == to).unwrap();
            let there: Vec<_> = nodes[to]["inbox"].iter().filter(|one| text(one, 0) == eid).collect();
            let kind = text(row, 4);
            if there.len() > 1 || !matches!(state, "delivered" | "failed" | "expired") {
                return Err(format!("{kind} from {from} to {to} is {state}, there {} times", there.len()));
            }
            // What was taken back before it came is answered for without it.
            let recalled = nodes[to]["recalled"].iter().any(|one| text(one, 0) == eid);
            if state == "delivered" && !recalled && (there.len() != 1 || text(there[0], 1) != "taken") {
                return Err(format!(
                    "{kind} from {from} to {to} was acknowledged and is not there: {row:?} {there:?}"
                ));
            }
            if there.iter().any(|one| text(one, 2) != text(row, 3)) {
                return Err(format!("the marking of a {kind} from {from} to {to} changed on its way"));
            }
        }
    }
    Ok(())
}

/// What both sides believe of a referral fits together.
fn referrals(nodes: &[Rows]) -> Result<(), String> {
    let all = |kind: &'static str| {
        nodes.iter().flat_map(move |rows| rows["referrals"].iter().filter(move |row| text(row, 1) == kind))
    };
    for there in all("incoming-referral") {
        let Some(here) = all("referral").find(|here| text(here, 3) == text(there, 3)) else {
            return Err("a referral came that nobody sent".to_owned());
        };
        let (ours, theirs) = (text(here, 2), text(there, 2));
        if ours != theirs && !matches!(ours, "revoked" | "expired") && !undelivered(nodes) {
            return Err(format!("a referral is {ours} here and {theirs} there"));
        }
    }
    Ok(())
}

/// Whether something expired on its way: then the two sides may differ, and somebody was told.
fn undelivered(nodes: &[Rows]) -> bool {
    nodes.iter().any(|rows| rows["outbox"].iter().any(|row| matches!(text(row, 2), "failed" | "expired")))
}

/// A case that was handed over is open somewhere: never nowhere.
fn children(nodes: &[Rows]) -> Result<(), String> {
    for row in nodes.iter().flat_map(|rows| &rows["cases"]) {
        let (phase, shared) = (text(row, 1), text(row, 2));
        let mut opened = nodes.iter().flat_map(|rows| &rows["opened"]).filter(|row| text(row, 1) == shared);
        let there = opened.clone().filter(|row| text(row, 0) == "open").count();
        if phase != "open" && there != 1 {
            return Err(format!("a child whose case was handed over is answered for {there} times"));
        }
        if opened.by_ref().count() > 1 {
            return Err("a case that was handed over was opened twice".to_owned());
        }
    }
    Ok(())
}

/// Each journal is whole, and one and the same for everybody who saw it.
async fn journals(sim: &Sim) -> Result<(), String> {
    let mut files = Vec::new();
    for (at, side) in sim.sides.iter().enumerate() {
        side.node.place_waiting().await.unwrap();
        if let Err(fault) = side.node.verify(None).await.unwrap() {
            return Err(format!("the journal of node {at}: {fault:?}"));
        }
        files.push(side.node.perform(&side.node.system("exchange"), ExportLog).await.unwrap());
    }
    let anchor = sim.directories.last().unwrap().anchor();
    let trust = Trust { anchor, witnesses: Vec::new(), needed: None };
    verify_logs(&files, &trust).map(drop).map_err(|fault| fault.to_string())
}
