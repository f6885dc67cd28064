//! A running demonstration for tests: three nodes on three ports, and what the program said before it was ready.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Ends with the value.
pub(crate) struct Demo {
    child: Child,
    /// Port of the first node; the others have the two that follow.
    pub(crate) port: u16,
    /// Its lines, without `ready`.
    pub(crate) said: Vec<String>,
    dir: tempfile::TempDir,
    children: u32,
}

/// A port that is free together with the two that follow.
fn three_ports() -> u16 {
    let bind = |port: u16| TcpListener::bind(("127.0.0.1", port));
    (0..200)
        .find_map(|_| {
            let first = bind(0).ok()?.local_addr().ok()?.port();
            (first < 65_000 && bind(first + 1).is_ok() && bind(first + 2).is_ok()).then_some(first)
        })
        .expect("three free ports in a row")
}

/// Starts the program, and waits until it is ready.
#[allow(clippy::zombie_processes, reason = "waited for when it is dropped, or the test has failed")]
fn run(dir: &Path, port: u16, children: u32) -> (Child, Vec<String>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jejaring"))
        .args(["demo", "--children", &children.to_string(), "--port", &port.to_string(), "--dir"])
        .arg(dir.join("demo"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the demonstration starts");
    let mut said = Vec::new();
    for line in BufReader::new(child.stdout.take().expect("its words")).lines().map_while(Result::ok) {
        if line == "ready" {
            return (child, said);
        }
        said.push(line);
    }
    panic!("the demonstration ended before it was ready: {said:?}");
}

impl Demo {
    pub(crate) fn start(children: u32) -> Self {
        let (dir, port) = (tempfile::tempdir().expect("a directory"), three_ports());
        let (child, said) = run(dir.path(), port, children);
        Self { child, port, said, dir, children }
    }

    /// Takes its electricity away: nothing in it gets to tidy up (SIGKILL).
    pub(crate) fn kill(&mut self) {
        self.child.kill().expect("killed");
        self.child.wait().expect("gone");
    }

    /// Starts it again on what it left.
    pub(crate) fn again(&mut self) {
        (self.child, self.said) = run(self.dir.path(), self.port, self.children);
    }

    /// Address of a node, counted from 0.
    pub(crate) fn address(&self, node: u16) -> String {
        format!("http://127.0.0.1:{}", self.port + node)
    }

    /// The directory of a node, or the place of a file beside it.
    pub(crate) fn home(&self, name: &str) -> PathBuf {
        self.dir.path().join("demo").join(name)
    }

    /// Ends the program; its directories stay until the value ends.
    pub(crate) fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// The one password of everybody.
    pub(crate) fn password(&self) -> &str {
        self.said.iter().find_map(|line| line.split_once("Password: ")).expect("a password").1.trim()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.end();
    }
}
