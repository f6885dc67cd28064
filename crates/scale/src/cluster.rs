//! A scheduler and executors on this machine, for a measurement: processes like any others, ended with it.

use std::collections::HashMap;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::Result;

/// Processes that end when this is let go of.
pub(crate) struct Cluster {
    scheduler: (u16, Child),
    executors: Arc<Mutex<Vec<Child>>>,
    shuffled: Shuffled,
}

/// How long a process may take until it listens.
const PATIENCE: Duration = Duration::from_secs(60);

impl Cluster {
    /// Starts a scheduler and so many executors of one task each, over a shared folder.
    pub(crate) fn start(
        shared: &Path,
        work: &Path,
        executors: usize,
        memory: u64,
        silence: u64,
    ) -> Result<Self> {
        let port = free_port()?;
        let scheduler =
            child(&["scheduler", "--port", &port.to_string(), "--silence", &silence.to_string()])?;
        let mut cluster = Self {
            scheduler: (port, scheduler),
            executors: Arc::default(),
            shuffled: Shuffled::watch(work.to_owned()),
        };
        listening(port)?;
        for at in 0..executors {
            cluster.add(shared, &work.join(at.to_string()), memory)?;
        }
        Ok(cluster)
    }

    fn add(&mut self, shared: &Path, work: &Path, memory: u64) -> Result<()> {
        let (port, scheduler) = (free_port()?, self.address());
        let (shared, work) = (shared.to_string_lossy(), work.to_string_lossy());
        let executor = child(&[
            "executor",
            "--port",
            &port.to_string(),
            "--scheduler",
            &scheduler,
            "--folder",
            &shared,
            "--work",
            &work,
            "--memory",
            &memory.to_string(),
        ])?;
        self.executors.lock().unwrap_or_else(PoisonError::into_inner).push(executor);
        listening(port)
    }

    /// Where the scheduler listens.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.scheduler.0)
    }

    /// What kills the last executor, without a chance to clear up, so long after it was asked to.
    pub(crate) fn killer(&self, after: Duration) -> impl Fn() + Send + 'static {
        let executors = self.executors.clone();
        move || {
            let executors = executors.clone();
            thread::spawn(move || {
                thread::sleep(after);
                if let Some(last) = executors.lock().unwrap_or_else(PoisonError::into_inner).last_mut() {
                    // SIGKILL.
                    let _ = last.kill();
                }
            });
        }
    }

    /// Ends everything: bytes that were written for other executors or the client.
    pub(crate) fn end(self) -> u64 {
        self.shuffled.bytes()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut executors = self.executors.lock().unwrap_or_else(PoisonError::into_inner);
        for child in executors.iter_mut().chain([&mut self.scheduler.1]) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn child(args: &[&str]) -> Result<Child> {
    let mut command = Command::new(std::env::current_exe()?);
    Ok(command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).spawn()?)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn listening(port: u16) -> Result<()> {
    let begun = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if begun.elapsed() > PATIENCE {
            return Err("a process does not listen".into());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

/// Adds up the files of the executors as they come and go.
struct Shuffled {
    sizes: Arc<Mutex<HashMap<PathBuf, u64>>>,
    over: Arc<AtomicBool>,
    watching: Option<JoinHandle<()>>,
}

impl Shuffled {
    fn watch(work: PathBuf) -> Self {
        let (sizes, over): (Arc<Mutex<HashMap<_, _>>>, Arc<AtomicBool>) = Default::default();
        let (seen, stop) = (sizes.clone(), over.clone());
        let watching = thread::spawn(move || {
            while !stop.load(Ordering::Relaxed) {
                see(&work, &mut seen.lock().unwrap_or_else(PoisonError::into_inner));
                thread::sleep(Duration::from_millis(500));
            }
        });
        Self { sizes, over, watching: Some(watching) }
    }

    fn bytes(&self) -> u64 {
        self.sizes.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

impl Drop for Shuffled {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(watching) = self.watching.take() {
            let _ = watching.join();
        }
    }
}

/// The largest size at which each file was seen. Files vanish at any time.
fn see(folder: &Path, sizes: &mut HashMap<PathBuf, u64>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(data) = entry.metadata() else { continue };
        if data.is_dir() {
            see(&entry.path(), sizes);
        } else {
            let size = sizes.entry(entry.path()).or_default();
            *size = data.len().max(*size);
        }
    }
}
