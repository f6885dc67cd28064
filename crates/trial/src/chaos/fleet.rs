//! The processes, their database and the wires to them.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::http::ask;
use crate::Error;
use crate::postgres::{Cluster, Options};
use crate::wire::Wire;

/// One process and the wire to it. The wire stays when the process goes, so that clients keep one address.
struct Process {
    child: Option<Child>,
    own: SocketAddr,
    wire: Wire,
}

/// Several processes of one node on one PostgreSQL of their own.
pub struct Fleet {
    program: PathBuf,
    root: PathBuf,
    processes: Vec<Process>,
    cluster: Cluster,
    started: usize,
}

/// The whole cluster is the fleet's: so is its first database.
const DATABASE: &str = "postgres";
/// How long a process may take until it says `ready`.
const START: Duration = Duration::from_secs(60);

impl Fleet {
    /// Makes a durable PostgreSQL, fills an invented node on it and starts so many processes of `program`.
    ///
    /// # Errors
    /// When one of these fails; the message says which.
    pub fn start(program: &Path, count: usize) -> Result<Self, Error> {
        let cluster = Cluster::start(Options { durable: true, ..Options::default() })?;
        let root = std::env::temp_dir().join(format!("jejaring-chaos-{}", super::clients::new_id()));
        fs::create_dir(&root).map_err(|e| Error::while_doing("making a directory for the fleet", e))?;
        let mut fleet =
            Self { program: program.to_owned(), root, processes: Vec::new(), cluster, started: 0 };
        let (dir, url) = (fleet.dir(), fleet.url());
        fleet.command(
            &["bench", "fill", "--cases", "40", "--entries", "80", "--postgres", &url, "--dir"],
            &dir,
        )?;
        for _ in 0..count {
            let (child, own) = fleet.launch(&[])?;
            let wire = Wire::to(own)?;
            fleet.processes.push(Process { child: Some(child), own, wire });
        }
        Ok(fleet)
    }

    /// The directory of the node.
    pub fn dir(&self) -> PathBuf {
        self.root.join("node")
    }

    fn url(&self) -> String {
        self.cluster.url(DATABASE)
    }

    /// How many processes there are.
    pub fn len(&self) -> usize {
        self.processes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.processes.is_empty()
    }

