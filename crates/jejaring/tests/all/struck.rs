//! Real nodes on loopback that are killed in the middle of speaking with one another (SIGKILL): nothing that was acknowledged is lost, nothing
//! has its effect twice, and everything arrives in the end.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::demo::Demo;
use crate::run::run;
use crate::three_nodes::{Visitor, later_day};

/// How often everything is killed, after how many milliseconds of asking.
const BLOWS: [u64; 3] = [900, 400, 1_700];
/// What was being carried at a blow is tried again after a minute.
const PATIENCE: Duration = Duration::from_secs(180);
const ASKER: &str = "pekerja1.barat@kasih.contoh.invalid";

impl Demo {
    /// The first column of what a query gives on a node's database.
    fn column(&self, node: &str, query: &str) -> Vec<String> {
        const RUN: &str = "import sqlite3, sys\n\
            db = sqlite3.connect(sys.argv[1], timeout=20)\n\
            [print(row[0]) for row in db.execute(sys.argv[2])]";
        let file = self.home(node).join("node.db");
        let ran = Command::new("python3").args(["-c", RUN]).arg(file).arg(query).output().unwrap();
        assert!(ran.status.success(), "{query}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap().lines().map(str::to_owned).collect()
    }
}

/// Asks one question after the other until nobody answers; gives the ids of those that were acknowledged.
fn asks(worker: &mut Visitor, to: &str, until: &str, stop: &AtomicBool) -> Vec<String> {
    let mut acknowledged = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let ask = json!({ "to": to, "fields": {
            "question": format!("Pertanyaan rekaan nomor {}.", acknowledged.len()), "needed_by": until } });
        let Some(page) =
            worker.attempt("POST", "/api/acts/ask-information", ("application/json", &ask.to_string()))
        else {
            break;
        };
        if page.status != 200 {
            break;
        }
        acknowledged.push(page.json()["id"].as_str().unwrap().to_owned());
    }
    acknowledged
}

#[test]
fn nodes_that_are_killed_while_they_speak_lose_nothing_and_do_nothing_twice() {
    let mut demo = Demo::start(6);
    let until = later_day(5);
    let mut acknowledged: BTreeSet<String> = BTreeSet::new();
    for after in BLOWS {
        let mut worker = demo.visitor(1, ASKER);
        let receivers = worker.does("list-receivers", &json!({}));
        let to = receivers["receivers"].as_array().unwrap().iter();
        let to = to.clone().find(|one| one["organisation_name"].as_str().unwrap().starts_with("Hotline"));
        let to = to.unwrap()["post"].as_str().unwrap().to_owned();
        let stop = AtomicBool::new(false);
        let asked = std::thread::scope(|scope| {
            let asking = scope.spawn(|| asks(&mut worker, &to, &until, &stop));
            std::thread::sleep(Duration::from_millis(after));
            demo.kill();
            stop.store(true, Ordering::Relaxed);
            asking.join().unwrap()
        });
        assert!(!asked.is_empty(), "nothing was asked before the blow");
        acknowledged.extend(asked);
        demo.again();
    }
    let sent = "select mid || ' ' || s.eid from exchange_sent s where kind = 'rfi.ask' order by eid";
    let asked = demo.column("kasih", "select id from matter where kind = 'rfi' order by id");
    assert!(acknowledged.iter().all(|id| asked.contains(id)), "an acknowledged question is gone");
    // Everything that stands there arrives, also what nobody was told of any more.
    let waiting = "select o.id from exchange_outbox o join exchange_sent s on s.eid = o.eid
        where s.kind = 'rfi.ask' and o.state <> 'delivered' order by o.id";
    let began = Instant::now();
    while !demo.column("kasih", waiting).is_empty() {
        assert!(began.elapsed() < PATIENCE, "something never arrived");
        std::thread::sleep(Duration::from_secs(1));
    }
    demo.end();
    let sent = demo.column("kasih", sent).len();
    let came = "select id from exchange_inbox where kind = 'rfi.ask' and from_member = 'ID/NGO/CONTOH-KASIH' order by id";
    assert_eq!(demo.column("halimbawa", came).len(), sent, "each envelope is there once");
    let laid =
        "select matter_id from exchange_shared where about = 'request' and member_id = 'ID/NGO/CONTOH-KASIH'
        and matter_id in (select id from matter where kind = 'incoming-rfi') order by matter_id";
    assert_eq!(demo.column("halimbawa", laid).len(), sent, "and has had its effect once");
    for node in ["kasih", "halimbawa"] {
        let home = demo.home(node);
        run(&["--json", "verify", "--dir", home.to_str().unwrap()]).succeeded();
    }
}
