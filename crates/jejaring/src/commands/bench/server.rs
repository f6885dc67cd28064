//! The server as a process of its own, and what the system says of it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::time::{Instant, sleep};

use super::figures::round;
use crate::failure::{Failure, Result};

/// `jejaring serve` on a free port of this machine.
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
    /// Seconds from the start of the process until it said `ready`.
    pub(super) ready: f64,
}

impl Server {
    /// Starts one and waits until it is ready. Its log lies in the directory.
    pub(super) async fn start(dir: &Path) -> Result<Self> {
        Self::start_as(dir, "server.log").await
    }

    /// The same with a log of its own, where several serve one directory.
    pub(super) async fn start_as(dir: &Path, log: &str) -> Result<Self> {
        let (dir, log) = (dir.to_owned(), log.to_owned());
        let started = tokio::task::spawn_blocking(move || start(&dir, &log)).await;
        started.map_err(|_| Failure::new("the server did not start"))?
    }

    /// Processor time used so far, in seconds.
    pub(super) fn processor(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        ticks(&stat)
    }

    /// A line of `/proc/…/status` in MiB: `VmHWM` is the most memory that was ever resident, `VmRSS` what is now.
    pub(super) fn memory(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
        round(kib.unwrap_or_default() / 1024.0)
    }

    /// Waits until the server has nothing more to do, at most two minutes: after its start it reads everybody into the
    /// index. Answers the seconds.
    pub(super) async fn settle(&self) -> f64 {
        let (begin, mut used) = (Instant::now(), self.processor());
        let mut quiet = 0;
        while quiet < 3 && begin.elapsed() < Duration::from_secs(120) {
            sleep(Duration::from_millis(250)).await;
            let now = self.processor();
            quiet = if now - used < 0.02 { quiet + 1 } else { 0 };
            used = now;
        }
        round((begin.elapsed().as_secs_f64() - 0.75).max(0.0))
    }

    /// Asks it to stop and waits until it has.
    pub(super) async fn stop(mut self) -> Result<()> {
        let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(pid) = pid {
            // Gone already if this fails, which the wait below finds out.
            let _ = kill_process(pid, Signal::TERM);
        }
        let ended = tokio::task::spawn_blocking(move || self.child.wait()).await;
        match ended {
            Ok(Ok(status)) if status.success() => Ok(()),
            _ => Err(Failure::new("the server did not stop as it should: see server.log in its directory")),
        }
    }
}

/// User and system time in a line of `/proc/…/stat`, in seconds.
pub(super) fn ticks(stat: &str) -> f64 {
    // The name in parentheses may hold spaces; the two are the 12th and 13th after it, in hundredths.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn start(dir: &Path, log: &str) -> Result<Server> {
    let failed = |_| Failure::new("the server could not be started");
    let log = fs::File::create(dir.join(log)).map_err(failed)?;
    let program = std::env::current_exe().map_err(failed)?;
    let begin = Instant::now();
    let mut child = Command::new(program)
        .args(["serve", "--listen", "127.0.0.1:0", "--dir"])
        .arg(dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .map_err(failed)?;
    let mut address = None;
    let lines = child.stdout.take().map(BufReader::new);
    for line in lines.into_iter().flat_map(BufRead::lines).map_while(std::result::Result::ok) {
        match line.strip_prefix("http://") {
            Some(found) => address = found.parse().ok(),
            None if line == "ready" => break,
            None => {}
        }
    }
    let ready = round(begin.elapsed().as_secs_f64());
    match address {
        Some(address) => Ok(Server { child, address, ready }),
        None => {
            let _ = child.wait();
            Err(Failure::new("the server did not become ready: see server.log in its directory"))
        }
    }
}