    /// Where clients reach the processes.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.processes.iter().map(|process| process.wire.address()).collect()
    }

    /// The first of them.
    ///
    /// # Errors
    /// When there is none.
    pub fn any(&self) -> Result<SocketAddr, Error> {
        self.addresses().first().copied().ok_or_else(|| Error::new("no process was started"))
    }

    /// The wire to a process.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn wire(&self, number: usize) -> Result<&Wire, Error> {
        self.at(number).map(|process| &process.wire)
    }

    fn at(&self, number: usize) -> Result<&Process, Error> {
        self.processes.get(number).ok_or_else(|| Error::new("there is no such process"))
    }

    /// Sends a signal to a process, such as `-STOP`.
    ///
    /// # Errors
    /// When there is no such process.
    pub fn signal(&self, number: usize, signal: &str) -> Result<(), Error> {
        let process = self.at(number)?;
        let child = process.child.as_ref().ok_or_else(|| Error::new("the process is not running"))?;
        signal_to(child.id(), signal)
    }

    /// Waits until a process has ended; answers its exit code.
    ///
    /// # Errors
    /// When it does not end within half a minute.
    pub fn wait(&mut self, number: usize) -> Result<Option<i32>, Error> {
        let process = self.processes.get_mut(number).ok_or_else(|| Error::new("there is no such process"))?;
        let Some(mut child) = process.child.take() else { return Ok(None) };
        let until = Instant::now() + START / 2;
        while Instant::now() < until {
            match child.try_wait() {
                Ok(Some(status)) => return Ok(status.code()),
                _ => sleep(Duration::from_millis(20)),
            }
        }
        let _ = child.kill();
        Err(Error::new("a process did not end within half a minute"))
    }

    /// Starts a process again behind its wire, with more on the command line.
    ///
    /// # Errors
    /// When it does not become ready.
    pub fn restart(&mut self, number: usize, more: &[&str]) -> Result<(), Error> {
        let (child, own) = self.launch(more)?;
        let process = self.processes.get_mut(number).ok_or_else(|| Error::new("there is no such process"))?;
        process.wire.lead_to(own);
        process.own = own;
        process.child = Some(child);
        Ok(())
    }

    /// Starts a process that is expected to refuse; answers what it said.
    ///
    /// # Errors
    /// When it starts after all.
    pub fn refused_start(&mut self) -> Result<String, Error> {
        match self.launch(&[]) {
            Err(error) => Ok(error.to_string()),
            Ok((mut child, _)) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(Error::new("a process started that should have refused to"))
            }
        }
    }

    fn launch(&mut self, more: &[&str]) -> Result<(Child, SocketAddr), Error> {
        self.started += 1;
        let log = self.root.join(format!("server-{}.log", self.started));
        let file = File::create(&log).map_err(|e| Error::while_doing("making a log", e))?;
        let mut child = Command::new(&self.program)
            .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
            .arg(self.dir())
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file)
            .spawn()
            .map_err(|e| Error::while_doing("starting a process of the node", e))?;
        let mut address = None;
        let lines = child.stdout.take().map(BufReader::new);
        for line in lines.into_iter().flat_map(BufRead::lines).map_while(Result::ok) {
            match line.strip_prefix("http://") {
                Some(found) => address = found.parse().ok(),
                None if line == "ready" => break,
                None => {}
            }
        }
        match address {
            Some(address) => Ok((child, address)),
            None => {
                let _ = child.wait();
                let said = fs::read_to_string(&log).unwrap_or_default();
                Err(Error::new(said.lines().last().unwrap_or("it said nothing").to_owned()))
            }
        }
    }

    /// Whether every process says that it is ready.
    pub fn is_ready(&self) -> bool {
        self.unready().is_empty()
    }

    /// What those say that are not ready.
    pub fn unready(&self) -> String {
        let each = self.processes.iter().enumerate().filter_map(|(number, process)| {
            match ask(process.own, Duration::from_secs(2), "GET /readyz HTTP/1.1", "") {
                Ok(answer) if answer.status == 200 => None,
                Ok(answer) => Some(format!("process {number}: {}", answer.body.trim())),
                Err(error) => Some(format!("process {number}: {}", error.kind())),
            }
        });
        each.collect::<Vec<_>>().join("; ")
    }

    /// What a process answers at an address of its pages.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn probe(&self, number: usize, path: &str) -> Result<u16, Error> {
        let at = self.at(number)?.own;
        let answer = ask(at, Duration::from_secs(3), &format!("GET {path} HTTP/1.1"), "");
        answer.map(|answer| answer.status).map_err(|e| Error::while_doing("asking a process", e))
    }

    /// The database's server.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Runs SQL past the node.
    ///
    /// # Errors
    /// PostgreSQL's.
    pub fn sql(&self, statement: &str) -> Result<String, Error> {
        self.cluster.psql(DATABASE, statement)
    }

    /// The first cell that a query gives, as a number.
    ///
    /// # Errors
    /// PostgreSQL's.
    pub fn count(&self, query: &str) -> Result<i64, Error> {
        let said = self.sql(query)?;
        said.trim().parse().map_err(|_| Error::new(format!("no number: {said}")))
    }

    /// The first column of a query.
    ///
    /// # Errors
    /// PostgreSQL's.
    pub fn rows(&self, query: &str) -> Result<BTreeSet<String>, Error> {
        Ok(self.sql(query)?.lines().map(str::to_owned).collect())
    }

    /// Checks the whole journal with the program itself.
    ///
    /// # Errors
    /// When it finds a fault.
    pub fn verify(&self) -> Result<(), Error> {
        let dir = self.dir();
        self.command(&["verify", "--dir"], &dir)
    }

    fn command(&self, arguments: &[&str], dir: &Path) -> Result<(), Error> {
        let ran = Command::new(&self.program).args(arguments).arg(dir).stdin(Stdio::null()).output();
        let ran = ran.map_err(|e| Error::while_doing("running the program", e))?;
        if ran.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        Err(Error::while_doing(&format!("jejaring {}", arguments.join(" ")), said.trim()))
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        for process in &mut self.processes {
            if let Some(child) = &mut process.child {
                // A stopped process is killed, too.
                let _ = child.kill();
                let _ = child.wait();
            }
        }
        // Whatever was mounted below goes first; nothing is when this fails.
        let _ = Command::new("umount").arg(self.dir()).stderr(Stdio::null()).status();
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Sends a signal to one process.
pub(super) fn signal_to(pid: u32, signal: &str) -> Result<(), Error> {
    let sent = Command::new("kill").args([signal, &pid.to_string()]).stderr(Stdio::null()).status();
    match sent {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Error::new(format!("{signal} could not be sent to {pid}"))),
    }
}
