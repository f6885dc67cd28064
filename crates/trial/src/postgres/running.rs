//! Making, starting, watching and stopping one cluster.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::binaries::{Account, Binaries, output_of};
use crate::Error;

const WATCH: &str = include_str!("watch.sh");

/// How a cluster is made.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Keep `fsync` and its kin on. Off for ordinary tests, on for those that crash the database.
    pub durable: bool,
    /// How long the cluster outlives the last process that uses it, in whole seconds.
    pub grace: Duration,
    /// After this long no newcomer joins, and the cluster stops when those who use it have gone.
    pub longest: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { durable: false, grace: Duration::ZERO, longest: Duration::from_secs(3 * 3600) }
    }
}

/// A running cluster and the directory it lives in.
#[derive(Debug)]
pub(crate) struct Running {
    dir: PathBuf,
    account: Account,
    binaries: Binaries,
}

impl Running {
    /// Makes and starts a cluster whose first user is this process.
    pub(crate) fn start(options: Options) -> Result<Self, Error> {
        let binaries = Binaries::find()?;
        let account = Account::choose()?;
        let dir = make_directory(&account)?;
        let running = Self { dir, account, binaries };
        // From here on, dropping `running` cleans up whatever was made, and so does the watcher if this is killed.
        join(&running.dir)?;
        running.watch(options)?;
        running.initialise(options)?;
        running.launch()?;
        write(&running.dir.join("open"), "")?;
        Ok(running)
    }

    /// The directory of the cluster, with `data`, `socket`, `users` and `log` below it.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The address of its `postgres` database.
    pub(crate) fn address(&self) -> String {
        address_in(&self.dir)
    }

    /// Leaves the cluster to its watcher instead of stopping it with this value.
    pub(crate) fn leave_to_watcher(self) -> PathBuf {
        let dir = self.dir.clone();
        std::mem::forget(self);
        dir
    }

    /// Ends every server process at once, without a checkpoint, as a power cut would.
    pub(crate) fn crash(&self) -> Result<(), Error> {
        self.control(&["stop", "-m", "immediate"], "stopping PostgreSQL at once").map(drop)
    }

    /// Starts the server on the data it left.
    pub(crate) fn launch(&self) -> Result<(), Error> {
        let log = self.dir.join("data/server.log");
        let log_name = log.to_string_lossy().into_owned();
        self.control(&["start", "-w", "-t", "60", "-l", &log_name], "starting PostgreSQL").map(drop).map_err(
            |e| {
                let said = fs::read_to_string(&log).unwrap_or_default();
                Error::while_doing(&e.to_string(), said.trim())
            },
        )
    }

    fn initialise(&self, options: Options) -> Result<(), Error> {
        let data = self.dir.join("data");
        let mut command = self.account.command(&self.binaries.program("initdb"), &self.dir);
        command.args([
            "-A",
            "trust",
            "-U",
            "postgres",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "--no-sync",
            "-D",
        ]);
        output_of(command.arg(&data), "making a PostgreSQL cluster with initdb")?;
        let file = data.join("postgresql.conf");
        let made = fs::read_to_string(&file).map_err(|e| Error::while_doing("reading postgresql.conf", e))?;
        write(&file, &format!("{made}\n{}", self.settings(options)))
    }

    fn settings(&self, options: Options) -> String {
        let sync = if options.durable { "on" } else { "off" };
        let socket = self.dir.join("socket");
        format!(
            "listen_addresses = ''\nunix_socket_directories = '{}'\nunix_socket_permissions = 0700\nport = 5432\n\
             max_connections = 300\nshared_buffers = '64MB'\ndynamic_shared_memory_type = mmap\ntimezone = 'UTC'\n\
             log_timezone = 'UTC'\nfsync = {sync}\nsynchronous_commit = {sync}\nfull_page_writes = {sync}\n\
             autovacuum = {sync}\n",
            socket.display()
        )
    }

    /// `pg_ctl` with its output sent nowhere: a server that inherited a pipe would keep its reader waiting.
    fn control(&self, arguments: &[&str], what: &str) -> Result<(), Error> {
        let mut command = self.account.command(&self.binaries.program("pg_ctl"), &self.dir);
        command.arg("-D").arg(self.dir.join("data")).args(arguments);
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        match status.map_err(|e| Error::while_doing(what, e))? {
            status if status.success() => Ok(()),
            status => Err(Error::while_doing(what, format!("pg_ctl ended with {status}"))),
        }
    }

    /// In its own process group, so that Ctrl-C and a test runner that ends its group leave it to clean up.
    fn watch(&self, options: Options) -> Result<(), Error> {
        Command::new("sh")
            .args(["-c", WATCH, "watch.sh"])
            .arg(&self.dir)
            .arg(options.grace.as_secs().to_string())
            .arg(options.longest.as_secs().to_string())
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map(drop)
            .map_err(|e| Error::while_doing("starting the watcher of PostgreSQL", e))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nothing to tell anyone here: the watcher finishes what fails.
        let _ = self.crash();
        let _ = fs::remove_dir_all(&self.dir);
    }
}

/// The address of the `postgres` database of the cluster in `dir`.
pub(crate) fn address_in(dir: &Path) -> String {
    format!("postgres:///postgres?host={}&port=5432&user=postgres", dir.join("socket").display())
}

/// Counts this process among the users of the cluster in `dir`.
pub(crate) fn join(dir: &Path) -> Result<(), Error> {
    write(&dir.join("users").join(std::process::id().to_string()), "")
}

/// Sixteen hexadecimal digits that no other test has. Not a secret.
pub(crate) fn unique() -> String {
    format!("{:016x}", RandomState::new().hash_one(std::process::id()))
}

fn make_directory(account: &Account) -> Result<PathBuf, Error> {
    // A socket's path may have 107 bytes; a deep TMPDIR would break it.
    let temp = std::env::temp_dir();
    let parent = if temp.as_os_str().len() > 40 { PathBuf::from("/tmp") } else { temp };
    let dir = parent.join(format!("jejaring-pg-{}", unique()));
    make(&dir, 0o711)?;
    make(&dir.join("users"), 0o700)?;
    for name in ["data", "socket"] {
        make(&dir.join(name), 0o700)?;
        account.own(&dir.join(name))?;
    }
    Ok(dir)
}

fn make(dir: &Path, mode: u32) -> Result<(), Error> {
    fs::create_dir(dir)
        .and_then(|()| fs::set_permissions(dir, fs::Permissions::from_mode(mode)))
        .map_err(|e| Error::while_doing("making a directory for PostgreSQL", e))
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    fs::write(path, text).map_err(|e| Error::while_doing("writing a file of the temporary PostgreSQL", e))
}
