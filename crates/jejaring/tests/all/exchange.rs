//! Two nodes find each other through a signed directory and speak over mutual TLS.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::run::{Ended, PASSWORD, Server, run, run_with};

struct Network {
    root: TempDir,
}

impl Network {
    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    fn exchange(&self, args: &[&str]) -> Ended {
        run(&[&["--json", "exchange"], args].concat())
    }

    /// A node with keys; answers its entry for the directory.
    fn node(&self, name: &str, member: &str, endpoint: &str) -> Value {
        let dir = self.text(name);
        let mut args = vec!["--json", "init", "--dir", &dir, "--member", member, "--name", "Lembaga Contoh"];
        args.extend(["--admin", "admin@contoh.invalid", "--password-stdin"]);
        run_with(&args, &format!("{PASSWORD}\n")).succeeded();
        let entry = self.text(&format!("{name}.json"));
        self.exchange(&["enrol", "--dir", &dir, "--endpoint", endpoint, "--out", &entry]).succeeded();
        serde_json::from_slice(&std::fs::read(entry).unwrap()).unwrap()
    }

    /// A version signed by both operators.
    fn version(&self, version: u64, operators: &[String], members: &[Value]) -> String {
        let (draft, half, whole) = (
            self.text("draft.json"),
            self.text("half.json"),
            self.text(&format!("directory-{version}.json")),
        );
        let until = 4_000_000_000_000_u64;
        let directory = json!({
            "network": "contoh", "version": version, "valid_from": 0, "valid_until": until,
            "operators": operators, "threshold": 2, "members": members,
        });
        std::fs::write(&draft, directory.to_string()).unwrap();
        let (one, two, anchor) = (self.text("op1"), self.text("op2"), self.text("anchor.json"));
        self.exchange(&["sign", "--key", &one, &draft, "--out", &half, "--anchor", &anchor]).succeeded();
        self.exchange(&["sign", "--key", &two, &half, "--out", &whole]).succeeded();
        whole
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn adopted(dir: &Path) -> i64 {
    const READ: &str = "import sqlite3, sys\n\
        print(sqlite3.connect(sys.argv[1], timeout=20).execute('select max(version) from exchange_directory').fetchone()[0])";
    let ran =
        std::process::Command::new("python3").args(["-c", READ]).arg(dir.join("node.db")).output().unwrap();
    String::from_utf8(ran.stdout).unwrap().trim().parse().unwrap()
}

#[test]
fn two_nodes_speak_over_mutual_tls() {
    let net = Network { root: tempfile::tempdir().unwrap() };
    let operators: Vec<String> = ["op1", "op2"]
        .iter()
        .map(|name| {
            let made = net.exchange(&["operator", "--out", &net.text(name)]).succeeded().json();
            made["key"].as_str().unwrap().to_owned()
        })
        .collect();
    let (one, two) = (format!("127.0.0.1:{}", free_port()), format!("127.0.0.1:{}", free_port()));
    let members = [net.node("satu", "ID/NGO/CONTOH-KASIH", &one), net.node("dua", "PH/HOT/HALIMBAWA", &two)];
    let first = net.version(1, &operators, &members);
    for name in ["satu", "dua"] {
        let dir = net.text(name);
        let half = net.text("half.json");
        net.exchange(&["adopt", "--dir", &dir, &first]).failed_saying(&["anchor"]);
        net.exchange(&["anchor", "--dir", &dir, &net.text("anchor.json")]).succeeded();
        net.exchange(&["adopt", "--dir", &dir, &half]).failed_saying(&["too few operators"]);
        net.exchange(&["adopt", "--dir", &dir, &first]).succeeded();
    }
    // Only the first node gets the second version by hand; the other one fetches it from there.
    let second = net.version(2, &operators, &members);
    net.exchange(&["adopt", "--dir", &net.text("satu"), &second]).succeeded();
    let serving = Server::start_with(&net.path("satu"), &["--exchange-listen", &one]);
    let asking = Server::start_with(&net.path("dua"), &["--exchange-listen", &two]);
    let began = Instant::now();
    while adopted(&net.path("dua")) < 2 {
        assert!(began.elapsed() < Duration::from_secs(30), "the newer directory never came");
        std::thread::sleep(Duration::from_millis(200));
    }
    // Whoever shows no certificate of the directory gets no answer.
    let stranger = std::process::Command::new("python3").args(["-c", STRANGER, &one]).status().unwrap();
    assert!(stranger.success());
    for server in [serving, asking] {
        let (code, log) = server.stop("-TERM");
        assert_eq!(code, Some(0), "{log}");
    }
    // A file goes where no line does.
    let bundle = net.text("pesan.jjb");
    let exported = net
        .exchange(&["export", "--dir", &net.text("satu"), "--member", "PH/HOT/HALIMBAWA", "--out", &bundle])
        .succeeded()
        .json();
    assert_eq!(exported["messages"], 0);
    let taken = net.exchange(&["import", "--dir", &net.text("dua"), "--file", &bundle]).succeeded().json();
    assert_eq!((&taken["messages"], &taken["receipts"]), (&json!(0), &json!(0)));
}

/// Opens TLS without a certificate and asks for the directory; ends well when there is no answer.
const STRANGER: &str = "
import socket, ssl, sys
host, port = sys.argv[1].split(':')
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
try:
    with context.wrap_socket(socket.create_connection((host, int(port)), timeout=10)) as tls:
        tls.sendall(b'GET /jj/v1/directory HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')
        answer = tls.recv(1)
except (ssl.SSLError, OSError):
    answer = b''
sys.exit(1 if answer else 0)
";
