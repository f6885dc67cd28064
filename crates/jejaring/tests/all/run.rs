//! Running the binary.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const PASSWORD: &str = "kata sandi rekaan yang panjang";
pub(crate) const MEMBER: &str = "ID/NGO/CONTOH-KASIH";

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// The object on the last line.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.out.lines().last().unwrap_or_default()).expect("an object on the last line")
    }

    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// Exit code 1 and one sentence that holds all of these.
    #[track_caller]
    pub(crate) fn failed_saying(self, parts: &[&str]) -> Self {
        assert_eq!(self.code, 1, "{self:?}");
        assert_eq!(self.err.trim_end().lines().count(), 1, "one sentence: {self:?}");
        for part in parts {
            assert!(self.err.contains(part), "no {part:?} in {self:?}");
        }
        self
    }
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jejaring"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to its end with this on standard input.
pub(crate) fn run_with(args: &[&str], input: &str) -> Ended {
    let mut child = command().args(args).spawn().expect("the binary runs");
    // A command that reads nothing may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended { code: done.status.code().unwrap_or(-1), out: text(done.stdout), err: text(done.stderr) }
}

pub(crate) fn run(args: &[&str]) -> Ended {
    run_with(args, "")
}

/// A node of one test.
pub(crate) struct Site {
    root: TempDir,
    pub(crate) words: String,
}

impl Site {
    /// Makes a node; `database` as on the command line.
    pub(crate) fn new(database: Option<&str>) -> Self {
        let root = tempfile::tempdir().unwrap();
        let dir = root.path().join("node");
        let dir = dir.to_str().unwrap();
        let mut args =
            vec!["--json", "init", "--dir", dir, "--member", MEMBER, "--name", "Yayasan Contoh Kasih"];
        args.extend(["--admin", "admin@contoh.invalid", "--password-stdin"]);
        if let Some(database) = database {
            args.extend(["--database", database]);
        }
        let made = run_with(&args, &format!("{PASSWORD}\n")).succeeded().json();
        Self { root, words: made["recovery_words"].as_str().unwrap().to_owned() }
    }

    pub(crate) fn dir(&self) -> PathBuf {
        self.path("node")
    }

    /// A path beside the node's directory.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// Runs a command on the node.
    pub(crate) fn run(&self, command: &str, more: &[&str]) -> Ended {
        self.run_in(&self.dir(), command, more, "")
    }

    /// Runs a command on another directory of this site.
    pub(crate) fn run_in(&self, dir: &Path, command: &str, more: &[&str], input: &str) -> Ended {
        let mut args = vec!["--json", command, "--dir", dir.to_str().unwrap()];
        args.extend(more);
        run_with(&args, input)
    }

    /// Takes a backup.
    pub(crate) fn backup(&self, name: &str) -> PathBuf {
        let file = self.path(name);
        self.run("backup", &["--to", file.to_str().unwrap()]).succeeded();
        file
    }

    pub(crate) fn serve(&self) -> Server {
        Server::start(&self.dir())
    }

    /// The first cell that a query gives.
    pub(crate) fn read(&self, file: &str, query: &str) -> String {
        const RUN: &str = "import sqlite3, sys\n\
            print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])";
        let ran =
            Command::new("python3").args(["-c", RUN]).arg(self.dir().join(file)).arg(query).output().unwrap();
        assert!(ran.status.success(), "{query}");
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    }

    /// Raw SQL on a SQLite file of the node, as somebody with the file in hand would write it.
    pub(crate) fn sql(&self, file: &str, statement: &str) {
        const RUN: &str = "import sqlite3, sys\n\
            db = sqlite3.connect(sys.argv[1], isolation_level=None)\ndb.executescript(sys.argv[2])";
        let ran =
            Command::new("python3").args(["-c", RUN]).arg(self.dir().join(file)).arg(statement).status();
        assert!(ran.unwrap().success(), "{statement}");
    }
}

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
    pub(crate) ready_after: Duration,
}

impl Server {
    pub(crate) fn start(dir: &Path) -> Self {
        Self::start_with(dir, &[])
    }

    /// The same with more on the command line.
    pub(crate) fn start_with(dir: &Path, more: &[&str]) -> Self {
        let began = Instant::now();
        let mut child = command()
            .args(["serve", "--listen", "127.0.0.1:0", "--dir", dir.to_str().unwrap()])
            .args(more)
            .spawn()
            .expect("the binary runs");
        let lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
        let said: Vec<String> = lines.map(Result::unwrap).take_while(|line| line != "ready").collect();
        let Some(address) = said.first().and_then(|line| line.strip_prefix("http://")) else {
            let mut err = String::new();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            panic!("not ready: {said:?} {err}");
        };
        let address = address.to_owned();
        Self { child, address, ready_after: began.elapsed() }
    }

    /// Status line and body.
    pub(crate) fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.lines().next().unwrap().to_owned(), body.to_owned())
    }

    /// Asks it to stop; answers exit code and log.
    pub(crate) fn stop(mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let code = self.child.wait().unwrap().code();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        (code, log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
